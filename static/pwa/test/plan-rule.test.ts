import { describe, expect, it } from 'vitest'
import { countedFrom, plainRecurrence, readRule, startTimes, writeRule } from '@/desk/editors/planRule'

describe("a plan's rule", () => {
  it.each([
    ['FREQ=DAILY', 'daily'],
    ['FREQ=WEEKLY;BYDAY=MO,WE,SU', 'weekdays'],
    ['FREQ=HOURLY;INTERVAL=2', 'hours'],
    ['FREQ=DAILY;BYHOUR=22,0,2,4;BYMINUTE=30', 'times'],
    ['FREQ=MONTHLY;BYMONTHDAY=1', 'custom'],
    ['FREQ=DAILY;INTERVAL=2', 'custom'],
    ['FREQ=DAILY;BYHOUR=8;BYMINUTE=0,30', 'custom'],
  ])('%s is understood as %s and written back unchanged', (rule, preset) => {
    const read = readRule(rule)
    expect(read.preset).toBe(preset)
    expect(writeRule(read)).toBe(rule)
  })

  it('lists hours as a night goes, and counts from midnight so that none is lost', () => {
    const night = { ...plainRecurrence(), preset: 'times' as const, hours: [0, 2, 22], minute: 5 }
    expect(startTimes(night, '22:00')).toEqual(['22:05', '00:05', '02:05'])
    expect(countedFrom(night, '22:00')).toBe('00:05')
  })

  it('is nothing while a choice is missing', () => {
    expect(writeRule({ ...plainRecurrence(), preset: 'weekdays', weekdays: [] })).toBe('')
    expect(writeRule({ ...plainRecurrence(), preset: 'times', hours: [] })).toBe('')
  })
})
