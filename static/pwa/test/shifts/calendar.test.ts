import { describe, expect, it } from 'vitest'
import { addDays, addMonths, datesFrom, daysBetween, weekdayOf, weeksOf } from '@/phone/shifts/calendar'

describe('the calendar of shifts', () => {
  it('counts dates over months, years and leap days', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
    expect(addMonths('2026-01', -1)).toBe('2025-12')
    expect(addMonths('2026-12', 1)).toBe('2027-01')
  })

  it('begins its weeks on Monday', () => {
    expect(weekdayOf('2026-11-23')).toBe(0)
    expect(weekdayOf('2026-11-22')).toBe(6)
  })

  it('shows every day of a month once, in whole weeks', () => {
    for (const month of ['2026-02', '2026-11', '2028-02', '2026-03']) {
      const weeks = weeksOf(month)
      expect(weeks.every((week) => week.length === 7)).toBe(true)
      const days = weeks.flat().filter(Boolean)
      expect(days[0]).toBe(`${month}-01`)
      expect(new Set(days).size).toBe(daysBetween(`${month}-01`, `${addMonths(month, 1)}-01`))
    }
    expect(weeksOf('2026-11')[0]).toEqual([null, null, null, null, null, null, '2026-11-01'])
  })

  it('lists the dates of a span, at most a year of them', () => {
    expect(datesFrom('2026-11-30', '2026-12-02')).toEqual(['2026-11-30', '2026-12-01', '2026-12-02'])
    expect(datesFrom('2026-12-02', '2026-12-01')).toEqual([])
    expect(datesFrom('2026-01-01', '2099-01-01')).toHaveLength(366)
  })
})
