import { Ban, Check, CircleX, Hourglass, RotateCcw } from '@lucide/vue'
import type { Component } from 'vue'
import { formatDate, formatNumber } from '@/i18n/formats'
import { translate } from '@/i18n'
import type { Tone } from '@/ui/badges'
import type { LeaveKind, LeaveRequest, LeaveState } from './answers'

export const LEAVE_KINDS: LeaveKind[] = ['annual', 'sick', 'personal', 'marriage', 'bereavement', 'maternity', 'paternity', 'injury', 'time_off', 'other']
export const LEAVE_STATES: LeaveState[] = ['asked', 'approved', 'refused', 'withdrawn', 'cancelled']

export const LEAVE_LOOKS: Record<LeaveState, { icon: Component; tone: Tone }> = {
  asked: { icon: Hourglass, tone: 'warn' },
  approved: { icon: Check, tone: 'ok' },
  refused: { icon: CircleX, tone: 'bad' },
  withdrawn: { icon: RotateCcw, tone: 'quiet' },
  cancelled: { icon: Ban, tone: 'quiet' },
}

/** Half days as days: 3 → "1.5 days". */
export const inDays = (halves: number): string => translate('desk-attendance.leave.days', { n: formatNumber(halves / 2) }, halves / 2)

type Away = Pick<LeaveRequest, 'from_on' | 'until_on' | 'from_half' | 'until_half'>

/** "1 Mar (from noon) – 3 Mar". */
export function awayText(leave: Away): string {
  const first = formatDate(leave.from_on, 'weekday') + (leave.from_half ? translate('desk-attendance.leave.fromNoon') : '')
  const last = formatDate(leave.until_on, 'weekday') + (leave.until_half ? translate('desk-attendance.leave.untilNoon') : '')
  if (leave.from_on !== leave.until_on) return `${first} – ${last}`
  return leave.until_half ? last : first
}
