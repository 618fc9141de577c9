import type { Content, ModuleDetail, Schemas } from './answers'

/** Content as a form holds it: each lesson with a key of its own that never changes. */
export interface DraftForm {
  title: { zh: string; en: string }
  summary: { zh: string; en: string }
  minutes: number
  pass_percent: number
  draw: number
  valid_months: number
  attempts: number | ''
  wait_minutes: number
  lessons: LessonForm[]
  sources: { key: string; zh: string; en: string }[]
}

export interface LessonForm {
  key: string
  title: { zh: string; en: string }
  minutes: number
  body: { zh: string; en: string }
  sources: string[]
}

const pair = (one: { zh: string; en: string } | null | undefined) => ({ zh: one?.zh ?? '', en: one?.en ?? '' })

export function draftOf(module: ModuleDetail): DraftForm {
  const from: Content | null = module.draft ?? module.content
  return {
    title: pair(from?.title ?? module.title),
    summary: pair(from?.summary),
    minutes: from?.minutes ?? 20,
    pass_percent: from?.pass_percent ?? 80,
    draw: from?.draw ?? 8,
    valid_months: from?.valid_months ?? 12,
    attempts: from?.attempts ?? '',
    wait_minutes: from?.wait_minutes ?? 30,
    lessons: (from?.lessons ?? []).map((one) => ({ key: one.key, title: pair(one.title), minutes: one.minutes, body: pair(one.body), sources: [...one.sources] })),
    sources: (from?.sources ?? []).map((one) => ({ key: one.key, zh: one.zh, en: one.en })),
  }
}

export const bodyOf = (form: DraftForm): Schemas['Draft'] => ({ ...form, attempts: form.attempts === '' ? null : form.attempts })

/** A key that no other has; it stays when the thing is rewritten. */
export const newKey = (prefix: string) => `${prefix}-${crypto.randomUUID().slice(0, 8)}`

export const newLesson = (): LessonForm => ({ key: newKey('lesson'), title: pair(null), minutes: 5, body: pair(null), sources: [] })

export function moved<Row>(rows: Row[], index: number, by: number): Row[] {
  const next = [...rows]
  const [row] = next.splice(index, 1)
  next.splice(index + by, 0, row!)
  return next
}
