import { describe, expect, it } from 'vitest'
import type { Cell } from '@/desk/boards/answers'
import { counted, dayStart, daysOf, gridOf, levelOf, made, monthOr, share, shiftDay, shiftMonth, trendOf, visitsAddress } from '@/desk/boards/coverage'

const none = { required: 0, on_time: 0, early: 0, late: 0, missed: 0, excused: 0, due: 0 }
const cell = (site_id: string, on: string, counts: Partial<typeof none>): Cell => ({ ...none, site_id, site_name: `Site ${site_id}`, on, ...counts }) as Cell

describe('a month', () => {
  it('has all its days, leap years included', () => {
    expect(daysOf('2028-02', '2030-01-01')).toHaveLength(29)
    expect(daysOf('2026-11', '2030-01-01').at(-1)).toBe('2026-11-30')
  })

  it('ends today while it lasts', () => {
    expect(daysOf('2026-11', '2026-11-03')).toEqual(['2026-11-01', '2026-11-02', '2026-11-03'])
  })

  it('that is still to come is shown whole rather than empty', () => {
    expect(daysOf('2026-12', '2026-11-03')).toHaveLength(31)
  })

  it('follows the one before over the turn of the year', () => {
    expect(shiftMonth('2026-12', 1)).toBe('2027-01')
    expect(shiftMonth('2026-01', -1)).toBe('2025-12')
  })

  it('from a mistyped address is this one', () => {
    expect(monthOr('2026-13', '2026-11-22')).toBe('2026-11')
    expect(monthOr('2025-02', '2026-11-22')).toBe('2025-02')
  })
})

describe('a share', () => {
  it('counts late as made, and neither excused nor what is still due', () => {
    const counts = { ...none, required: 10, on_time: 4, early: 1, late: 2, missed: 1, excused: 1, due: 1 }
    expect([made(counts), counted(counts)]).toEqual([7, 8])
  })

  it('of nothing is no share: neither 0 nor 1', () => {
    expect(share(0, 0)).toBeNull()
    expect(levelOf(undefined)).toBe('none')
    expect(levelOf(none)).toBe('none')
  })

  it('is told apart from what is not closed and from what is excused', () => {
    expect(levelOf({ ...none, required: 3, due: 3 })).toBe('due')
    expect(levelOf({ ...none, required: 3, excused: 3 })).toBe('excused')
  })

  it.each([[0, 20, 'full'], [2, 18, 'most'], [3, 17, 'low']])('with %i missed and %i made is %s', (missed, on_time, level) => {
    expect(levelOf({ ...none, required: 20, missed, on_time })).toBe(level)
  })
})

describe('the boards', () => {
  const cells = [cell('b', '2026-11-02', { required: 2, on_time: 1, missed: 1 }), cell('a', '2026-11-02', { required: 4, on_time: 2, late: 2 }), cell('a', '2026-11-01', { required: 1, due: 1 })]

  it('have a row for each site, by name', () => {
    const rows = gridOf(cells)
    expect(rows.map((row) => row.site_id)).toEqual(['a', 'b'])
    expect([...rows[0]!.days.keys()].sort()).toEqual(['2026-11-01', '2026-11-02'])
  })

  it('add up the sites of a day, and keep days without data', () => {
    expect(trendOf(cells, ['2026-11-01', '2026-11-02', '2026-11-03'])).toEqual([
      { on: '2026-11-01', made: 0, on_time: 0, counted: 0 },
      { on: '2026-11-02', made: 5, on_time: 3, counted: 6 },
      { on: '2026-11-03', made: 0, on_time: 0, counted: 0 },
    ])
  })

  it('lead to their rows, naming only what is chosen', () => {
    expect(visitsAddress({ site: '', from: '2026-11-01', to: '2026-11-30', state: 'missed' })).toEqual({ path: '/desk/coverage/visits', query: { from: '2026-11-01', to: '2026-11-30', state: 'missed' } })
  })

  it('step over the end of a month', () => expect(shiftDay('2026-03-01', -1)).toBe('2026-02-28'))
})

describe('a day', () => {
  it.each([
    ['2026-11-22', 'Asia/Shanghai', '2026-11-21T16:00:00.000Z'],
    ['2026-03-29', 'Europe/London', '2026-03-29T00:00:00.000Z'],
    ['2026-03-30', 'Europe/London', '2026-03-29T23:00:00.000Z'],
    ['2026-10-26', 'Europe/London', '2026-10-26T00:00:00.000Z'],
    ['2026-11-01', 'America/New_York', '2026-11-01T04:00:00.000Z'],
    ['2026-11-02', 'America/New_York', '2026-11-02T05:00:00.000Z'],
  ])('%s begins in %s at %s', (on, zone, start) => expect(dayStart(on, zone)).toBe(start))
})
