import type { Question } from './types'

interface Asked {
  questions: Question[]
}

export type Answers = Record<string, string[]>

/** One option, several, or all of them in an order. */
export function chosen(question: Question, before: string[], key: string): string[] {
  if (question.kind !== 'multiple') return [key]
  return before.includes(key) ? before.filter((one) => one !== key) : question.options.map((option) => option.key).filter((one) => one === key || before.includes(one))
}

/** The order as it stands on the screen: the guard's, or the one that was drawn. */
export function orderOf(question: Question, answer: string[] | undefined): string[] {
  const keys = question.options.map((option) => option.key)
  return answer?.length === keys.length && keys.every((key) => answer.includes(key)) ? answer : keys
}

export function moved(order: string[], from: number, to: number): string[] {
  if (to < 0 || to >= order.length || from < 0 || from >= order.length) return order
  const next = [...order]
  next.splice(to, 0, ...next.splice(from, 1))
  return next
}

export const isAnswered = (answers: Answers, question: Question) => (answers[question.id]?.length ?? 0) > 0
export const unanswered = (paper: Asked, answers: Answers) => paper.questions.filter((question) => !isAnswered(answers, question))

/** What is handed in: only questions of the paper, only options they have. */
export function handedIn(paper: Asked, answers: Answers): Answers {
  const given = paper.questions.map((question) => {
    const keys = new Set(question.options.map((option) => option.key))
    return [question.id, (answers[question.id] ?? []).filter((key) => keys.has(key))] as const
  })
  return Object.fromEntries(given.filter(([, keys]) => keys.length))
}
