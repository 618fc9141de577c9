import { describe, expect, it } from 'vitest'
import { metresBetween } from '@/phone/marks'
import { expectedPunch, fenceVerdict, leavesEarly, minutesSince, openIn, type Planned, type Punch } from '@/phone/shifts/clock'

const NIGHT: Planned = { id: 'night', site_id: 'gate', start_at: '2026-11-23T14:00:00Z', end_at: '2026-11-23T22:00:00Z', state: 'confirmed' }
const DAY_AFTER: Planned = { ...NIGHT, id: 'next', start_at: '2026-11-24T14:00:00Z', end_at: '2026-11-24T22:00:00Z' }
const at = (text: string) => Date.parse(text)
const punch = (kind: 'in' | 'out', occurred_at: string, shift_id: string | null = 'night'): Punch => ({ id: `${kind} ${occurred_at}`, kind, occurred_at, site_id: 'gate', shift_id })

describe('what the clock expects', () => {
  const shifts = [DAY_AFTER, NIGHT]
  const table: [string, Punch[], string, string, string | undefined, string][] = [
    ['hours before a shift', [], '2026-11-23T08:00:00Z', 'in', 'night', 'later'],
    ['an hour before it', [], '2026-11-23T13:00:00Z', 'in', 'night', 'soon'],
    ['within the tolerance', [], '2026-11-23T14:04:00Z', 'in', 'night', 'soon'],
    ['when it has begun', [], '2026-11-23T14:10:00Z', 'in', 'night', 'late'],
    ['on duty', [punch('in', '2026-11-23T13:50:00Z')], '2026-11-23T14:10:00Z', 'out', 'night', 'on_duty'],
    ['on duty after midnight', [punch('in', '2026-11-23T13:50:00Z')], '2026-11-23T17:30:00Z', 'out', 'night', 'on_duty'],
    ['over time', [punch('in', '2026-11-23T13:50:00Z')], '2026-11-23T22:20:00Z', 'out', 'night', 'over_time'],
    ['after both', [punch('in', '2026-11-23T13:50:00Z'), punch('out', '2026-11-23T22:01:00Z')], '2026-11-23T22:20:00Z', 'in', 'next', 'later'],
    ['after leaving early, the next shift and not the same again', [punch('in', '2026-11-23T13:50:00Z'), punch('out', '2026-11-23T20:00:00Z')], '2026-11-23T20:10:00Z', 'in', 'next', 'later'],
    ['when a clock-out was forgotten, the next evening', [punch('in', '2026-11-23T13:50:00Z')], '2026-11-24T13:30:00Z', 'in', 'next', 'soon'],
    ['after all shifts', [], '2026-11-25T08:00:00Z', 'in', undefined, 'free'],
  ]
  it.each(table)('%s', (_, punches, now, kind, shift, phase) => {
    const expected = expectedPunch(shifts, punches, at(now))
    expect([expected.kind, expected.shift?.id, expected.phase]).toEqual([kind, shift, phase])
  })

  it('leaves out shifts that were called off, cancelled or fall in leave', () => {
    for (const state of ['called_off', 'cancelled', 'leave']) expect(expectedPunch([{ ...NIGHT, state }, DAY_AFTER], [], at('2026-11-23T13:30:00Z')).shift?.id).toBe('next')
  })

  it('goes on over a double shift without another clock-in', () => {
    const morning = { ...NIGHT, id: 'morning', start_at: '2026-11-23T22:00:00Z', end_at: '2026-11-24T06:00:00Z' }
    const expected = expectedPunch([NIGHT, morning], [punch('in', '2026-11-23T13:58:00Z')], at('2026-11-24T01:00:00Z'))
    expect([expected.kind, expected.shift?.id, expected.phase]).toEqual(['out', 'morning', 'on_duty'])
  })

  it('lets a guard without a plan clock in and out', () => {
    const alone = punch('in', '2026-11-23T08:00:00Z', null)
    expect(expectedPunch([], [alone], at('2026-11-23T12:00:00Z'))).toMatchObject({ kind: 'out', shift: null, phase: 'on_duty' })
    expect(expectedPunch([], [alone], at('2026-11-24T12:00:00Z'))).toMatchObject({ kind: 'in', phase: 'free' })
  })

  it('reads punches by their time, not by their order', () => {
    const punches = [punch('out', '2026-11-23T22:01:00Z'), punch('in', '2026-11-23T13:50:00Z')]
    expect(openIn(punches, at('2026-11-23T22:30:00Z'))).toBeNull()
  })

  it('knows who would leave early', () => {
    const duty = [punch('in', '2026-11-23T13:50:00Z')]
    const when = (now: string) => leavesEarly(expectedPunch([NIGHT], duty, at(now)), at(now))
    expect([when('2026-11-23T21:50:00Z'), when('2026-11-23T21:56:00Z'), when('2026-11-23T22:30:00Z')]).toEqual([true, false, false])
  })

  it('counts whole minutes on duty', () => {
    expect(minutesSince(punch('in', '2026-11-23T13:50:30Z'), at('2026-11-23T14:00:29Z'))).toBe(9)
  })
})

describe('the fence of a site', () => {
  const place = { lat: 31.2304, lon: 121.4737 }
  const fence = { mode: 'block' as const, radius_m: 200, place }
  const north = (metres: number, accuracy_m = 10) => ({ lat: place.lat + metres / 111_195, lon: place.lon, accuracy_m })

  it('is not asked where it is off or the site has no place', () => {
    expect(fenceVerdict({ ...fence, mode: 'off' }, north(5_000), metresBetween).verdict).toBe('not_asked')
    expect(fenceVerdict({ ...fence, place: null }, null, metresBetween).verdict).toBe('not_asked')
  })

  it('gives the guard the doubt of the position, but no more than a hundred metres', () => {
    expect(fenceVerdict(fence, north(190), metresBetween).verdict).toBe('inside')
    expect(fenceVerdict(fence, north(260, 80), metresBetween).verdict).toBe('inside')
    expect(fenceVerdict(fence, north(260, 20), metresBetween)).toEqual({ verdict: 'outside', away_m: 260 })
    expect(fenceVerdict(fence, north(1_500, 5_000), metresBetween).verdict).toBe('outside')
    expect(fenceVerdict(fence, null, metresBetween).verdict).toBe('unknown')
  })
})
