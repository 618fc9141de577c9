import { router } from '@/router'
import { insideLink } from './shown'

/** A tap on a notice while the app is open: go where it leads. */
export function followPushes(): void {
  navigator.serviceWorker?.addEventListener('message', (event) => {
    if (event.data?.type === 'open') void router.push(insideLink(event.data.link)).catch(() => undefined)
  })
}
