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

type Answers = NonNullable<Payloads['scan']['answers']>

interface Journal {
  marks: Mark[]
  draft: DraftScan | null
}

const EMPTY: Journal = { marks: [], draft: null }
const journal = shallowRef<Journal>(EMPTY)
let owner: string | null = null
let opened: Promise<void> = Promise.resolve()

const NAME = 'journal'

async function keep(next: Journal): Promise<void> {
  journal.value = next
  if (owner) await outbox.keepBundle(owner, NAME, { etag: null, fetched_at: Date.now(), text: JSON.stringify(next) })
}

/** Opens the signed-in guard's journal, and records what a killed app left half done. */
export async function openJournal(): Promise<void> {
  const personId = session.me?.id
  if (!personId) return
  if (owner !== personId) {
    owner = personId
    journal.value = EMPTY
    opened = load(personId)
  }
  await opened
}

async function load(personId: string): Promise<void> {
  const kept = await outbox.readBundle(personId, NAME)
  if (owner !== personId) return
  journal.value = kept ? (JSON.parse(kept.text) as Journal) : EMPTY
  await recordDraft()
}

/** A scan whose checklist is open counts like any other. */
export function marks(): Mark[] {
  const { marks: kept, draft } = journal.value
  return draft ? [...kept, markOf(draft)] : kept
}

const markOf = (draft: DraftScan): Mark => ({ id: draft.id, kind: 'scan', occurred_at: draft.occurred_at, payload: { ...draft.payload, ...draft.mark } })

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

/** Keeps what has been answered so far with the scan. */
export async function holdAnswers(answers: Answers): Promise<void> {
  const held = journal.value.draft
  if (held && Object.keys(answers).length) await keep({ ...journal.value, draft: { ...held, payload: { ...held.payload, answers } } })
}

/** The answers are kept before the record is made: made again after a crash, it has the same bytes. */
export async function finishDraft(answers: Answers): Promise<void> {
  await openJournal()
  await holdAnswers(answers)
  await recordDraft()
}

async function recordDraft(): Promise<void> {
  const held = journal.value.draft
  if (!held) return
  const { id, occurred_at, payload } = held
  await record('scan', payload, { id, occurred_at })
  await keep({ marks: [...journal.value.marks, markOf(held)], draft: null })
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
