import { IDBFactory } from 'fake-indexeddb'
import { Backoff } from '@/outbox/backoff'
import { close } from '@/outbox/database'
import type { Draft } from '@/outbox/events'
import { Sender, type Line } from '@/outbox/sender'
import { forgetKey } from '@/outbox/vault'
import { enqueue } from '@/outbox/write'

export const ANA = '01890000-0000-7000-8000-00000000000a'
export const BEN = '01890000-0000-7000-8000-00000000000b'

export async function emptyPhone(): Promise<void> {
  await close()
  globalThis.indexedDB = new IDBFactory()
  restart()
}

/** What a restart of the app leaves: the stored data, and nothing in memory. */
export async function restart(): Promise<void> {
  await close()
  forgetKey(ANA)
  forgetKey(BEN)
}

export function scan(person = ANA, code = 'A'.repeat(26)) {
  return enqueue({ person_id: person, kind: 'scan', payload: { method: 'camera', code } })
}

export function finding(photos: Blob[], person = ANA, extras: Partial<Draft> = {}) {
  const payload = { site_id: 'site', category: 'fire', severity: 2 as const, text: '消防通道堵塞' }
  return enqueue({ person_id: person, kind: 'finding', payload, photos, ...extras } as Draft<'finding'>)
}

let made = 0

export function photo(bytes = 2_000): Blob {
  const content = new Uint8Array(bytes)
  for (let at = 0; at < bytes; at += 1) content[at] = (at * 31 + made * 7) % 256
  content[0] = made++ % 256
  content[1] = (made >> 8) % 256
  return new Blob([content], { type: 'image/jpeg' })
}

/** A sender whose waits after failures are over at once. */
export function sender(line: Line, random = 0): Sender {
  let clock = 0
  return new Sender(line, () => undefined, new Backoff(() => random, () => (clock += 3_600_000)))
}
