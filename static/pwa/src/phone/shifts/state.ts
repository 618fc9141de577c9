import { translate } from '@/i18n'
import { formatNumber, formatTime } from '@/i18n/formats'
import type { LeaveKind, WishKind } from '@/outbox/events'
import type { KeptMark } from '@/session/keptMarks'
import { datesFrom } from './calendar'
import type { Day } from './MonthCalendar.vue'
import type { OfferAct } from './offers'
import { isOvernight, timesWords } from './times'
import type { AttendanceRow, Bundle, BundleShift, Handover, Offer } from './types'

export type { AttendanceRow, Handover, Offer }

/** Of what was recorded here: not sent yet, or the server did not take it. */
type Sent = 'waiting' | 'not_taken'
type Pair = { zh: string; en: string }

export type Shift = BundleShift & { site: string; type: Pair }
export type Ack = Bundle['acknowledgements'][number]
export type Question = Bundle['questions'][number] & { site: string; shift: string }
type Request = Bundle['leave']['requests'][number]
export type Leave = Pick<Request, 'id' | 'kind' | 'from_on' | 'until_on' | 'half_days' | 'reason' | 'note'> & { state: Request['state'] | Sent }
export type Wish = Omit<Bundle['wishes'][number], 'kind'> & { kind: WishKind; state: Sent | null }
export type Punched = Bundle['punches'][number] & { waiting: boolean }

const sentOf = (mark: KeptMark): Sent => (mark.refused ? 'not_taken' : 'waiting')
const of = (marks: KeptMark[], kind: KeptMark['kind']) => marks.filter((mark) => mark.kind === kind)
const payloadOf = <T>(mark: KeptMark) => mark.payload as T

/** The shifts as this phone knows them: what was acknowledged or called off here counts, sent or not. */
export function shiftsWith(bundle: Bundle, marks: KeptMark[]): Shift[] {
  const seen = new Set(of(marks, 'schedules.roster_acknowledged').filter((mark) => !mark.refused).map((mark) => mark.payload.roster_id))
  const off = new Set(of(marks, 'schedules.call_off').filter((mark) => !mark.refused).map((mark) => mark.payload.shift_id))
  const sites = new Map(bundle.sites.map((site) => [site.id, site.name]))
  const types = new Map(bundle.shift_types.map((type) => [type.id, { zh: type.name_zh, en: type.name_en }]))
  const shown = bundle.shifts.map((shift) => {
    const confirmed = shift.state === 'unconfirmed' && seen.has(shift.roster_id)
    const state = off.has(shift.id) ? 'called_off' : confirmed ? 'confirmed' : shift.state
    return { ...shift, state, mark: seen.has(shift.roster_id) ? null : shift.mark, site: sites.get(shift.site_id) ?? '', type: types.get(shift.shift_type_id) ?? { zh: '', en: '' } }
  })
  return shown.sort((a, b) => a.start_at.localeCompare(b.start_at))
}

export function acksDue(bundle: Bundle, marks: KeptMark[]): Ack[] {
  const done = new Set(of(marks, 'schedules.roster_acknowledged').map((mark) => `${mark.payload.roster_id} ${mark.payload.version}`))
  return bundle.acknowledgements.filter((ack) => !done.has(`${ack.roster_id} ${ack.version}`))
}

export function punchesWith(bundle: Bundle, marks: KeptMark[]): Punched[] {
  const known = new Set(bundle.punches.map((punch) => punch.id))
  const here = of(marks, 'schedules.punch').filter((mark) => !known.has(mark.id) && !mark.refused).map((mark) => {
    const { kind, site_id, shift_id } = payloadOf<{ kind: 'in' | 'out'; site_id: string; shift_id?: string }>(mark)
    return { id: mark.id, kind, site_id, shift_id: shift_id ?? null, occurred_at: mark.occurred_at, flags: [], waiting: true }
  })
  return [...bundle.punches.map((punch) => ({ ...punch, waiting: false })), ...here]
}

export function questionsWith(bundle: Bundle, marks: KeptMark[]): Question[] {
  const answered = new Set(of(marks, 'schedules.punch_answer').map((mark) => mark.payload.question_id))
  return bundle.questions.filter((one) => !answered.has(one.id)).map((one) => {
    const site = bundle.sites.find((each) => each.id === one.site_id)
    const shift = bundle.shifts.find((each) => each.id === one.shift_id)
    return { ...one, site: site?.name ?? '', shift: shift ? `${shift.post} · ${timesWords(shift, site?.time_zone, { brief: true })}` : '' }
  })
}

export function alarmsWith(bundle: Bundle, marks: KeptMark[]): Bundle['alarms'] {
  const replied = new Set(of(marks, 'schedules.no_show_reply').map((mark) => mark.payload.alarm_id))
  return bundle.alarms.filter((one) => !one.reply && !replied.has(one.id))
}

