const DAY_MS = 86_400_000
const midnight = (on: string) => Date.parse(`${on}T00:00:00Z`)
const dateOf = (instant: number) => new Date(instant).toISOString().slice(0, 10)

/** Dates of a place are text, `2026-11-23`; they do not move with the phone's clock. */
export const addDays = (on: string, days: number) => dateOf(midnight(on) + days * DAY_MS)
export const daysBetween = (from: string, until: string) => Math.round((midnight(until) - midnight(from)) / DAY_MS)
/** Monday is 0, as the roster counts. */
export const weekdayOf = (on: string) => (new Date(midnight(on)).getUTCDay() + 6) % 7
export const monthOf = (on: string) => on.slice(0, 7)

export function addMonths(month: string, months: number): string {
  const [year, number] = month.split('-').map(Number)
  return dateOf(Date.UTC(year!, number! - 1 + months, 1)).slice(0, 7)
}

/** The weeks of a month, Monday first; days of its neighbours are null. */
export function weeksOf(month: string): (string | null)[][] {
  const first = `${month}-01`
  const days = daysBetween(first, `${addMonths(month, 1)}-01`)
  const cells = [...Array<null>(weekdayOf(first)).fill(null), ...Array.from({ length: days }, (_, day) => addDays(first, day))]
  const weeks = Math.ceil(cells.length / 7)
  return Array.from({ length: weeks }, (_, week) => Array.from({ length: 7 }, (__, day) => cells[week * 7 + day] ?? null))
}

/** Every date from one to another, both included; the longest span is one year. */
export function datesFrom(from: string, until: string): string[] {
  return Array.from({ length: Math.min(366, Math.max(0, daysBetween(from, until) + 1)) }, (_, day) => addDays(from, day))
}
