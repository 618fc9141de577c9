import { language, translate } from '@/i18n'
import { formatDate, formatNumber, formatTime, todayAt } from '@/i18n/formats'
import { addDays } from './calendar'

interface Times {
  on: string
  start_at: string
  end_at: string
}

export const clock = (at: string, zone?: string) => formatTime(at, 'time', zone)

/** Whether a shift ends on another date than it begins, where it is worked. */
export const isOvernight = (shift: Times, zone?: string) => todayAt(zone, shift.end_at) !== todayAt(zone, shift.start_at)

/** "22:00 – 06:00 next day (Tue, Nov 24)": a night is told plainly, never left to be guessed. */
export function timesWords(shift: Times, zone?: string, { brief = false } = {}): string {
  const [from, until] = [clock(shift.start_at, zone), clock(shift.end_at, zone)]
  if (!isOvernight(shift, zone)) return translate('shifts.times.span', { from, until })
  if (brief) return translate('shifts.times.night', { from, until })
  return translate('shifts.times.overnight', { from, until, day: formatDate(todayAt(zone, shift.end_at), 'weekday') })
}

/** "Today", "Tomorrow", or the date with its weekday. */
export function dayWords(on: string, today: string): string {
  if (on === today) return translate('shifts.times.today')
  if (on === addDays(today, 1)) return translate('shifts.times.tomorrow')
  if (on === addDays(today, -1)) return translate('shifts.times.yesterday')
  return formatDate(on, 'weekday')
}

/** Whole minutes as hours and minutes; never a fraction of an hour. */
export function minutesWords(minutes: number): string {
  const [hours, left] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  const sign = minutes < 0 ? '−' : ''
  if (!hours) return sign + translate('shifts.times.minutes', { m: formatNumber(left) })
  return sign + translate(left ? 'shifts.times.both' : 'shifts.times.hours', { h: formatNumber(hours), m: formatNumber(left) })
}

/** Monday is 0, as the roster counts. */
export const weekdayWords = (weekday: number) => new Intl.DateTimeFormat(language(), { weekday: 'long', timeZone: 'UTC' }).format(new Date(Date.UTC(2026, 5, 1 + weekday)))