const LEAVE_ORDER = ['waiting', 'not_taken', 'asked']

export function leaveWith(bundle: Bundle, marks: KeptMark[]): Leave[] {
  const known = new Set(bundle.leave.requests.map((one) => one.id))
  const here = of(marks, 'schedules.leave_asked').filter((mark) => !known.has(mark.id)).map((mark): Leave => {
    const draft = payloadOf<LeaveDraft & { reason: string }>(mark)
    return { ...draft, id: mark.id, half_days: halfDaysAsked(draft), reason: draft.reason, note: '', state: sentOf(mark) }
  })
  const rank = (one: Leave) => (LEAVE_ORDER.includes(one.state) ? 0 : 1)
  return [...here, ...bundle.leave.requests].sort((a, b) => rank(a) - rank(b) || b.from_on.localeCompare(a.from_on))
}

export function wishesWith(bundle: Bundle, marks: KeptMark[]): Wish[] {
  const known = new Set(bundle.wishes.map((one) => one.id))
  const said = of(marks, 'schedules.wish')
  const gone = new Set(said.filter((mark) => !mark.refused).map((mark) => mark.payload.withdraws))
  const here = said.filter((mark) => !mark.payload.withdraws && !known.has(mark.id)).map((mark): Wish => ({ ...payloadOf<Omit<Wish, 'id' | 'state'>>(mark), id: mark.id, state: sentOf(mark) }))
  return [...here, ...bundle.wishes.map((one): Wish => ({ ...one, kind: one.kind as WishKind, state: null }))].filter((one) => !gone.has(one.id))
}

const GONE = new Set(['called_off', 'cancelled', 'leave'])

export const isPast = (shift: Pick<Shift, 'end_at'>, now: number) => Date.parse(shift.end_at) < now
export const mayLeave = (shift: Shift, now: number) => !GONE.has(shift.state) && now < Date.parse(shift.start_at)
const QUIET = new Set(['planned', 'confirmed'])
export const badgesOf = (shift: Shift): string[] => [...(shift.mark ? [shift.mark] : []), ...(QUIET.has(shift.state) || (shift.mark && shift.state === 'unconfirmed') ? [] : [shift.state])]

/** Breaks at their times; the plan has them by minutes from the start. */
export function breaksOf(shift: Pick<Shift, 'start_at' | 'breaks'>): { start_at: string; end_at: string; paid: boolean }[] {
  const at = (minutes: number) => new Date(Date.parse(shift.start_at) + minutes * 60_000).toISOString()
  return shift.breaks.map((one) => ({ start_at: at(one.after_minutes), end_at: at(one.after_minutes + one.minutes), paid: Boolean(one.paid) }))
}

/** What each day of the calendar shows: its shifts, else approved leave. */
export function daysOf(shifts: Shift[], leave: Leave[], zoneOf: (shift: Shift) => string | undefined): Map<string, Day> {
  const days = new Map<string, Day>()
  for (const one of leave.filter((each) => each.state === 'approved')) {
    for (const on of datesFrom(one.from_on, one.until_on)) days.set(on, { words: translate('shifts.calendar.leave'), kind: 'leave', marked: false })
  }
  for (const shift of shifts.filter((each) => !GONE.has(each.state))) {
    const before = days.get(shift.on)
    const words = [before?.kind === 'leave' ? '' : before?.words, `${timesWords(shift, zoneOf(shift), { brief: true })} ${shift.post}`, shift.mark ? translate('shifts.calendar.new') : ''].filter(Boolean).join('; ')
    days.set(shift.on, { words, kind: isOvernight(shift, zoneOf(shift)) ? 'night' : 'day', marked: Boolean(shift.mark || before?.marked) })
  }
  return days
}

export const LEAVE_KINDS: LeaveKind[] = ['annual', 'sick', 'personal', 'time_off', 'marriage', 'bereavement', 'maternity', 'paternity', 'injury', 'other']

export interface LeaveDraft {
  kind: LeaveKind
  from_on: string
  until_on: string
  from_half: boolean
  until_half: boolean
}

export function fault(draft: LeaveDraft): 'order' | 'same' | null {
  if (!draft.from_on || !draft.until_on || draft.until_on < draft.from_on) return 'order'
  return draft.from_on === draft.until_on && draft.from_half && draft.until_half ? 'same' : null
}

/** Calendar days in halves: the phone's first reckoning; the server leaves out days of rest where the kind of leave does. */
export const halfDaysAsked = (draft: LeaveDraft) => 2 * datesFrom(draft.from_on, draft.until_on).length - Number(draft.from_half) - Number(draft.until_half)

