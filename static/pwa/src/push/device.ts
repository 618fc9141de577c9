import { api, unwrap } from '@/api/client'
import { session } from '@/session/session'

export type PushState = 'unsupported' | 'insecure' | 'notOffered' | 'denied' | 'off' | 'on'

/** Who turned notices on here, so that signing in again brings them back for the same person only. */
const WANTED = 'anxun.push'

export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const padded = base64url.replaceAll('-', '+').replaceAll('_', '/').padEnd(Math.ceil(base64url.length / 4) * 4, '=')
  return Uint8Array.from(atob(padded), (character) => character.charCodeAt(0))
}

const same = (key: ArrayBuffer | null | undefined, wanted: Uint8Array) => {
  const held = key && new Uint8Array(key)
  return Boolean(held) && held!.length === wanted.length && held!.every((byte, at) => byte === wanted[at])
}

const able = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window
const wanted = () => localStorage.getItem(WANTED) === session.me?.id
const serverKey = async () => (await unwrap(api.GET('/api/v1/push-key'))).key
const registration = async () => (able() ? navigator.serviceWorker.getRegistration() : undefined)

export async function pushState(): Promise<PushState> {
  if (!window.isSecureContext) return 'insecure'
  if (!able()) return 'unsupported'
  if (!(await serverKey())) return 'notOffered'
  if (Notification.permission === 'denied') return 'denied'
  const held = await (await registration())?.pushManager.getSubscription()
  return held && wanted() && Notification.permission === 'granted' ? 'on' : 'off'
}

/** Asks the browser, subscribes at its push service and tells the server. Call it from a tap: browsers ask for one. */
export async function turnOn(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== 'granted') return pushState()
  const key = await serverKey()
  if (!key) return 'notOffered'
  await subscribe(bytesOf(key))
  localStorage.setItem(WANTED, session.me!.id)
  return 'on'
}

async function subscribe(key: Uint8Array<ArrayBuffer>): Promise<void> {
  const { pushManager } = await navigator.serviceWorker.ready
  let held = await pushManager.getSubscription()
  if (held && !same(held.options.applicationServerKey, key)) {
    await held.unsubscribe()
    held = null
  }
  held ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key })
  const { endpoint, keys } = held.toJSON()
  await unwrap(api.POST('/api/v1/my/push-subscriptions', { body: { endpoint: endpoint!, keys: { p256dh: keys!.p256dh!, auth: keys!.auth! } } }))
}

export async function turnOff(): Promise<void> {
  localStorage.removeItem(WANTED)
  await (await (await registration())?.pushManager.getSubscription())?.unsubscribe()
  const { items } = await unwrap(api.GET('/api/v1/my/push-subscriptions', { params: { query: { limit: 500 } } }))
  await Promise.all(items.filter((one) => one.here).map((one) => unwrap(api.DELETE('/api/v1/my/push-subscriptions/{subscription_id}', { params: { path: { subscription_id: one.id } } }))))
}

/** After a new sign-in by the person who wanted notices here: the server has forgotten the old one with its session. */
export async function renewPush(): Promise<void> {
  if (!able() || !wanted() || Notification.permission !== 'granted') return
  const key = await serverKey()
  if (key) await subscribe(bytesOf(key))
}
