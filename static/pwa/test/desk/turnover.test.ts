import { describe, expect, it } from 'vitest'
import { deedsFor } from '@/desk/staff/codes'
import { onOneAxis, yearBack, type Point } from '@/desk/staff/turnover'

const point = (day: number, survival: number): Point => ({ day, survival, low: survival, high: survival, at_risk: 9 })

describe('the turnover board', () => {
  it('begins with twelve whole months', () => {
    expect(yearBack('2026-11-22')).toBe('2025-11-23')
    expect(yearBack('2028-02-29')).toBe('2027-03-02')
  })

  it('lays steps of several curves on one axis: each holds until its next step, and ends with its last', () => {
    const { days, values } = onOneAxis([[point(0, 1), point(30, 0.5)], [point(0, 1), point(10, 0.8), point(90, 0.7)]], (one) => one.survival)
    expect(days).toEqual([0, 10, 30, 90])
    expect(values).toEqual([[1, 1, 0.5, null], [1, 0.8, 0.8, 0.7]])
  })

  it('has no line where nobody is', () => {
    expect(onOneAxis([[]], (one) => one.survival)).toEqual({ days: [], values: [[]] })
  })
})

describe('what may be done with somebody', () => {
  it('follows from how they stand', () => {
    expect(deedsFor('left', true)).toEqual(['hire'])
    expect(deedsFor('working', false)).toEqual(['hire'])
    expect(deedsFor('absent', true)).toEqual(['transfer', 'promote', 'return', 'exit'])
    expect(deedsFor('working', true)).toContain('absence')
  })
})
