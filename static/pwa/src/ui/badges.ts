import {
  Ban, Check, CircleCheck, CircleDashed, CircleDot, CircleX, Clock, ClockAlert, Hourglass, MessageSquareText, Play,
  RotateCcw, ShieldCheck, TriangleAlert, UserCheck, Wrench, CloudUpload, Archive,
} from '@lucide/vue'
import type { Component } from 'vue'

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'quiet'

interface Look {
  icon: Component
  tone: Tone
}

const look = (icon: Component, tone: Tone): Look => ({ icon, tone })

/** Every state the field's words know: an icon, a colour and `core.badge.<state>`. */
export const BADGES: Record<string, Look> = {
  planned: look(CircleDashed, 'quiet'),
  running: look(Play, 'info'),
  done: look(CircleCheck, 'ok'),
  incomplete: look(CircleDot, 'warn'),
  missed: look(CircleX, 'bad'),
  due: look(CircleDashed, 'quiet'),
  on_time: look(Check, 'ok'),
  late: look(ClockAlert, 'warn'),
  early: look(Clock, 'warn'),
  excused: look(ShieldCheck, 'info'),
  open: look(TriangleAlert, 'bad'),
  answered: look(MessageSquareText, 'info'),
  unexcused: look(Ban, 'bad'),
  withdrawn: look(RotateCcw, 'quiet'),
  assigned: look(UserCheck, 'info'),
  fixed: look(Wrench, 'warn'),
  verified: look(CircleCheck, 'ok'),
  reopened: look(RotateCcw, 'bad'),
  active: look(CircleCheck, 'ok'),
  archived: look(Archive, 'quiet'),
  replaced: look(RotateCcw, 'quiet'),
  waiting: look(CloudUpload, 'info'),
  attention: look(TriangleAlert, 'bad'),
  aside: look(Archive, 'quiet'),
  sent: look(Check, 'ok'),
  skipped: look(CircleX, 'bad'),
  failed: look(RotateCcw, 'warn'),
  given_up: look(Ban, 'bad'),
  dropped: look(Archive, 'quiet'),
  too_short: look(Hourglass, 'warn'),
  too_long: look(Hourglass, 'warn'),
}

export const TONE_CLASS: Record<Tone, string> = {
  ok: 'text-success border-success',
  warn: 'text-warning border-warning',
  bad: 'text-error border-error',
  info: 'text-primary border-primary',
  quiet: 'text-quiet border-base-300',
}

export const BADGE_CLASS = 'inline-flex items-center gap-1 rounded-full border bg-base-100 px-2 py-0.5 text-sm font-medium whitespace-nowrap'
