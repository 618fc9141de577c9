import { describe, expect, it } from 'vitest'
import type { Change, DemandLine, Law, LawRule, PostCoverage, Shift, ShiftType, Violation } from '@/desk/rosters/answers'
import { bySum } from '@/desk/rosters/coverage'
import { linesOf, weekOf } from '@/desk/rosters/demandTable'
import { choicesOf, formOf } from '@/desk/rosters/law'
import { monthAfter, monthOf } from '@/desk/rosters/periods'
import { addDays, at, codeFor, daysBetween, filledByDay, foreseen, levelsOf, moved, NOBODY, partOfDay, sheetOf, spreadOf, typed, wishOn, withFindings, withShifts } from '@/desk/rosters/sheet'
import { letterOf } from '@/desk/rosters/useTyping'

const DAY = { id: 'd', code: 'D', starts_at: '07:00', minutes: 720 } as ShiftType
const NIGHT = { id: 'n', code: 'N', starts_at: '19:00', minutes: 720 } as ShiftType
const LATE = { id: 'n12', code: 'N12', starts_at: '15:00', minutes: 480 } as ShiftType
const types = new Map([DAY, NIGHT, LATE].map((one) => [one.id, one]))

function shift(id: string, on: string, person: string | null, more: Partial<Shift> = {}): Shift {
  return { id, on, person_id: person, post_id: 'gate', site_id: 'north', shift_type_id: 'd', start_at: `${on}T07:00:00Z`, end_at: `${on}T19:00:00Z`, slot: 1, locked: false, extra: false, state: person ? 'unconfirmed' : 'vacant', ...more } as Shift
}

const MON = '2026-11-23'
const TUE = '2026-11-24'
const hands = (shifts: Shift[]) => ({ sheet: sheetOf(shifts), types, homeOf: () => 'north' })

describe('the days of a roster', () => {
  it('run from the first to the last, over a month and a leap day', () => {
    expect(daysBetween('2028-02-28', '2028-03-01')).toEqual(['2028-02-28', '2028-02-29', '2028-03-01'])
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  })

  it('are next month’s for what is planned next', () => {
    expect(monthAfter('2026-12-05')).toEqual({ from: '2027-01-01', until: '2027-01-31' })
    expect(monthOf('2028-02-10')).toEqual({ from: '2028-02-01', until: '2028-02-29' })
  })
})

describe('the sheet', () => {
  it('keeps the line of whoever a change does not touch, so that it is not drawn anew', () => {
    const before = [shift('1', MON, 'ana'), shift('2', MON, 'ben'), shift('3', TUE, null)]
    const sheet = sheetOf(before)
    const next = withShifts(sheet, new Map(before.map((one) => [one.id, one])), [shift('3', TUE, 'ana')])
    expect(at(next, 'ana', TUE).map((one) => one.id)).toEqual(['3'])
    expect(at(next, NOBODY, TUE)).toEqual([])
    expect(next.get('ben')).toBe(sheet.get('ben'))
    expect(at(sheet, 'ana', TUE)).toEqual([])
  })

  it('counts what is filled of what is needed, day by day', () => {
    expect(filledByDay(sheetOf([shift('1', MON, 'ana'), shift('2', MON, null), shift('3', TUE, null)]))).toEqual(new Map([[MON, { filled: 1, needed: 2 }], [TUE, { filled: 0, needed: 1 }]]))
  })
})

