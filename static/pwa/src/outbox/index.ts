import { keepBundle, readBundle } from './bundle'
import type { Draft, Kind, Recorded } from './events'
import { queueFile } from './file'
import { waitingItems } from './items'
import * as queue from './queue'
import { Sender, type Line } from './sender'
import { enqueue } from './write'

const TIMER_MS = 30_000
const listeners = new Set<() => void>()
const otherTabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('anxun-outbox')

let sender: Sender | null = null

function announce(): void {
  listeners.forEach((listener) => listener())
}

function changed(): void {
  announce()
  otherTabs?.postMessage('changed')
}

otherTabs?.addEventListener('message', announce)

export const outbox = {
  /** Resolves when the record is safe on this phone, not when it is sent. */
  async record<K extends Kind>(draft: Draft<K>): Promise<Recorded> {
    const recorded = await enqueue(draft)
    changed()
    void sender?.kick()
    return recorded
  },
  items: waitingItems,
  summary: queue.summary,
  everyones: queue.everyones,
  forget: queue.forget,
  receipt: queue.receipt,
  file: queueFile,
  keepBundle,
  readBundle,
  sending: () => sender?.busy ?? false,
  onChange(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  /** Something has changed for the better, a new sign-in for instance: try at once. */
  wake(): void {
    void sender?.kick({ force: true })
  },
  async putAside(id: string): Promise<void> {
    await queue.putAside(id)
    changed()
  },
  async sendNow(personId: string): Promise<void> {
    await queue.reconsider(personId)
    await sender?.kick({ force: true })
  },
  start(line: Line): void {
    if (sender) return
    sender = new Sender(line, changed)
    watchOccasions(sender)
    void queue.pruneReceipts().catch(() => undefined)
    void sender.kick({ force: true })
  },
}

/** Every occasion to send: the network comes back, the app is looked at, a push arrives, and a timer for all else. */
function watchOccasions(active: Sender): void {
  addEventListener('online', () => void active.kick({ force: true }))
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void active.kick({ force: true })
  })
  navigator.serviceWorker?.addEventListener('message', (event) => {
    if (event.data?.type === 'push') void active.kick({ force: true })
  })
  setInterval(() => void active.kick(), TIMER_MS)
}
