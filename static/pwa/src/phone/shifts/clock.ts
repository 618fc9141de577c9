/** What of a shift its clock must know. */
export interface Planned {
  id: string
  site_id: string
  start_at: string
  end_at: string
  state: string
}

export interface Punch {
  id: string
  kind: 'in' | 'out'
  occurred_at: string
  site_id: string
  shift_id?: string | null
}

export interface Expected<Shift extends Planned> {
  kind: 'in' | 'out'
  shift: Shift | null
  /** The clock-in that is still open. */
  since: Punch | null
  phase: Phase
}

/** Where the clock stands: a shift far off, one whose time has come, one begun without the guard; on duty, over time, or free. */
export type Phase = 'later' | 'soon' | 'late' | 'on_duty' | 'over_time' | 'free'

const MINUTE = 60_000
const EARLY_MS = 60 * MINUTE
const LATE_MS = 5 * MINUTE
const FORGOTTEN_MS = 16 * 60 * MINUTE
const AFTER_MS = 6 * 60 * MINUTE
const CHAIN_MS = 60 * MINUTE
const NOT_WORKED = new Set(['called_off', 'cancelled', 'leave'])

const at = (text: string) => Date.parse(text)

/** By the instant; of two at one instant the clock-out first, for it ends what the other begins after. */
export const sortedPunches = <One extends Punch>(punches: One[]) => [...punches].sort((a, b) => at(a.occurred_at) - at(b.occurred_at) || b.kind.localeCompare(a.kind))

/** The clock-in that nobody has ended. One forgotten long ago is asked about, not gone on with. */
export function openIn(punches: Punch[], now: number, knownEnd?: (punch: Punch) => number | undefined): Punch | null {
  const last = sortedPunches(punches).filter((one) => at(one.occurred_at) <= now + MINUTE).at(-1)
  if (last?.kind !== 'in') return null
  const end = knownEnd?.(last)
  const until = Math.max(at(last.occurred_at) + FORGOTTEN_MS, end === undefined ? 0 : end + AFTER_MS)
  return now < until ? last : null
}

/** The shift that a clock-in began, and with it those that follow on without a pause. */
export function shiftOf<Shift extends Planned>(punch: Punch, shifts: Shift[], now: number): Shift | null {
  const mine = shifts.filter((one) => !NOT_WORKED.has(one.state)).sort((a, b) => at(a.start_at) - at(b.start_at))
  const begun = mine.find((one) => one.id === punch.shift_id) ?? mine.find((one) => at(punch.occurred_at) >= at(one.start_at) - EARLY_MS && at(punch.occurred_at) < at(one.end_at))
  if (!begun) return null
  let current = begun
  for (const next of mine) {
    const follows = at(next.start_at) >= at(current.end_at) && at(next.start_at) - at(current.end_at) <= CHAIN_MS
    if (follows && now >= at(next.start_at)) current = next
  }
  return current
}

const workedAlready = (shift: Planned, punches: Punch[]) => punches.some((one) => one.kind === 'out' && at(one.occurred_at) > at(shift.start_at) && at(one.occurred_at) <= at(shift.end_at) + AFTER_MS && (one.shift_id ?? shift.id) === shift.id)

/** What the big button does now, from the plan and the punches alone: the same with and without a network. */
export function expectedPunch<Shift extends Planned>(shifts: Shift[], punches: Punch[], now: number): Expected<Shift> {
  const since = openIn(punches, now, (punch) => {
    const shift = shiftOf(punch, shifts, at(punch.occurred_at))
    return shift ? at(shift.end_at) : undefined
  })
  if (since) {
    const shift = shiftOf(since, shifts, now)
    return { kind: 'out', shift, since, phase: shift && now > at(shift.end_at) ? 'over_time' : 'on_duty' }
  }
  const open = shifts.filter((one) => !NOT_WORKED.has(one.state) && now < at(one.end_at) && !workedAlready(one, punches))
  const shift = open.sort((a, b) => at(a.start_at) - at(b.start_at))[0] ?? null
  if (!shift) return { kind: 'in', shift: null, since: null, phase: 'free' }
  if (now > at(shift.start_at) + LATE_MS) return { kind: 'in', shift, since: null, phase: 'late' }
  return { kind: 'in', shift, since: null, phase: now >= at(shift.start_at) - EARLY_MS ? 'soon' : 'later' }
}

/** Minutes on duty since a clock-in. */
export const minutesSince = (punch: Pick<Punch, 'occurred_at'>, now: number) => Math.max(0, Math.floor((now - at(punch.occurred_at)) / MINUTE))

export const leavesEarly = (expected: Expected<Planned>, now: number) => expected.kind === 'out' && expected.shift !== null && now < at(expected.shift.end_at) - LATE_MS

export interface Place {
  lat: number
  lon: number
}

export interface Fence {
  mode: 'off' | 'flag' | 'block'
  radius_m: number
  place: Place | null
}

export type FenceVerdict = 'not_asked' | 'inside' | 'outside' | 'unknown'

/** The doubt of a position is the guard's, up to a hundred metres: a phone between towers errs without anybody cheating. */
const MOST_DOUBT_M = 100

export function fenceVerdict(fence: Fence, fix: (Place & { accuracy_m: number }) | null, metres: (a: Place, b: Place) => number): { verdict: FenceVerdict; away_m: number | null } {
  if (fence.mode === 'off' || !fence.place) return { verdict: 'not_asked', away_m: null }
  if (!fix) return { verdict: 'unknown', away_m: null }
  const away_m = Math.round(metres(fence.place, fix))
  return { verdict: away_m - Math.min(fix.accuracy_m, MOST_DOUBT_M) <= fence.radius_m ? 'inside' : 'outside', away_m }
}
