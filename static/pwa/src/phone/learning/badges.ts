import { Award, BookOpen, CircleCheck, CircleDashed, CircleX, ClockAlert, CloudUpload, Hourglass, RotateCcw, UserCheck, UserX } from '@lucide/vue'
import type { Component } from 'vue'
import type { Tone } from '@/ui/badges'

interface Look {
  icon: Component
  tone: Tone
}

/** States of learning: an icon, a colour and `learning.state.<state>`. */
export const LEARNING_BADGES: Record<string, Look> = {
  overdue: { icon: ClockAlert, tone: 'bad' },
  failed: { icon: CircleX, tone: 'bad' },
  handed_in: { icon: CloudUpload, tone: 'info' },
  in_progress: { icon: BookOpen, tone: 'info' },
  due: { icon: CircleDashed, tone: 'warn' },
  free: { icon: CircleDashed, tone: 'quiet' },
  done: { icon: CircleCheck, tone: 'ok' },
  current: { icon: Award, tone: 'ok' },
  expiring: { icon: Hourglass, tone: 'warn' },
  expired: { icon: ClockAlert, tone: 'bad' },
  revoked: { icon: CircleX, tone: 'bad' },
  replaced: { icon: RotateCcw, tone: 'quiet' },
  booked: { icon: UserCheck, tone: 'ok' },
  waiting: { icon: Hourglass, tone: 'warn' },
  attended: { icon: UserCheck, tone: 'info' },
  signed_off: { icon: CircleCheck, tone: 'ok' },
  absent: { icon: UserX, tone: 'bad' },
  cancelled: { icon: RotateCcw, tone: 'quiet' },
  called_off: { icon: CircleX, tone: 'bad' },
  unanswered: { icon: CircleDashed, tone: 'warn' },
  answered: { icon: CircleCheck, tone: 'ok' },
  right: { icon: CircleCheck, tone: 'ok' },
  wrong: { icon: CircleX, tone: 'bad' },
}
