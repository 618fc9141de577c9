/** The few kinds of recurrence that most plans need; whatever else a rule says stays as it is written. */
export const WEEKDAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof WEEKDAYS)[number]
export const PRESETS = ['daily', 'weekdays', 'hours', 'times', 'custom'] as const
export type Preset = (typeof PRESETS)[number]

export interface Recurrence {
  preset: Preset
  weekdays: Weekday[]
  every: number
  hours: number[]
  minute: number
  custom: string
}

export const plainRecurrence = (): Recurrence => ({ preset: 'daily', weekdays: ['MO', 'TU', 'WE', 'TH', 'FR'], every: 2, hours: [22, 0, 2, 4], minute: 0, custom: '' })

type Parts = Record<string, string>

/** Each kind by its frequency and by the parts it has, no more and no fewer. */
const SHAPES: Record<string, Preset> = {
  'DAILY:': 'daily',
  'WEEKLY:BYDAY': 'weekdays',
  'HOURLY:': 'hours',
  'HOURLY:INTERVAL': 'hours',
  'DAILY:BYHOUR': 'times',
  'DAILY:BYHOUR,BYMINUTE': 'times',
}

function partsOf(rule: string): Parts {
  const text = rule.replace(/\s+/g, '').toUpperCase().replace(/^RRULE:/, '')
  return Object.fromEntries(text.split(';').filter(Boolean).map((part) => part.split('=') as [string, string]))
}

export function readRule(rule: string): Recurrence {
  const { FREQ = '', ...rest } = partsOf(rule)
  const preset = SHAPES[`${FREQ}:${Object.keys(rest).sort().join(',')}`]
  const minutes = (rest.BYMINUTE ?? '0').split(',').map(Number)
  if (!preset || minutes.length > 1) return { ...plainRecurrence(), preset: 'custom', custom: rule }
  return {
    ...plainRecurrence(),
    preset,
    ...(rest.BYDAY ? { weekdays: WEEKDAYS.filter((day) => rest.BYDAY!.split(',').includes(day)) } : {}),
    ...(preset === 'hours' ? { every: Number(rest.INTERVAL ?? 1) } : {}),
    ...(rest.BYHOUR ? { hours: rest.BYHOUR.split(',').map(Number) } : {}),
    minute: minutes[0]!,
  }
}

/** The rule's text, or nothing where a choice is still missing. */
export function writeRule(from: Recurrence): string {
  switch (from.preset) {
    case 'daily': return 'FREQ=DAILY'
    case 'weekdays': return from.weekdays.length ? `FREQ=WEEKLY;BYDAY=${WEEKDAYS.filter((day) => from.weekdays.includes(day)).join(',')}` : ''
    case 'hours': return from.every >= 1 ? `FREQ=HOURLY;INTERVAL=${from.every}` : ''
    case 'times': return from.hours.length ? `FREQ=DAILY;BYHOUR=${nightOrder(from.hours).join(',')};BYMINUTE=${from.minute || 0}` : ''
    case 'custom': return from.custom.trim()
  }
}

/** Hours as a night goes: from noon round to noon. */
export const nightOrder = (hours: number[]) => [...hours].sort((a, b) => ((a + 12) % 24) - ((b + 12) % 24))

const clock = (hour: number, minute: number) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`

/** At which times of day rounds start, as far as the rule says so. */
export function startTimes(from: Recurrence, startsAt: string): string[] {
  return from.preset === 'times' ? nightOrder(from.hours).map((hour) => clock(hour, from.minute)) : [startsAt]
}

/** Times of day are in the rule itself, so counting starts with the first day. */
export const countedFrom = (from: Recurrence, startsAt: string) => (from.preset === 'times' ? clock(0, from.minute || 0) : startsAt)

/** A date that falls on that weekday, for its name: 2026-03-02 was a Monday. */
export const dayOf = (day: Weekday) => `2026-03-0${WEEKDAYS.indexOf(day) + 2}`
