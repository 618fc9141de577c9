import { shallowRef } from 'vue'
import { outbox } from '@/outbox'
import type { Kind, Payloads, Recorded } from '@/outbox/events'
import { newId } from '@/outbox/ids'
import { record } from '@/session/useOutbox'
import { session } from '@/session/session'
import type { Mark } from './marks'

/** A scan whose checklist is still being filled in. It is kept, so that a phone that dies now loses nothing. */
export interface DraftScan {
  id: string
  occurred_at: string
  payload: Payloads['scan']
  mark: Record<string, unknown>
}

interface Journal {
  marks: Mark[]
  draft: DraftScan | null
}

const EMPTY: Journal = { marks: [], draft: null }
const journal = shallowRef<Journal>(EMPTY)
let owner: string | null = null

const label = (personId: string) => `${personId}/journal`

async function keep(next: Journal): Promise<void> {
  journal.value = next
  if (owner) await outbox.keepBundle(label(owner), { etag: null, fetched_at: Date.now(), text: JSON.stringify(next) })
}

/** Opens the signed-in guard's journal, and records what a killed app left half done. */
export async function openJournal(): Promise<void> {
  const personId = session.me?.id ?? null
  if (!personId || owner === personId) return
  owner = personId
  const kept = await outbox.readBundle(label(personId))
  if (owner !== personId) return
  journal.value = kept ? (JSON.parse(kept.text) as Journal) : EMPTY
  if (journal.value.draft) await finishDraft({})
}

export const marks = () => journal.value.marks
export const draft = () => journal.value.draft

/** Records an event and marks what it means for the rounds on this phone. */
export async function act<K extends Kind>(kind: K, payload: Payloads[K], meaning: Record<string, unknown> = {}, extras: Parameters<typeof record>[2] = {}): Promise<Recorded> {
  await openJournal()
  const recorded = await record(kind, payload, extras)
  const mark: Mark = { id: recorded.id, kind, occurred_at: recorded.occurred_at, payload: { ...payload, ...meaning } }
  await keep({ ...journal.value, marks: [...journal.value.marks, mark] })
  return recorded
}

/** Keeps a scan with the time at which it happened, until its checklist is done. */
export async function holdScan(payload: Payloads['scan'], mark: Record<string, unknown>): Promise<void> {
  await openJournal()
  if (journal.value.draft) await finishDraft({})
  await keep({ ...journal.value, draft: { id: newId(), occurred_at: new Date().toISOString(), payload, mark } })
}

export async function finishDraft(answers: NonNullable<Payloads['scan']['answers']>): Promise<void> {
  const held = journal.value.draft
  if (!held) return
  const payload = Object.keys(answers).length ? { ...held.payload, answers } : held.payload
  await act('scan', payload, held.mark, { id: held.id, occurred_at: held.occurred_at })
  await keep({ ...journal.value, draft: null })
}

const waitingIds = async () => new Set(owner ? (await outbox.items(owner)).filter((item) => item.state === 'waiting').map((item) => item.id) : [])

/** Fetches the bundle; what had been sent before is in it, so its marks may go. */
export async function catchUp(refresh: () => Promise<void>, isFresh: () => boolean): Promise<void> {
  await openJournal()
  const waiting = await waitingIds()
  const before = journal.value.marks
  await refresh()
  if (!isFresh()) return
  const left = journal.value.marks.filter((mark) => waiting.has(mark.id) || !before.includes(mark))
  if (left.length !== journal.value.marks.length) await keep({ ...journal.value, marks: left })
}