describe('typing a code', () => {
  it('takes a vacant place of that kind, at the post they know', () => {
    const shifts = [shift('1', MON, 'ana', { post_id: 'lobby' }), shift('2', TUE, null), shift('3', TUE, null, { post_id: 'lobby' })]
    expect(typed(hands(shifts), 'ana', TUE, 'd')).toEqual({ changes: [{ shift_id: '3', person_id: 'ana' }] })
  })

  it('gives back what stood there before', () => {
    const shifts = [shift('1', MON, 'ana'), shift('2', MON, null, { shift_type_id: 'n' })]
    expect(typed(hands(shifts), 'ana', MON, 'N')).toEqual({ changes: [{ shift_id: '1', person_id: null }, { shift_id: '2', person_id: 'ana' }] })
  })

  it('leaves locked cells alone, and says when nothing is vacant', () => {
    expect(typed(hands([shift('1', MON, 'ana', { locked: true }), shift('2', MON, null, { shift_type_id: 'n' })]), 'ana', MON, 'N')).toEqual({ problem: 'locked' })
    expect(typed(hands([shift('1', MON, 'ben')]), 'ana', MON, 'D')).toEqual({ problem: 'no_vacancy' })
    expect(typed(hands([shift('1', MON, 'ana')]), 'ana', MON, 'D')).toEqual({ problem: 'same' })
  })

  it('knows a code at once when no other begins so, else when the typing is over', () => {
    expect(codeFor('d', ['D', 'N', 'N12'], false)).toBe('D')
    expect(codeFor('n', ['D', 'N', 'N12'], false)).toBeNull()
    expect(codeFor('n', ['D', 'N', 'N12'], true)).toBe('N')
    expect(codeFor('n1', ['D', 'N', 'N12'], false)).toBeNull()
    expect(codeFor('n1', ['D', 'N', 'N12'], true)).toBe('N12')
    expect(codeFor('x', ['D', 'N', 'N12'], true)).toBeNull()
  })

  it('takes letters also while a Chinese input method is on', () => {
    const key = (init: KeyboardEventInit) => letterOf(new KeyboardEvent('keydown', init))
    expect(key({ key: 'n' })).toBe('n')
    expect(key({ key: 'Process', code: 'KeyN' })).toBe('N')
    expect(key({ key: 'Process', code: 'Digit1' })).toBe('1')
    expect(key({ key: 'n', ctrlKey: true })).toBeNull()
    expect(key({ key: 'Tab' })).toBeNull()
  })
})

describe('drawing a shift to another cell', () => {
  const ana = shift('1', MON, 'ana')

  it('lets two people swap on one day', () => {
    const sheet = sheetOf([ana, shift('2', MON, 'ben', { shift_type_id: 'n' })])
    expect(moved(sheet, ana, { person: 'ben', on: MON })).toEqual({ changes: [{ shift_id: '1', person_id: 'ben' }, { shift_id: '2', person_id: 'ana' }] })
  })

  it('moves somebody to a vacant place of the same kind on another day, and leaves the first', () => {
    const sheet = sheetOf([ana, shift('2', TUE, null, { post_id: 'lobby' }), shift('3', TUE, null)])
    expect(moved(sheet, ana, { person: 'ana', on: TUE })).toEqual({ changes: [{ shift_id: '3', person_id: 'ana' }, { shift_id: '1', person_id: null }] })
  })

  it('is refused where a cell is locked, taken, or nothing is vacant', () => {
    expect(moved(sheetOf([ana, shift('2', MON, 'ben', { locked: true })]), ana, { person: 'ben', on: MON })).toEqual({ problem: 'locked' })
    expect(moved(sheetOf([ana, shift('2', TUE, 'ben')]), ana, { person: 'ben', on: TUE })).toEqual({ problem: 'occupied' })
    expect(moved(sheetOf([ana]), ana, { person: 'ben', on: TUE })).toEqual({ problem: 'no_vacancy' })
    expect(moved(sheetOf([ana]), ana, { person: 'ana', on: MON })).toEqual({ problem: 'same' })
  })

  it('is shown before the server has said so', () => {
    const shifts = new Map([['1', ana]])
    expect(foreseen(shifts, [{ shift_id: '1', person_id: null } as Change])[0]).toMatchObject({ person_id: null, state: 'vacant' })
    expect(foreseen(shifts, [{ shift_id: '1', locked: true } as Change])[0]).toMatchObject({ person_id: 'ana', locked: true, state: 'unconfirmed' })
  })
})

describe('findings', () => {
  const finding = (level: string, shift_ids: string[], more: Partial<Violation> = {}) => ({ kind: 'rest', level, rule_id: 'cn.rest', person_id: 'ana', from_on: MON, until_on: TUE, article: { zh: '第38条', en: 'art. 38' }, shift_ids, ...more }) as Violation

  it('that a change makes worse replace what was said before, and those that it mends go', () => {
    const known = [finding('soft', ['1']), finding('hard', ['9'], { rule_id: 'cn.week', from_on: TUE })]
    const next = withFindings(known, { new: [finding('hard', ['1', '2'])], gone: [known[1]!] })
    expect(next).toEqual([finding('hard', ['1', '2'])])
  })

  it('colour each shift by the worst that is said of it', () => {
    expect(levelsOf([finding('hard', ['1']), finding('soft', ['1', '2'])])).toEqual(new Map([['1', 'hard'], ['2', 'soft']]))
  })
})

