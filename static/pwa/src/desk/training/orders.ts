import type { BankQuestion, OrderDetail, Schemas } from './answers'
import { bodyOf as questionBody, formOf, type QuestionForm } from './questionForm'

export const MOST_QUESTIONS = 3

interface Pair {
  zh: string
  en: string
}

/** An order as a form holds it. Of whom it is required is said once, when it is given. */
export interface OrderForm {
  of: 'site' | 'post'
  site_id: string
  post: string
  due_days: number
  title: Pair
  body: Pair
  note: string
  questions: { key: string; form: QuestionForm }[]
}

const pair = (one?: Pair | null): Pair => ({ zh: one?.zh ?? '', en: one?.en ?? '' })

export const newQuestion = (from?: BankQuestion) => ({ key: crypto.randomUUID(), form: formOf(from) })

export function orderFormOf(order?: OrderDetail, site = ''): OrderForm {
  return {
    of: order?.post ? 'post' : 'site',
    site_id: order?.site?.id ?? site,
    post: order?.post ?? '',
    due_days: order?.due_days ?? 3,
    title: pair(order?.title),
    body: pair(order?.body),
    note: '',
    questions: order ? order.questions.map((one) => newQuestion(one)) : [newQuestion()],
  }
}

const says = (one: Pair) => Boolean(one.zh.trim() || one.en.trim())

/** Questions belong to the whole text, never to a lesson of an earlier version; empty answers are left out. */
function asked(form: QuestionForm): Schemas['QuestionFacts'] {
  const body = questionBody({ ...form, lesson: '' })
  return { ...body, options: (body.options ?? []).filter((one) => says(one.text as Pair)) }
}

export function textOf(form: OrderForm): Schemas['OrderText'] {
  return { title: form.title, body: form.body, note: form.note.trim(), questions: form.questions.map((one) => asked(one.form)) }
}

export function orderOf(form: OrderForm): Schemas['NewOrder'] {
  const of = form.of === 'site' ? { site_id: form.site_id } : { post: form.post.trim() }
  return { ...textOf(form), ...of, due_days: form.due_days }
}
