import { Ban, Check, CircleCheck, CircleDashed, CircleX, ClockAlert, Hourglass, Play, RotateCcw, UserX } from '@lucide/vue'
import type { Component } from 'vue'
import { translate } from '@/i18n'
import type { Tone } from '@/ui/badges'
import type { AttendanceState, FigureName, PayClass } from './answers'

type Look = { icon: Component; tone: Tone }

export const FIGURES: FigureName[] = ['attendance_rate', 'punctuality', 'no_show_rate', 'fill_rate', 'post_hours', 'attendance_hours', 'overtime_ratio']
export const CLASSES: PayClass[] = ['normal', 150, 200, 300, 'night', 'leave']
export const ATTENDANCE_STATES: AttendanceState[] = ['planned', 'missing', 'working', 'worked', 'absent', 'leave', 'called_off', 'vacant', 'clashing']

export const ATTENDANCE_LOOKS: Record<string, Look> = {
  planned: { icon: CircleDashed, tone: 'quiet' },
  missing: { icon: CircleX, tone: 'bad' },
  working: { icon: Play, tone: 'info' },
  worked: { icon: CircleCheck, tone: 'ok' },
  absent: { icon: UserX, tone: 'bad' },
  leave: { icon: Ban, tone: 'quiet' },
  called_off: { icon: Ban, tone: 'warn' },
  vacant: { icon: CircleDashed, tone: 'bad' },
  clashing: { icon: ClockAlert, tone: 'warn' },
}

/** In the order in which a supervisor wants to see them at the change of shift. */
export const PRESENCE_LOOKS: Record<string, Look> = {
  missing: { icon: CircleX, tone: 'bad' },
  vacant: { icon: CircleDashed, tone: 'bad' },
  staying_on: { icon: Hourglass, tone: 'warn' },
  late: { icon: ClockAlert, tone: 'warn' },
  here: { icon: Check, tone: 'ok' },
  expected: { icon: CircleDashed, tone: 'quiet' },
  left: { icon: CircleCheck, tone: 'quiet' },
  excused: { icon: Ban, tone: 'quiet' },
  nobody: { icon: UserX, tone: 'bad' },
}
export const PRESENCES = Object.keys(PRESENCE_LOOKS)

export const CORRECTION_LOOKS: Record<string, Look> = {
  waiting: { icon: Hourglass, tone: 'warn' },
  accepted: { icon: Check, tone: 'ok' },
  refused: { icon: CircleX, tone: 'bad' },
  withdrawn: { icon: RotateCcw, tone: 'quiet' },
}

/** 495 → "8 h 15 min". */
export function hoursText(minutes: number, nothing = '—'): string {
  if (!minutes) return nothing
  const sign = minutes < 0 ? '−' : ''
  const hours = Math.floor(Math.abs(minutes) / 60)
  const rest = Math.abs(minutes) % 60
  if (!hours) return sign + translate('desk-attendance.span.minutes', { minutes: rest })
  return sign + (rest ? translate('desk-attendance.span.both', { hours, minutes: rest }) : translate('desk-attendance.span.hours', { hours }))
}