describe('what a cell shows', () => {
  it('has its colour by the time of day', () => {
    expect([DAY, NIGHT, LATE].map(partOfDay)).toEqual(['long', 'night', 'late'])
  })

  it('puts leave before what somebody asked for, and knows weekdays', () => {
    const wish = (kind: string, weekday: number | null = null) => ({ from_on: MON, until_on: null, weekday, shift_type_id: null, kind })
    expect(wishOn({ away: [MON], wishes: [wish('wants')] }, MON)).toBe('away')
    expect(wishOn({ away: [], wishes: [wish('wants'), wish('avoids')] }, MON)).toBe('avoids')
    expect(wishOn({ away: [], wishes: [wish('wants', 1)] }, MON)).toBeNull()
    expect(wishOn({ away: [], wishes: [wish('wants', 1)] }, TUE)).toBe('wants')
  })

  it('says how evenly something is shared out', () => {
    expect(spreadOf([3, 1, 2])).toEqual({ least: 1, median: 2, most: 3 })
    expect(spreadOf([])).toEqual({ least: 0, median: 0, most: 0 })
  })
})

describe('the weekly demand', () => {
  const line = (weekday: number, need: number): DemandLine => ({ weekday, need, shift_type_id: 'd', from_on: MON, until_on: null })

  it('is a table of shifts × weekdays, and lines again', () => {
    const rows = weekOf([line(0, 2), line(6, 1)])
    expect(rows).toEqual([{ kind: 'd', needs: [2, '', '', '', '', '', 1, ''] }])
    expect(linesOf(rows)).toEqual([{ weekday: 0, shift_type_id: 'd', need: 2 }, { weekday: 6, shift_type_id: 'd', need: 1 }])
  })

  it('keeps a nought only for holidays, where it closes the post', () => {
    expect(linesOf([{ kind: 'd', needs: [0, 1, '', '', '', '', '', 0] }])).toEqual([{ weekday: 1, shift_type_id: 'd', need: 1 }, { weekday: 7, shift_type_id: 'd', need: 0 }])
  })
})

describe('the law as the organisation uses it', () => {
  const rule = (id: string, limit: number, fixed = false) => ({ id, kind: 'week_minutes', unit: 'minutes', level: 'hard', weight: 1, limit, days: 7, fixed, usual: { level: 'hard', weight: 1, limit, days: 7 } }) as unknown as LawRule
  const law = { packs: [{ id: 'cn', rules: [rule('week', 2400), rule('break', 20), rule('overlap', 0, true)] }] } as unknown as Law

  it('keeps only what differs from the pack, hours as minutes', () => {
    const [week, pause, overlap] = law.packs[0]!.rules.map(formOf)
    expect([week!.limit, pause!.limit]).toEqual([40, 20])
    expect(choicesOf(law, { week: { ...week!, level: 'soft', limit: 44 }, break: { ...pause!, limit: 30 }, overlap: { ...overlap!, level: 'off' } })).toEqual({ week: { level: 'soft', limit: 2640 }, break: { limit: 30 } })
  })
})

describe('coverage by post-hour', () => {
  it('adds up minutes and takes shares from the sums', () => {
    const row = (post_id: string, on: string, demanded: number, filled: number) => ({ post_id, post_name: post_id, site_id: 's', site_name: 'S', on, demanded_minutes: demanded, filled_minutes: filled, vacant_minutes: demanded - filled, open_minutes: 0, unconfirmed_minutes: filled, confirmed_minutes: 0 }) as PostCoverage
    const [gate] = bySum([row('gate', MON, 600, 0), row('gate', TUE, 200, 200)], (one) => one.post_id, 'post')
    expect(gate).toMatchObject({ demanded: 800, filled: 200, share: 0.25, vacant: 600, unconfirmed: 200 })
  })
})