/** While it waits, or approved and not begun. */
export const mayWithdraw = (one: Leave, today: string) => one.state === 'asked' || (one.state === 'approved' && one.from_on > today)

/** Half days as days, in the words of that key. */
export const daysWords = (halfDays: number, key: 'days' | 'atMost' | 'waiting' = 'days') => translate(`shifts.leave.${key}`, { n: formatNumber(halfDays / 2) }, halfDays === 2 ? 1 : 2)

export const shiftsWithin = (shifts: Shift[], draft: LeaveDraft, now: number) => shifts.filter((shift) => shift.on >= draft.from_on && shift.on <= draft.until_on && !GONE.has(shift.state) && !isPast(shift, now))

const OVER = new Set<Offer['state']>(['approved', 'refused', 'withdrawn', 'expired'])

/** Swaps asked of the guard, shifts to take, and the guard's own. */
export function offersOf(bundle: Bundle): { asked: Offer[]; open: Offer[]; mine: Offer[] } {
  const byStart = [...bundle.offers].sort((a, b) => Number(OVER.has(a.state)) - Number(OVER.has(b.state)) || a.shift.start_at.localeCompare(b.shift.start_at))
  return { asked: byStart.filter((one) => !one.mine && one.kind === 'swap'), open: byStart.filter((one) => !one.mine && one.kind !== 'swap'), mine: byStart.filter((one) => one.mine) }
}

export function actsOn(offer: Offer): OfferAct[] {
  if (offer.mine) return offer.state === 'open' || offer.state === 'awaiting' ? ['withdraw'] : []
  if (offer.claim === 'waiting') return OVER.has(offer.state) ? [] : ['leave']
  if (offer.state !== 'open') return []
  return offer.kind === 'swap' ? ['decline', 'agree'] : ['take']
}

export function offerBadge(offer: Offer): string {
  if (offer.mine || offer.state !== 'open') return offer.state
  return offer.claim === 'waiting' ? 'claimed' : offer.kind === 'swap' ? 'your_turn' : 'open'
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Somebody waits to be relieved: from two hours before the change of shift, or once handed over, until half a day after. */
const isTime = (one: Handover, now: number) => now < Date.parse(one.at) + DAY_MS / 2 && (one.given_at !== null || now > Date.parse(one.at) - 2 * HOUR_MS)

/** Handovers as both sides know them: what this phone has given or accepted counts at once. Only the running shift is handed over. */
export function handoversWith(bundle: Bundle, marks: KeptMark[], now: number, shiftId: string | undefined): { toGive: Handover[]; toAccept: Handover[]; past: Handover[] } {
  const told = (kind: KeptMark['kind']) => new Map(of(marks, kind).filter((mark) => !mark.refused).map((mark) => [mark.payload.handover_id, mark]))
  const [given, accepted] = [told('schedules.handover_given'), told('schedules.handover_accepted')]
  const all = bundle.handovers.map((one): Handover => ({ ...one, given_at: one.given_at ?? given.get(one.id)?.occurred_at ?? null, accepted_at: one.accepted_at ?? accepted.get(one.id)?.occurred_at ?? null }))
  return {
    toGive: all.filter((one) => one.mine && one.from_shift_id === shiftId && !one.given_at && !one.accepted_at),
    toAccept: all.filter((one) => !one.mine && !one.accepted_at && isTime(one, now)).sort((a, b) => a.at.localeCompare(b.at)),
    past: all.filter((one) => one.accepted_at || (one.mine && one.given_at)).sort((a, b) => b.at.localeCompare(a.at)),
  }
}

export const handoverBadge = (one: Handover) => (one.accepted_at ? (one.difference_note ? 'difference' : 'accepted') : 'given')

/** Who must take over before the guard may go: the next of the same post, within a day, who has not accepted yet. */
export function handoverToWaitFor(bundle: Bundle, shift: Shift | null): { name: string | null } | null {
  const mine = bundle.handovers.find((one) => one.mine && one.from_shift_id === shift?.id && !one.accepted_at)
  return mine && Math.abs(Date.parse(mine.at) - Date.parse(shift!.end_at)) < DAY_MS ? { name: mine.to } : null
}

export function correctionWords(one: Bundle['corrections'][number], zone?: string): string {
  const adds = one.adds.map((add) => `${translate(`shifts.attendance.${add.kind}`)} ${formatTime(add.at, 'datetime', zone)}`)
  const parts = [...(adds.length ? [translate('shifts.correction.adds', { times: adds.join(', ') })] : []), ...(one.voids.length ? [translate('shifts.correction.voids', { n: one.voids.length }, one.voids.length)] : [])]
  return parts.join(' · ')
}
