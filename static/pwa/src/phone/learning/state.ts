import { language } from '@/i18n'
import type { Card, Judged, Learning, Module, Named, Pair, Result } from './types'

/** What this phone has recorded and the bundle may not show yet. */
export interface LearningMark {
  id: string
  kind: string
  occurred_at: string
  payload: Record<string, unknown>
}

export type Phase = 'handed_in' | 'overdue' | 'failed' | 'in_progress' | 'due' | 'done' | 'free'

/** In the guard's language; follows a change when read in a template. */
export const said = (pair: Pair | null | undefined): string => (pair ? (language() === 'zh-CN' ? pair.zh : pair.en) || pair.zh || pair.en : '')

export const named = ({ name_zh, name_en }: Named): string => said({ zh: name_zh ?? '', en: name_en ?? '' })

export function attemptMark(module: Module, marks: LearningMark[]): LearningMark | undefined {
  return marks.find((mark) => mark.kind === 'training.attempt' && mark.payload.module_id === module.id && mark.id !== module.last_result?.attempt_id)
}

export function readLessons(module: Module, marks: LearningMark[]): Set<string> {
  const here = marks.filter((mark) => mark.kind === 'training.lesson_read' && mark.payload.version_id === module.version_id)
  return new Set([...module.progress.read, ...here.map((mark) => String(mark.payload.lesson))])
}

const DONE = new Set(['current', 'passed', 'done'])
const PLAIN: Record<string, Phase> = { overdue: 'overdue', expired: 'overdue', failed: 'failed' }

export function phaseOf(module: Module, marks: LearningMark[], hasDraft = false): Phase {
  if (attemptMark(module, marks)) return 'handed_in'
  if (DONE.has(module.state)) return 'done'
  if (PLAIN[module.state]) return PLAIN[module.state]!
  if (hasDraft || readLessons(module, marks).size > 0 || module.attempts > 0) return 'in_progress'
  return module.due_on ? 'due' : 'free'
}

/** Lessons read, and the test as one step more. */
export function stepsOf(module: Module, marks: LearningMark[]): { done: number; all: number } {
  const read = readLessons(module, marks)
  const lessons = module.lessons.filter((lesson) => read.has(lesson.key)).length
  return { done: lessons + Number(DONE.has(module.state)), all: module.lessons.length + 1 }
}

const ORDER: Phase[] = ['overdue', 'failed', 'handed_in', 'in_progress', 'due', 'free', 'done']

/** What presses first, then by due date. */
export function sortedModules<M extends { module: Module; phase: Phase }>(list: M[]): M[] {
  const due = (one: M) => one.module.due_on ?? '9999'
  return [...list].sort((a, b) => ORDER.indexOf(a.phase) - ORDER.indexOf(b.phase) || due(a).localeCompare(due(b)) || a.module.code.localeCompare(b.module.code))
}

export type Barrier = 'handed_in' | 'none_left' | 'wait' | 'no_paper'

/** Why no attempt can begin now; nothing when it can. */
export function barrierOf(module: Module, marks: LearningMark[], now: number): Barrier | null {
  if (attemptMark(module, marks)) return 'handed_in'
  if (module.attempts_left === 0) return 'none_left'
  if (module.next_attempt_at && Date.parse(module.next_attempt_at) > now) return 'wait'
  return module.paper ? null : 'no_paper'
}

export const lessonAfter = (module: Module, key: string) => module.lessons[module.lessons.findIndex((lesson) => lesson.key === key) + 1]
export const lessonBefore = (module: Module, key: string) => module.lessons[module.lessons.findIndex((lesson) => lesson.key === key) - 1]

/** Where learning goes on: the first lesson not read, or none when the test is next. */
export const nextLesson = (module: Module, marks: LearningMark[]) => {
  const read = readLessons(module, marks)
  return module.lessons.find((lesson) => !read.has(lesson.key))
}

export const answeredCards = (marks: LearningMark[]) => new Set(marks.filter((mark) => mark.kind === 'training.practice').map((mark) => String(mark.payload.card_id)))

export function cardsLeft(bundle: Learning, marks: LearningMark[]): Card[] {
  const answered = answeredCards(marks)
  return bundle.practice.cards.filter((card) => !answered.has(card.id))
}

export const doneToday = (bundle: Learning, marks: LearningMark[]) => bundle.practice.answered_today + answeredCards(marks).size

/** What a result says to each question; without words an option has no feedback. */
export function judgedOf(told: Result['questions'][number]): Judged {
  const words = told.options.filter((option) => option.feedback.zh || option.feedback.en).map((option) => [option.key, option.feedback] as const)
  return { right: told.right, chosen: told.chosen, correct: told.correct, explanation: told.explanation, feedback: Object.fromEntries(words) }
}
