import type { BankQuestion, Schemas } from './answers'
import { moved } from './draft'

export const KINDS = ['single', 'multiple', 'true_false', 'order'] as const
export type Kind = (typeof KINDS)[number]
const KEYS = 'abcdefgh'
export const MOST_OPTIONS = KEYS.length

interface OptionForm {
  key: string
  text: { zh: string; en: string }
  right: boolean
  feedback: { zh: string; en: string }
}

export interface QuestionForm {
  kind: Kind
  lesson: string
  level: number
  scenario: { zh: string; en: string }
  text: { zh: string; en: string }
  explanation: { zh: string; en: string }
  picture: string
  sources: string[]
  options: OptionForm[]
}

const pair = (one?: { zh: string; en: string } | null) => ({ zh: one?.zh ?? '', en: one?.en ?? '' })
const option = (key: string): OptionForm => ({ key, text: pair(), right: false, feedback: pair() })
const TRUTHS = (): OptionForm[] => [
  { ...option('true'), text: { zh: '正确', en: 'True' }, right: true },
  { ...option('false'), text: { zh: '错误', en: 'False' } },
]

export function formOf(question?: BankQuestion): QuestionForm {
  return {
    kind: (question?.kind as Kind | undefined) ?? 'single',
    lesson: question?.lesson ?? '',
    level: question?.level ?? 1,
    scenario: pair(question?.scenario),
    text: pair(question?.text),
    explanation: pair(question?.explanation),
    picture: question?.picture?.name ?? '',
    sources: [...(question?.sources ?? [])],
    options: (question?.options ?? ['a', 'b', 'c'].map(option)).map((one) => ({ key: one.key, text: pair(one.text), right: one.right, feedback: pair(one.feedback) })),
  }
}

/** Another kind keeps what was written; true or false has two options of its own. */
export function changeKind(form: QuestionForm, kind: Kind): void {
  if (kind === 'true_false') form.options = TRUTHS()
  else if (form.kind === 'true_false') form.options = ['a', 'b', 'c'].map(option)
  form.kind = kind
  if (kind === 'order') form.options.forEach((one) => { one.right = false })
  if (kind === 'single') choose(form, Math.max(0, form.options.findIndex((one) => one.right)))
}

/** The one right answer of a single choice. */
export function choose(form: QuestionForm, index: number): void {
  form.options.forEach((one, place) => { one.right = place === index })
}

export function addOption(form: QuestionForm): void {
  const free = [...KEYS].find((key) => !form.options.some((one) => one.key === key))
  if (free) form.options.push(option(free))
}

export function moveOption(form: QuestionForm, index: number, by: number): void {
  form.options = moved(form.options, index, by)
}

export function bodyOf(form: QuestionForm): Schemas['QuestionFacts'] {
  const says = (one: { zh: string; en: string }) => Boolean(one.zh.trim() || one.en.trim())
  return { ...form, lesson: form.lesson || null, scenario: says(form.scenario) ? form.scenario : null, picture: form.picture || null }
}
