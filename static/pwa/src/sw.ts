/// <reference lib="webworker" />
import { CacheableResponsePlugin } from 'workbox-cacheable-response'
import { clientsClaim } from 'workbox-core'
import { ExpirationPlugin } from 'workbox-expiration'
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching'
import { NavigationRoute, registerRoute } from 'workbox-routing'
import { CacheFirst, StaleWhileRevalidate } from 'workbox-strategies'
import { insideLink, shownOf } from './push/shown'

// The queue of unsent records is none of this worker's business: it neither reads, sends nor clears it.
declare const self: ServiceWorkerGlobalScope

const DAY_S = 86_400

precacheAndRoute(self.__WB_MANIFEST)
cleanupOutdatedCaches()
clientsClaim()

registerRoute(new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//, /\/[^/]+\.[^/]+$/] }))

/** Whose request this is, so that one person's pictures are never served to the next on the same phone. */
function whose(request: Request): string {
  const payload = request.headers.get('authorization')?.split('.')[1]
  if (!payload) return 'nobody'
  try {
    return JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))).sub
  } catch {
    return 'nobody'
  }
}

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && /^\/api\/v1\/floor-plans\/[^/]+\/image$/.test(url.pathname),
  new StaleWhileRevalidate({
    cacheName: 'anxun-plans',
    plugins: [
      { cacheKeyWillBeUsed: async ({ request }) => `${request.url}#${whose(request)}` },
      new CacheableResponsePlugin({ statuses: [200] }),
      new ExpirationPlugin({ maxEntries: 100, maxAgeSeconds: 60 * DAY_S }),
    ],
  }),
)

// The only pictures from another host are the tiles of the map that the organisation has set. Few are kept: the room on
// an old phone belongs to the records.
registerRoute(
  ({ request, sameOrigin }) => request.destination === 'image' && !sameOrigin,
  new CacheFirst({
    cacheName: 'anxun-tiles',
    plugins: [
      new CacheableResponsePlugin({ statuses: [200] }),
      new ExpirationPlugin({ maxEntries: 400, maxAgeSeconds: 30 * DAY_S, purgeOnQuotaError: true }),
    ],
  }),
)

async function tellPages(message: unknown): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true })
  pages.forEach((page) => page.postMessage(message))
}

self.addEventListener('message', (event) => {
  if (event.data?.type === 'take-over') void self.skipWaiting()
})

self.addEventListener('push', (event) => {
  const { title, options } = shownOf(event.data?.text())
  event.waitUntil(Promise.all([self.registration.showNotification(title, options), tellPages({ type: 'push' })]))
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  event.waitUntil(openPage(insideLink(event.notification.data?.link)))
})

/** The page that is open is told where to go, so that nothing typed there is lost; without one, a new one opens. */
async function openPage(link: string): Promise<void> {
  const [page] = await self.clients.matchAll({ type: 'window' })
  if (!page) return void (await self.clients.openWindow(link))
  page.postMessage({ type: 'open', link })
  await page.focus().catch(() => undefined)
}
