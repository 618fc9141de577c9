import type { paths } from '@/api/schema'

type Got<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never

export type Learning = Got<'/api/v1/my/learning'>
export type Module = Learning['modules'][number]
export type Lesson = Module['lessons'][number]
export type Paper = NonNullable<Module['paper']>
export type Result = NonNullable<Module['last_result']>
export type Card = Learning['practice']['cards'][number]
export type CardResult = Learning['practice']['results'][number]
export type Certificate = Learning['certificates'][number]
export type ClassSession = Learning['sessions'][number]
export type WayUp = Learning['way_up']
export type Need = WayUp['needs'][number]

export interface Pair {
  zh: string
  en: string
}

export interface Named {
  name_zh: string | null
  name_en: string | null
}

/** A question as it is asked, of a paper or of the day. */
export interface Question {
  id: string
  kind: Paper['questions'][number]['kind']
  scenario: Pair | null
  text: Pair
  picture: string | null
  options: { key: string; text: Pair; feedback?: Pair }[]
}

/** How it was answered, and what is said to that. */
export interface Judged {
  right: boolean
  chosen: string[]
  correct: string[]
  explanation: Pair | null
  /** Of options, by their keys. */
  feedback: Record<string, Pair>
}
