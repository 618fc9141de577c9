import { language, translate } from './index'

type When = string | number | Date
export type TimeStyle = 'time' | 'date' | 'datetime' | 'full' | 'weekday'

const STYLES: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  datetime: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  full: { dateStyle: 'medium', timeStyle: 'medium', hourCycle: 'h23' },
  weekday: { weekday: 'short', month: 'short', day: 'numeric' },
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatter(style: TimeStyle, timeZone?: string): Intl.DateTimeFormat {
  const key = `${language()}|${style}|${timeZone ?? ''}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat(language(), { ...STYLES[style], timeZone })
  formats.set(key, known)
  return known
}

/** An instant in the site's own time zone (the phone's when none is given). Follows the language when read in a template. */
export function formatTime(when: When, style: TimeStyle = 'datetime', timeZone?: string): string {
  return formatter(style, timeZone).format(new Date(when))
}

/** A site-local date `2026-03-01`, which must not move when the reader sits in another zone. */
export function formatDate(on: string, style: 'date' | 'weekday' = 'date'): string {
  return formatter(style, 'UTC').format(new Date(`${on}T00:00:00Z`))
}

export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(language(), options).format(value)
}

/** A share as per cent, or "no data": neither 0 % nor 100 % when nothing was due. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return translate('core.state.noData')
  return formatNumber(part / whole, { style: 'percent', maximumFractionDigits: 1 })
}

export function formatDistance(metres: number): string {
  const far = metres >= 1000
  return formatNumber(far ? metres / 1000 : metres, { style: 'unit', unit: far ? 'kilometer' : 'meter', maximumFractionDigits: far ? 1 : 0 })
}

/** How long something has waited, in words: "3 hours". */
export function formatAge(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000)
  if (minutes < 1) return translate('core.age.now')
  if (minutes < 120) return translate('core.age.minutes', minutes)
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? translate('core.age.hours', hours) : translate('core.age.days', Math.floor(hours / 24))
}

/** A length of time, for gaps and rounds. */
export function formatDuration(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return formatNumber(minutes, { style: 'unit', unit: 'minute', unitDisplay: 'short' })
  return translate('core.age.span', { hours: Math.floor(minutes / 60), minutes: minutes % 60 })
}

/** Today's date at a place, as `2026-03-01`. */
export function todayAt(timeZone?: string, now: When = Date.now()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone }).format(new Date(now))
}

/** The instant at which clocks in the zone show this local date and time (`2026-11-22T21:30`); inside a gap, the one after it. */
export function instantAt(local: string, timeZone?: string): string {
  const shown = Date.parse(`${local}Z`)
  const first = shown - offsetOf(shown, timeZone)
  return new Date(shown - offsetOf(first, timeZone)).toISOString()
}

/** How far the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetOf(instant: number, timeZone?: string): number {
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const
  const shown = new Intl.DateTimeFormat('sv-SE', { ...fields, timeZone }).format(instant)
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(instant / 1000) * 1000
}
