import { Ban, BellDot, CircleCheck, CircleDashed, CircleX, Clock, ClockAlert, CloudUpload, HandHelping, Hourglass, RotateCcw, ShieldCheck, Sparkles, TriangleAlert, UserCheck, UserX } from '@lucide/vue'
import type { Component } from 'vue'
import type { Tone } from '@/ui/badges'

interface Look {
  icon: Component
  tone: Tone
}

/** States of shifts, leave, offers and handovers: an icon, a colour and `shifts.state.<state>`. */
export const SHIFT_BADGES: Record<string, Look> = {
  confirmed: { icon: CircleCheck, tone: 'ok' },
  unconfirmed: { icon: CircleDashed, tone: 'warn' },
  new: { icon: Sparkles, tone: 'info' },
  changed: { icon: BellDot, tone: 'warn' },
  called_off: { icon: Ban, tone: 'quiet' },
  cancelled: { icon: RotateCcw, tone: 'quiet' },
  leave: { icon: ShieldCheck, tone: 'info' },
  planned: { icon: CircleDashed, tone: 'quiet' },
  missing: { icon: ClockAlert, tone: 'warn' },
  working: { icon: Clock, tone: 'info' },
  worked: { icon: CircleCheck, tone: 'ok' },
  absent: { icon: UserX, tone: 'bad' },
  clashing: { icon: TriangleAlert, tone: 'warn' },
  waiting: { icon: CloudUpload, tone: 'info' },
  refused: { icon: CircleX, tone: 'bad' },
  not_taken: { icon: TriangleAlert, tone: 'bad' },
  asked: { icon: Hourglass, tone: 'info' },
  approved: { icon: CircleCheck, tone: 'ok' },
  withdrawn: { icon: RotateCcw, tone: 'quiet' },
  open: { icon: HandHelping, tone: 'info' },
  your_turn: { icon: BellDot, tone: 'warn' },
  awaiting: { icon: Hourglass, tone: 'info' },
  taken: { icon: UserCheck, tone: 'ok' },
  expired: { icon: ClockAlert, tone: 'quiet' },
  claimed: { icon: UserCheck, tone: 'info' },
  given: { icon: Hourglass, tone: 'info' },
  accepted: { icon: CircleCheck, tone: 'ok' },
  difference: { icon: TriangleAlert, tone: 'warn' },
}
