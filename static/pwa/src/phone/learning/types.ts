export interface Pair {
  zh: string
  en: string
}

export interface Option {
  key: string
  text: Pair
}

export type QuestionKind = 'single' | 'multiple' | 'true_false' | 'order'

export interface Question {
  id: string
  kind: QuestionKind
  scenario: Pair | null
  text: Pair
  picture: string | null
  options: Option[]
}

export interface Paper {
  id: string
  questions: Question[]
}

export interface Lesson {
  key: string
  title: Pair
  minutes: number
  body: Pair
}

export interface Judged {
  id: string
  right: boolean
  chosen: string[]
  correct: string[]
  feedback: Record<string, Pair> | null
  explanation: Pair | null
}

export interface Result {
  attempt_id: string
  percent: number
  passed: boolean
  ended_at: string
  questions: Judged[]
}

export interface Module {
  id: string
  code: string
  version_id: string
  version: number
  title: Pair
  summary: Pair
  minutes: number
  pass_percent: number
  lessons: Lesson[]
  sources: Pair[]
  media: { name: string; url: string }[]
  state: string
  due_on: string | null
  valid_until_on: string | null
  attempts: number
  attempts_left: number | null
  next_attempt_at: string | null
  progress: { read: string[] }
  paper: Paper | null
  last_result: Result | null
}

export interface Card {
  id: string
  question: Question
}

export interface CardResult {
  card_id: string
  answered_at: string
  question: Question
  right: boolean
  chosen: string[]
  correct: string[]
  feedback: Record<string, Pair> | null
  explanation: Pair | null
}

export interface Certificate {
  id: string
  type: Pair
  number: string
  issued_on: string
  expires_on: string | null
  state: string
  verify_url: string | null
}

export interface ClassSession {
  id: string
  module_id: string
  title: Pair
  site_name: string | null
  room: string
  starts_at: string
  ends_at: string
  instructor_name: string
  note: string
  free: number
  state: string | null
  waiting_position: number | null
  attended_at: string | null
  cancelled_at: string | null
}

export interface Learning {
  generated_at: string
  modules: Module[]
  practice: { cards: Card[]; answered_today: number; streak_days: number; results: CardResult[] } | null
  certificates: Certificate[] | null
  sessions: ClassSession[] | null
  way_up: WayUp | null
}

export interface Named {
  name_zh: string | null
  name_en: string | null
}

export interface Need extends Named {
  kind: 'months' | 'assessment' | 'certificate' | 'module'
  met: boolean
  id: string | null
  need: number | null
  have: number | null
}

interface Grade extends Named {
  id: string
}

interface By {
  on: string
  by: { name: string }
}

/** The next step, and what is on file of oneself. */
export interface WayUp {
  grade: Grade | null
  since_on: string | null
  next: Grade | null
  needs: Need[]
  met: number
  total: number
  ready: boolean
  note_zh: string
  note_en: string
  ladder: Grade[]
  assessments: (By & { id: string; criteria: (Named & { criterion_id: string; score: number })[]; score: number; note: string; period: string })[]
  commendations: (By & { id: string; kind: string; text: string })[]
  documents: { id: string; kind: string; number: string; expires_on: string | null; expired: boolean }[]
}

export interface Verified {
  valid: boolean
  state: string
  type: Pair
  name: string
  organisation: string
  number: string
  issued_on: string
  expires_on: string | null
  checked_at: string
}
