import type { Change, GridPerson, Shift, ShiftType, Violation } from './answers'

export type Level = 'hard' | 'soft'
export type DayKind = 'workday' | 'weekend' | 'holiday' | 'makeup'

export interface Day {
  on: string
  kind: DayKind
  name: string
}

/** Everybody's shifts by person and day. Who is not touched by a change keeps the very same object. */
export type Sheet = ReadonlyMap<string, ReadonlyMap<string, Shift[]>>

export const NOBODY = ''

const DAY_MS = 86_400_000

/** The days from one to another, both included. */
export function daysBetween(from: string, until: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${until}T00:00:00Z`); at += DAY_MS) days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

export const addDays = (on: string, days: number) => new Date(Date.parse(`${on}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** 0 is Monday. */
export const weekdayOf = (on: string) => (new Date(`${on}T00:00:00Z`).getUTCDay() + 6) % 7

const byStart = (a: Shift, b: Shift) => a.start_at.localeCompare(b.start_at) || a.slot - b.slot || a.id.localeCompare(b.id)

export function sheetOf(shifts: Iterable<Shift>): Sheet {
  const sheet = new Map<string, Map<string, Shift[]>>()
  for (const shift of shifts) {
    const line = sheet.get(shift.person_id ?? NOBODY) ?? new Map<string, Shift[]>()
    sheet.set(shift.person_id ?? NOBODY, line)
    line.set(shift.on, [...(line.get(shift.on) ?? []), shift].sort(byStart))
  }
  return sheet
}

/** The sheet once these shifts are as given; what is not touched stays the same object, so that it is not drawn anew. */
export function withShifts(sheet: Sheet, before: ReadonlyMap<string, Shift>, changed: readonly Shift[], gone: readonly string[] = []): Sheet {
  const next = new Map(sheet)
  const fresh = new Set<string>()
  const line = (person: string) => {
    if (!fresh.has(person)) next.set(person, new Map(next.get(person)))
    fresh.add(person)
    return next.get(person) as Map<string, Shift[]>
  }
  const drop = (shift: Shift) => {
    const of = line(shift.person_id ?? NOBODY)
    const rest = (of.get(shift.on) ?? []).filter((one) => one.id !== shift.id)
    if (rest.length) of.set(shift.on, rest)
    else of.delete(shift.on)
  }
  for (const id of [...changed.map((one) => one.id), ...gone]) {
    const was = before.get(id)
    if (was) drop(was)
  }
  for (const shift of changed) {
    const of = line(shift.person_id ?? NOBODY)
    of.set(shift.on, [...(of.get(shift.on) ?? []), shift].sort(byStart))
  }
  return next
}

export const at = (sheet: Sheet, person: string, on: string): Shift[] => sheet.get(person)?.get(on) ?? []

/** Night, early, late, or all day: what colours a cell beside its code. */
export function partOfDay(type: Pick<ShiftType, 'starts_at' | 'minutes'> | undefined): 'early' | 'late' | 'night' | 'long' {
  if (!type) return 'early'
  const start = Number(type.starts_at.slice(0, 2)) * 60 + Number(type.starts_at.slice(3, 5))
  if (start >= 18 * 60 || start < 4 * 60) return 'night'
  if (start >= 12 * 60) return 'late'
  return type.minutes > 10 * 60 ? 'long' : 'early'
}

export type Typed = { changes: Change[] } | { problem: 'locked' | 'no_vacancy' | 'same' }

interface Hands {
  sheet: Sheet
  types: ReadonlyMap<string, ShiftType>
  homeOf: (person: string) => string | null | undefined
}

/** What typing a shift's code into somebody's day does: a vacant place of that kind, at the post they know best. */
export function typed(hands: Hands, person: string, on: string, code: string): Typed {
  const standing = at(hands.sheet, person, on)
  const isCode = (shift: Shift) => hands.types.get(shift.shift_type_id)?.code.toLowerCase() === code.toLowerCase()
  if (standing.length && standing.every(isCode)) return { problem: 'same' }
  if (standing.some((shift) => shift.locked)) return { problem: 'locked' }
  const vacant = at(hands.sheet, NOBODY, on).filter((shift) => isCode(shift) && !shift.locked)
  if (!vacant.length) return { problem: 'no_vacancy' }
  const best = bestPlace(hands, person, vacant)
  return { changes: [...standing.map((shift): Change => ({ shift_id: shift.id, person_id: null })), { shift_id: best.id, person_id: person }] }
}

/** Where they stand most often in this roster, then their own site. */
function bestPlace(hands: Hands, person: string, vacant: Shift[]): Shift {
  const known = new Map<string, number>()
  hands.sheet.get(person)?.forEach((shifts) => shifts.forEach((shift) => known.set(shift.post_id, (known.get(shift.post_id) ?? 0) + 1)))
  const worth = (shift: Shift) => (known.get(shift.post_id) ?? 0) * 2 + (shift.site_id === hands.homeOf(person) ? 1 : 0)
  return [...vacant].sort((a, b) => worth(b) - worth(a))[0]!
}

/** Which code the typed letters name: at once when no other begins so, else when the typing is over. */
export function codeFor(letters: string, codes: readonly string[], over: boolean): string | null {
  const begins = codes.filter((code) => code.toLowerCase().startsWith(letters.toLowerCase()))
  const exact = begins.find((code) => code.toLowerCase() === letters.toLowerCase())
  if (exact && (over || begins.length === 1)) return exact
  return over && begins.length === 1 ? begins[0]! : null
}

export type Moved = { changes: Change[] } | { problem: 'locked' | 'no_vacancy' | 'occupied' | 'same' }

/** A shift drawn to another cell: the same day changes hands (two people swap), another day takes a vacant place of its kind. */
export function moved(sheet: Sheet, shift: Shift, to: { person: string; on: string }): Moved {
  const from = shift.person_id ?? NOBODY
  if (from === to.person && shift.on === to.on) return { problem: 'same' }
  const there = at(sheet, to.person, to.on)
  if (shift.locked || (to.person !== NOBODY && there.some((one) => one.locked))) return { problem: 'locked' }
  if (shift.on === to.on) return { changes: [{ shift_id: shift.id, person_id: to.person || null }, ...(to.person === NOBODY ? [] : there.slice(0, 1).map((one): Change => ({ shift_id: one.id, person_id: from || null })))] }
  if (there.length && to.person !== NOBODY) return { problem: 'occupied' }
  const vacant = at(sheet, NOBODY, to.on).filter((one) => one.shift_type_id === shift.shift_type_id && !one.locked)
  const place = vacant.find((one) => one.post_id === shift.post_id) ?? vacant[0]
  if (!place || to.person === NOBODY) return { problem: 'no_vacancy' }
  return { changes: [{ shift_id: place.id, person_id: to.person }, ...(from ? [{ shift_id: shift.id, person_id: null }] : [])] }
}

/** Changes made one after the other as one: the last word on each shift counts, and each shift is named once. */
export function merged(changes: readonly Change[]): Change[] {
  const byShift = new Map<string, Change>()
  for (const change of changes) if (change.shift_id) byShift.set(change.shift_id, { ...byShift.get(change.shift_id), ...change })
  return [...byShift.values(), ...changes.filter((change) => !change.shift_id)]
}

/** The shifts as the changes would have them, before the server has said so. */
export function foreseen(shifts: ReadonlyMap<string, Shift>, changes: readonly Change[]): Shift[] {
  return changes.flatMap((change) => {
    const shift = change.shift_id ? shifts.get(change.shift_id) : undefined
    if (!shift) return []
    const moves = change.person_id !== undefined && change.person_id !== shift.person_id
    const state = moves ? (change.person_id ? 'unconfirmed' : 'vacant') : shift.state
    return [{ ...shift, ...(change.person_id !== undefined && { person_id: change.person_id }), ...(change.locked !== undefined && { locked: change.locked }), state } as Shift]
  })
}

/** The same finding, whatever its words. */
export const keyOf = (one: Violation) => [one.kind, one.rule_id, one.person_id, one.from_on, one.until_on, one.article ? '' : one.shift_ids.join()].join('|')

export function withFindings(known: readonly Violation[], changed: { new?: Violation[]; gone?: Violation[] }): Violation[] {
  const out = new Set([...(changed.gone ?? []), ...(changed.new ?? [])].map(keyOf))
  const order = (one: Violation) => (one.level === 'hard' ? 0 : 1)
  return [...known.filter((one) => !out.has(keyOf(one))), ...(changed.new ?? [])].sort((a, b) => order(a) - order(b) || a.from_on.localeCompare(b.from_on))
}

/** The worst that is said of each shift. */
export function levelsOf(violations: readonly Violation[]): Map<string, Level> {
  const levels = new Map<string, Level>()
  for (const one of violations) for (const id of one.shift_ids) if (levels.get(id) !== 'hard') levels.set(id, one.level as Level)
  return levels
}

export interface Spread {
  least: number
  median: number
  most: number
}

/** How evenly something is shared out. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  return { least: sorted[0] ?? 0, median: sorted[Math.floor(sorted.length / 2)] ?? 0, most: sorted.at(-1) ?? 0 }
}

/** For each day, how many of its places are filled. */
export function filledByDay(sheet: Sheet): Map<string, { filled: number; needed: number }> {
  const days = new Map<string, { filled: number; needed: number }>()
  sheet.forEach((line, person) => line.forEach((shifts, on) => {
    const day = days.get(on) ?? { filled: 0, needed: 0 }
    days.set(on, { filled: day.filled + (person === NOBODY ? 0 : shifts.length), needed: day.needed + shifts.length })
  }))
  return days
}

export type WishSign = 'away' | 'unavailable' | 'avoids' | 'wants'

/** What somebody's empty day says of itself: on leave, or what they asked for. */
export function wishOn(person: Pick<GridPerson, 'away' | 'wishes'>, on: string): WishSign | null {
  if (person.away.includes(on)) return 'away'
  const mine = person.wishes.filter((wish) => wish.from_on <= on && (!wish.until_on || on <= wish.until_on) && (wish.weekday === null || wish.weekday === weekdayOf(on)))
  return (['unavailable', 'avoids', 'wants'] as const).find((kind) => mine.some((wish) => wish.kind === kind)) ?? null
}
