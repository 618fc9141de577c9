import type { RouteLocationRaw } from 'vue-router'
import type { Cell } from './answers'
import { chosen } from './useFilters'

export interface Counts {
  on_time: number
  early: number
  late: number
  missed: number
  due: number
  excused: number
  required: number
}

const DAY_MS = 86_400_000
const MOST = 0.9

export const made = (counts: Counts) => counts.on_time + counts.early + counts.late
/** The denominator of every share: neither excused nor not yet closed. */
export const counted = (counts: Counts) => made(counts) + counts.missed

export type Level = 'full' | 'most' | 'low' | 'due' | 'excused' | 'none'

/** How a cell is tinted. Nothing due and nothing closed yet are not a rate. */
export function levelOf(counts: Counts | undefined): Level {
  if (!counts?.required) return 'none'
  const whole = counted(counts)
  if (!whole) return counts.due ? 'due' : 'excused'
  if (!counts.missed) return 'full'
  return made(counts) / whole >= MOST ? 'most' : 'low'
}

const isMonth = (text: string) => /^\d{4}-(0[1-9]|1[0-2])$/.test(text)

/** A month `2026-03` from an address; the month of `today` when it is none. */
export const monthOr = (text: string, today: string) => (isMonth(text) ? text : today.slice(0, 7))

export function shiftMonth(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1 + by, 1)).toISOString().slice(0, 7)
}

/** The days of a month until today, in order: nothing is known of the rest. */
export function daysOf(month: string, today: string): string[] {
  const from = Date.parse(`${month}-01T00:00:00Z`)
  const until = Date.parse(`${shiftMonth(month, 1)}-01T00:00:00Z`)
  const days = Array.from({ length: Math.round((until - from) / DAY_MS) }, (_, index) => new Date(from + index * DAY_MS).toISOString().slice(0, 10))
  const known = days.filter((on) => on <= today)
  return known.length ? known : days
}

export interface GridRow {
  site_id: string
  site_name: string
  days: Map<string, Cell>
}

/** One row for each site that has a cell, by name. */
export function gridOf(cells: Cell[]): GridRow[] {
  const rows = new Map<string, GridRow>()
  for (const cell of cells) {
    const row = rows.get(cell.site_id) ?? { site_id: cell.site_id, site_name: cell.site_name, days: new Map<string, Cell>() }
    row.days.set(cell.on, cell)
    rows.set(cell.site_id, row)
  }
  return [...rows.values()].sort((a, b) => a.site_name.localeCompare(b.site_name))
}

export interface TrendDay {
  on: string
  made: number
  on_time: number
  counted: number
}

/** All sites together, day by day; days without data stay, with nothing counted. */
export function trendOf(cells: Cell[], days: string[]): TrendDay[] {
  const sums = new Map(days.map((on) => [on, { on, made: 0, on_time: 0, counted: 0 }]))
  for (const cell of cells) {
    const day = sums.get(cell.on)
    if (!day) continue
    day.made += made(cell)
    day.on_time += cell.on_time
    day.counted += counted(cell)
  }
  return [...sums.values()]
}

export const share = (part: number, whole: number): number | null => (whole ? part / whole : null)

/** The page with the rows behind a number. */
export function visitsAddress(query: { site?: string; from?: string; to?: string; state?: string; checkpoint?: string }): RouteLocationRaw {
  return { path: '/desk/coverage/visits', query: chosen(query) }
}

export function shiftDay(on: string, by: number): string {
  return new Date(Date.parse(`${on}T00:00:00Z`) + by * DAY_MS).toISOString().slice(0, 10)
}

function offsetAt(instant: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' }).formatToParts(instant)
  const part = (type: string) => parts.find((one) => one.type === type)!.value
  return Date.parse(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`) - Math.floor(instant / 1000) * 1000
}

/** When a day begins at a place, also where clocks change that night. */
export function dayStart(on: string, zone: string): string {
  const midnight = Date.parse(`${on}T00:00:00Z`)
  const near = midnight - offsetAt(midnight, zone)
  return new Date(midnight - offsetAt(near, zone)).toISOString()
}
