import { shallowRef } from 'vue'
import { outbox } from '@/outbox'
import type { Kind, Payloads } from '@/outbox/events'
import type { WaitingItem } from '@/outbox/items'
import { record } from './useOutbox'
import { session } from './session'

/** What this phone has recorded and the server may not show yet. */
export interface KeptMark {
  id: string
  kind: Kind
  occurred_at: string
  payload: Record<string, unknown>
  /** The server did not take it: its guard must look. */
  refused?: boolean
}

type Extras = Parameters<typeof record>[2]

/** A guard's own log under one name, of the kinds that begin alike: each record with what it means, until what the server says contains it. */
export function keptMarks(name: string, prefix: string) {
  const marks = shallowRef<KeptMark[]>([])
  let owner: string | null = null
  let opened: Promise<void> = Promise.resolve()
  let writing: Promise<void> = Promise.resolve()

  /** One write after the other: an older state never ends up over a newer one. */
  async function keep(next: KeptMark[]): Promise<void> {
    marks.value = next
    const personId = owner
    if (!personId) return
    const mine = writing.catch(() => undefined).then(() => outbox.keepBundle(personId, name, { etag: null, fetched_at: Date.now(), text: JSON.stringify(next) }))
    writing = mine
    await mine
  }

  async function open(): Promise<void> {
    const personId = session.me?.id
    if (!personId) return
    if (owner !== personId) {
      owner = personId
      marks.value = []
      opened = load(personId)
    }
    await opened
  }

  async function load(personId: string): Promise<void> {
    const [kept, waiting] = await Promise.all([outbox.readBundle(personId, name), outbox.items(personId)])
    if (owner !== personId) return
    const known: KeptMark[] = kept ? JSON.parse(kept.text) : []
    marks.value = [...known, ...unmarked(waiting, known)]
  }

  /** A killed app had no time to mark what it had recorded. */
  function unmarked(waiting: WaitingItem[], known: KeptMark[]): KeptMark[] {
    const ids = new Set(known.map((one) => one.id))
    const mine = waiting.filter((item) => item.kind?.startsWith(prefix) && item.state !== 'aside' && !ids.has(item.id))
    return mine.map(({ id, kind, occurred_at, payload }) => ({ id, kind: kind!, occurred_at, payload: payload ?? {} }))
  }

  /** Records an event and remembers what it means; `meaning` stays on this phone. */
  async function act<K extends Kind>(kind: K, payload: Payloads[K], meaning: Record<string, unknown> = {}, extras: Extras = {}): Promise<KeptMark> {
    await open()
    const { id, occurred_at } = await record(kind, payload, extras)
    const mark = { id, occurred_at, kind, payload: { ...payload, ...meaning } }
    await keep([...marks.value.filter((one) => one.id !== id), mark])
    return mark
  }

  /** Fetches what the server has; what had been sent before is in it, so its marks may go. What it refused stays, as refused. */
  async function catchUp(refresh: () => Promise<void>, isFresh: () => boolean): Promise<void> {
    await open()
    const personId = owner
    if (!personId) return
    const queued = new Map((await outbox.items(personId)).filter((item) => item.kind).map((item) => [item.id, item.state]))
    const before = marks.value
    await refresh()
    if (!isFresh() || owner !== personId) return
    const left = marks.value.filter((one) => queued.has(one.id) && queued.get(one.id) !== 'aside' || !before.includes(one))
    const seen = left.map((one) => (Boolean(one.refused) === (queued.get(one.id) === 'attention') ? one : { ...one, refused: queued.get(one.id) === 'attention' }))
    if (seen.length !== marks.value.length || seen.some((one, index) => one !== marks.value[index])) await keep(seen)
  }

  return { marks, open, act, catchUp }
}
