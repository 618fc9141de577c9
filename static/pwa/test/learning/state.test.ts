import { describe, expect, it } from 'vitest'
import { barrierOf, cardsLeft, doneToday, lessonAfter, lessonBefore, nextLesson, phaseOf, readLessons, sortedModules, stepsOf, type LearningMark, type Phase } from '@/phone/learning/state'
import type { Learning, Module } from '@/phone/learning/types'

const NOW = Date.parse('2026-11-22T12:00:00Z')
const pair = (text: string) => ({ zh: text, en: text })

function module(change: Partial<Module> = {}): Module {
  const lessons = ['one', 'two'].map((key) => ({ key, title: pair(key), minutes: 3, body: pair('') }))
  return {
    id: 'fire', code: 'fire', origin: 'library', required: true, passed_at: null, best_percent: null, version_id: 'v1', version: 1, title: pair('Fire'), summary: pair(''), minutes: 10, pass_percent: 80, lessons, sources: [], media: [],
    state: 'due', due_on: '2026-12-01', valid_until_on: null, attempts: 0, attempts_left: 3, next_attempt_at: null, progress: { read: [] }, paper: { id: 'paper', opens_at: null, questions: [] }, last_result: null, ...change,
  }
}

const mark = (kind: string, payload: Record<string, unknown>, id = 'mark'): LearningMark => ({ id, kind, occurred_at: '2026-11-22T11:00:00Z', payload })
const attempt = mark('training.attempt', { module_id: 'fire', paper_id: 'paper' }, 'attempt')
const read = (lesson: string, version = 'v1') => mark('training.lesson_read', { module_id: 'fire', version_id: version, lesson }, lesson)
const result = { attempt_id: 'attempt', module_id: 'fire', version_id: 'v1', percent: 90, passed: true, counted: true, right: 9, asked: 10, ended_at: '2026-11-22T11:00:00Z', flags: [], questions: [] }

describe('where a guard stands with a module', () => {
  const table: [string, Partial<Module>, LearningMark[], Phase][] = [
    ['it is due', {}, [], 'due'],
    ['nobody asks for it', { state: 'not_required', due_on: null }, [], 'free'],
    ['a lesson was read', { progress: { read: ['one'] } }, [], 'in_progress'],
    ['a lesson was read on this phone alone', {}, [read('one')], 'in_progress'],
    ['a lesson of an older version was read', {}, [read('one', 'v0')], 'due'],
    ['it is overdue, though begun', { state: 'overdue', progress: { read: ['one'] } }, [], 'overdue'],
    ['what was learned has run out', { state: 'expired' }, [], 'overdue'],
    ['it was not passed', { state: 'failed', attempts: 1 }, [], 'failed'],
    ['it holds', { state: 'current' }, [], 'done'],
    ['an attempt waits to be sent', { state: 'overdue' }, [attempt], 'handed_in'],
    ['the result of that attempt is there', { state: 'current', last_result: result }, [attempt], 'done'],
  ]
  it.each(table)('when %s', (_, change, marks, phase) => {
    expect(phaseOf(module(change), marks)).toBe(phase)
  })

  it('when a test is open', () => {
    expect(phaseOf(module(), [], true)).toBe('in_progress')
  })
})

describe('the steps of a module', () => {
  it('are its lessons and the test', () => {
    expect(stepsOf(module(), [read('one')])).toEqual({ done: 1, all: 3 })
    expect(stepsOf(module({ state: 'current', progress: { read: ['one', 'two'] } }), [])).toEqual({ done: 3, all: 3 })
  })

  it('count no lesson that the version does not have', () => {
    expect(stepsOf(module({ progress: { read: ['one', 'gone'] } }), [])).toEqual({ done: 1, all: 3 })
  })

  it('go on with the first lesson not read, and one lesson leads to the next', () => {
    expect(nextLesson(module(), [read('one')])?.key).toBe('two')
    expect(nextLesson(module(), [read('one'), read('two')])).toBeUndefined()
    expect(lessonAfter(module(), 'one')?.key).toBe('two')
    expect(lessonAfter(module(), 'two')).toBeUndefined()
    expect(lessonBefore(module(), 'one')).toBeUndefined()
    expect([...readLessons(module({ progress: { read: ['one'] } }), [read('two')])]).toEqual(['one', 'two'])
  })
})

describe('whether a test may begin', () => {
  const table: [string, Partial<Module>, LearningMark[], ReturnType<typeof barrierOf>][] = [
    ['there is a paper', {}, [], null],
    ['one was handed in', {}, [attempt], 'handed_in'],
    ['no attempts are left', { attempts_left: 0 }, [], 'none_left'],
    ['attempts are not counted', { attempts_left: null }, [], null],
    ['the waiting time runs', { next_attempt_at: '2026-11-22T12:30:00Z' }, [], 'wait'],
    ['the waiting time is over', { next_attempt_at: '2026-11-22T11:30:00Z' }, [], null],
    ['no paper is on the phone', { paper: null }, [], 'no_paper'],
  ]
  it.each(table)('when %s', (_, change, marks, barrier) => {
    expect(barrierOf(module(change), marks, NOW)).toBe(barrier)
  })
})

describe('the list of modules', () => {
  it('begins with what presses, then goes by due date', () => {
    const one = (id: string, phase: Phase, due_on: string | null) => ({ module: module({ id, code: id, due_on }), phase })
    const list = [one('a', 'done', null), one('b', 'due', '2026-12-09'), one('c', 'overdue', '2026-11-01'), one('d', 'free', null), one('e', 'due', '2026-12-02'), one('f', 'failed', null)]
    expect(sortedModules(list).map((entry) => entry.module.id).join('')).toBe('cfebda')
  })
})

describe('the questions of the day', () => {
  const bundle = { practice: { cards: [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }], answered_today: 0, streak_days: 2, results: [] } } as unknown as Learning
  const answered = mark('training.practice', { card_id: 'c2', answer: ['1'] })

  it('leave out what was answered on this phone', () => {
    expect(cardsLeft(bundle, [answered]).map((card) => card.id)).toEqual(['c1', 'c3'])
    expect(doneToday(bundle, [answered])).toBe(1)
  })

  it('are none when all are answered', () => {
    expect(cardsLeft(bundle, ['c1', 'c2', 'c3'].map((card_id) => mark('training.practice', { card_id }, card_id)))).toEqual([])
  })
})
