interface Position {
  lat?: number
  lon?: number
  accuracy_m?: number
}

interface Counted {
  equipment_id: string
  count: number
}

interface Handover {
  handover_id: string
  site_id: string
  post_id: string | null
  from_shift_id: string | null
  to_shift_id: string | null
}

export interface ChecklistAnswer {
  ok: boolean
  note?: string
}

export type ScanMethod = 'camera' | 'nfc' | 'typed' | 'link' | 'gps'
export type CallOffReason = 'sick' | 'family' | 'transport' | 'other'
export type LeaveKind = 'annual' | 'sick' | 'personal' | 'time_off' | 'marriage' | 'bereavement' | 'maternity' | 'paternity' | 'injury' | 'other'
export type NoShowReply = 'on_my_way' | 'i_am_here' | 'cannot_come' | 'not_my_shift' | 'other'
export type WishKind = 'wants' | 'avoids' | 'unavailable'
export type ExceptionReason = 'locked' | 'incident' | 'label_torn' | 'weather' | 'relieved' | 'unwell' | 'other'

/** What each kind carries. Photos and voice notes are declared by `record` itself. */
export interface Payloads {
  'patrol.started': Position & { patrol_id: string; route_id?: string }
  scan: Position & { method: ScanMethod; code?: string; checkpoint_id?: string; patrol_id?: string; answers?: Record<string, ChecklistAnswer> }
  'patrol.ended': { patrol_id: string; note?: string }
  finding: Position & {
    site_id: string
    category: string
    severity: 1 | 2 | 3 | 4
    checkpoint_id?: string
    patrol_id?: string
    sos?: boolean
    text?: string
    floor_plan_id?: string
    plan_x?: number
    plan_y?: number
  }
  'finding.checked': { finding_id: string; fixed: boolean; note?: string }
  'exception.reply': { exception_id: string; reason: ExceptionReason; text?: string }
  position: { patrol_id: string; lat: number; lon: number; accuracy_m: number }
  'training.lesson_read': { module_id: string; version_id: string; lesson: string; seconds: number }
  /** The chosen options of each question; for an order, all of them in the order given. */
  'training.attempt': { paper_id: string; started_at: string; answers: Record<string, string[]> }
  'training.practice': { card_id: string; answer: string[]; seconds: number }
  'training.session_attended': { code: string }
  'schedules.punch': Position & { kind: 'in' | 'out'; site_id: string; method: ScanMethod | 'button'; code?: string; shift_id?: string }
  'schedules.punch_answer': { question_id: string; at: string; note?: string }
  'schedules.no_show_reply': { alarm_id: string; reply: NoShowReply; text?: string }
  'schedules.roster_acknowledged': { roster_id: string; version: number }
  'schedules.call_off': { shift_id: string; reason: CallOffReason; note?: string }
  'schedules.leave_asked': { kind: LeaveKind; from_on: string; until_on: string; from_half: boolean; until_half: boolean; reason?: string }
  /** A wish under the event's id, or the id of one that no longer holds. */
  'schedules.wish': { kind: WishKind; from_on: string; until_on: string | null; weekday: number | null; shift_type_id: string | null; note?: string } | { withdraws: string }
  'schedules.handover_given': Handover & { items: Counted[]; matters: { kind: 'finding' | 'note'; id?: string; text: string }[]; note?: string }
  'schedules.handover_accepted': Handover & { items: Counted[]; difference_note?: string }
}

export type Kind = keyof Payloads

export interface Voice {
  blob: Blob
  seconds: number
}

export interface Draft<K extends Kind = Kind> {
  person_id: string
  kind: K
  payload: Payloads[K]
  id?: string
  occurred_at?: string
  photos?: Blob[]
  /** One alone, where a kind has a single `photo`. */
  photo?: Blob
  voice?: Voice
}

export interface Recorded {
  id: string
  occurred_at: string
}
