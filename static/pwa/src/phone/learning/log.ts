import { shallowRef } from 'vue'
import { outbox } from '@/outbox'
import type { Kind, Payloads } from '@/outbox/events'
import { newId } from '@/outbox/ids'
import { record } from '@/session/useOutbox'
import { session } from '@/session/session'
import { handedIn, type Answers } from './answers'
import type { LearningMark } from './state'
import type { Module, Paper } from './types'

/** An attempt on this phone, with its paper: what the server draws meanwhile does not disturb it. */
export interface Attempt {
  id: string
  module_id: string
  paper: Paper
  started_at: string
  at: number
  answers: Answers
  /** Set before the record is made: made again after a crash, it has the same bytes. */
  ended_at: string | null
}

interface Log {
  marks: LearningMark[]
  /** The attempt of each module that is open or was handed in last. */
  attempts: Record<string, Attempt>
}

type LearningKind = Extract<Kind, `training.${string}`>

const EMPTY: Log = { marks: [], attempts: {} }
const NAME = 'learning-log'
const log = shallowRef<Log>(EMPTY)
let owner: string | null = null
let opened: Promise<void> = Promise.resolve()
let writing: Promise<void> = Promise.resolve()

/** One write after the other: an older state never ends up over a newer one. */
async function keep(next: Log): Promise<void> {
  log.value = next
  const personId = owner
  if (!personId) return
  const mine = writing.catch(() => undefined).then(() => outbox.keepBundle(personId, NAME, { etag: null, fetched_at: Date.now(), text: JSON.stringify(next) }))
  writing = mine
  await mine
}

/** Opens the signed-in guard's log, and hands in what a killed app had no time to. */
export async function openLog(): Promise<void> {
  const personId = session.me?.id
  if (!personId) return
  if (owner !== personId) {
    owner = personId
    log.value = EMPTY
    opened = load(personId)
  }
  await opened
}

async function load(personId: string): Promise<void> {
  const kept = await outbox.readBundle(personId, NAME)
  if (owner !== personId) return
  log.value = kept ? (JSON.parse(kept.text) as Log) : EMPTY
  for (const attempt of Object.values(log.value.attempts)) {
    if (attempt.ended_at && !(await isRecorded(attempt.id))) await recordAttempt(attempt)
  }
}

/** Sent, waiting, or refused by the server: in each case it has left the log. */
async function isRecorded(id: string): Promise<boolean> {
  if (log.value.marks.some((one) => one.id === id) || (await outbox.receipt(id))) return true
  return (await outbox.items(owner ?? '')).some((item) => item.id === id)
}

export const marks = () => log.value.marks
export const attemptOf = (moduleId: string): Attempt | undefined => log.value.attempts[moduleId]
export const draftOf = (moduleId: string): Attempt | undefined => {
  const attempt = attemptOf(moduleId)
  return attempt && !attempt.ended_at ? attempt : undefined
}

async function mark(kind: LearningKind, recorded: { id: string; occurred_at: string }, payload: Record<string, unknown>): Promise<void> {
  const others = log.value.marks.filter((one) => one.id !== recorded.id)
  await keep({ ...log.value, marks: [...others, { ...recorded, kind, payload }] })
}

/** Records an event and remembers what it means until the server shows it. */
export async function act<K extends LearningKind>(kind: K, payload: Payloads[K]): Promise<string> {
  await openLog()
  const recorded = await record(kind, payload)
  await mark(kind, recorded, { ...payload })
  return recorded.id
}

const put = (attempt: Attempt) => keep({ ...log.value, attempts: { ...log.value.attempts, [attempt.module_id]: attempt } })

/** The open attempt of a module, or a new one on the paper that the phone carries. */
export async function beginAttempt(module: Module): Promise<Attempt | undefined> {
  await openLog()
  const open = draftOf(module.id)
  if (open || !module.paper) return open
  const attempt = { id: newId(), module_id: module.id, paper: module.paper, started_at: new Date().toISOString(), at: 0, answers: {}, ended_at: null }
  await put(attempt)
  return attempt
}

export async function answer(moduleId: string, change: Partial<Pick<Attempt, 'answers' | 'at'>>): Promise<void> {
  const open = draftOf(moduleId)
  if (open) await put({ ...open, ...change })
}

export async function handIn(moduleId: string): Promise<void> {
  const open = draftOf(moduleId)
  if (!open) return
  const ended = { ...open, answers: handedIn(open.paper, open.answers), ended_at: new Date().toISOString() }
  await put(ended)
  await recordAttempt(ended)
}

async function recordAttempt({ id, module_id, paper, started_at, answers, ended_at }: Attempt): Promise<void> {
  const payload = { paper_id: paper.id, started_at, answers }
  await record('training.attempt', payload, { id, occurred_at: ended_at! })
  await mark('training.attempt', { id, occurred_at: ended_at! }, { paper_id: paper.id, module_id })
}

const waitingIds = async () => new Set(owner ? (await outbox.items(owner)).filter((item) => item.state === 'waiting').map((item) => item.id) : [])

/** Fetches the bundle; what had been sent before is in it, so its marks may go. */
export async function catchUp(refresh: () => Promise<void>, isFresh: () => boolean): Promise<void> {
  await openLog()
  const waiting = await waitingIds()
  const before = log.value.marks
  await refresh()
  if (!isFresh()) return
  const left = log.value.marks.filter((one) => waiting.has(one.id) || !before.includes(one))
  if (left.length !== log.value.marks.length) await keep({ ...log.value, marks: left })
}
