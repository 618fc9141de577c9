interface Position {
  lat?: number
  lon?: number
  accuracy_m?: number
}

export interface ChecklistAnswer {
  ok: boolean
  note?: string
}

export type ScanMethod = 'camera' | 'nfc' | 'typed' | 'link' | 'gps'
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
  voice?: Voice
}

export interface Recorded {
  id: string
  occurred_at: string
}
