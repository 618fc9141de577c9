import { Award, Ban, Check, CircleCheck, CircleDashed, CircleX, Clock, ClockAlert, Hourglass, Minus, RotateCcw, UserCheck, UserX } from '@lucide/vue'
import type { Component } from 'vue'
import type { Tone } from '@/ui/badges'

interface Look {
  icon: Component
  tone: Tone
}

const look = (icon: Component, tone: Tone): Look => ({ icon, tone })

/** How somebody stands with a module; the letter is that of the matrix. */
export const DUTY_STATES = ['current', 'due', 'overdue', 'failed', 'expired', 'not_required'] as const
export type DutyState = (typeof DUTY_STATES)[number]
export const LETTERS: Record<string, DutyState> = { c: 'current', d: 'due', o: 'overdue', f: 'failed', x: 'expired', '-': 'not_required' }

export const DUTY_LOOKS: Record<DutyState, Look> = {
  current: look(Check, 'ok'),
  due: look(Clock, 'info'),
  overdue: look(ClockAlert, 'bad'),
  failed: look(CircleX, 'bad'),
  expired: look(Hourglass, 'warn'),
  not_required: look(Minus, 'quiet'),
}

export const CERTIFICATE_STATES = ['current', 'expiring', 'expired', 'revoked', 'replaced'] as const
export const CERTIFICATE_LOOKS: Record<string, Look> = {
  current: look(Award, 'ok'),
  expiring: look(Hourglass, 'warn'),
  expired: look(CircleX, 'bad'),
  revoked: look(Ban, 'bad'),
  replaced: look(RotateCcw, 'quiet'),
}

export const PLACE_LOOKS: Record<string, Look> = {
  booked: look(CircleDashed, 'info'),
  waiting: look(Hourglass, 'warn'),
  attended: look(UserCheck, 'ok'),
  signed_off: look(CircleCheck, 'ok'),
  absent: look(UserX, 'bad'),
  cancelled: look(RotateCcw, 'quiet'),
}
