import { describe, expect, it } from 'vitest'
import { chosen, handedIn, moved, orderOf, unanswered } from '@/phone/learning/answers'
import type { Question } from '@/phone/learning/types'

const pair = (text: string) => ({ zh: text, en: text })

function question(kind: Question['kind'], keys = ['1', '2', '3', '4'], id: string = kind): Question {
  return { id, kind, scenario: null, text: pair(id), picture: null, options: keys.map((key) => ({ key, text: pair(key) })) }
}

describe('choosing an option', () => {
  it.each(['single', 'true_false'] as const)('of %s replaces what was chosen', (kind) => {
    expect(chosen(question(kind), ['1'], '2')).toEqual(['2'])
    expect(chosen(question(kind), ['2'], '2')).toEqual(['2'])
  })

  it('of several adds it, in the order of the question, and takes it away again', () => {
    expect(chosen(question('multiple'), ['3'], '1')).toEqual(['1', '3'])
    expect(chosen(question('multiple'), ['1', '3'], '3')).toEqual(['1'])
    expect(chosen(question('multiple'), ['1'], '1')).toEqual([])
  })
})

describe('putting in order', () => {
  it('begins with the order that was drawn, and with that too when the answer is of another question', () => {
    expect(orderOf(question('order'), undefined)).toEqual(['1', '2', '3', '4'])
    expect(orderOf(question('order'), ['4', '3', '2', '1'])).toEqual(['4', '3', '2', '1'])
    expect(orderOf(question('order'), ['4', '3'])).toEqual(['1', '2', '3', '4'])
    expect(orderOf(question('order'), ['4', '3', '2', 'x'])).toEqual(['1', '2', '3', '4'])
  })

  it.each([[0, 1, 'bacd'], [3, 0, 'dabc'], [1, 3, 'acdb'], [0, -1, 'abcd'], [3, 4, 'abcd'], [7, 0, 'abcd']])('moves %i to %i', (from, to, result) => {
    const before = [...'abcd']
    expect(moved(before, from, to).join('')).toBe(result)
    expect(before.join('')).toBe('abcd')
  })

  it('never loses or doubles anything, whatever is moved', () => {
    let order = [...'abcde']
    for (let step = 0; step < 200; step += 1) order = moved(order, (step * 7) % 6, (step * 11) % 6)
    expect([...order].sort()).toEqual([...'abcde'])
  })
})

describe('what is handed in', () => {
  const paper = { id: 'paper', questions: [question('single'), question('multiple'), question('order')] }

  it('holds the questions of the paper alone, with options that they have', () => {
    const answers = { single: ['2'], multiple: ['1', 'gone'], order: ['4', '3', '2', '1'], other: ['1'] }
    expect(handedIn(paper, answers)).toEqual({ single: ['2'], multiple: ['1'], order: ['4', '3', '2', '1'] })
  })

  it('leaves out what was not answered', () => {
    expect(handedIn(paper, { single: [], multiple: ['2'] })).toEqual({ multiple: ['2'] })
    expect(unanswered(paper, { single: [], multiple: ['2'] }).map((one) => one.id)).toEqual(['single', 'order'])
  })
})
