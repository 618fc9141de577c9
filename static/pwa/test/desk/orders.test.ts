import { describe, expect, it } from 'vitest'
import type { OrderDetail } from '@/desk/training/answers'
import { newQuestion, orderFormOf, orderOf, textOf } from '@/desk/training/orders'

const pair = (en: string, zh = '') => ({ zh, en })
const option = (key: string, en: string, right = false) => ({ key, text: pair(en), right, feedback: pair('') })

const order = {
  id: 'o1',
  title: pair('Back gate', '后门'),
  body: pair('Lock it at ten.'),
  site: { id: 's1', name: 'North Gate' },
  post: null,
  due_days: 2,
  questions: [{ id: 'q1', kind: 'single', lesson: 'order', level: 1, scenario: null, text: pair('When?'), explanation: pair(''), picture: null, sources: [], options: [option('a', 'At ten', true), option('b', 'At noon')] }],
} as unknown as OrderDetail

describe('an order as a form holds it', () => {
  it('begins with one empty question, of the only site there is', () => {
    const form = orderFormOf(undefined, 's1')
    expect([form.of, form.site_id, form.due_days, form.questions.length]).toEqual(['site', 's1', 3, 1])
  })

  it('becomes the next version without a word of whom it concerns', () => {
    const form = orderFormOf(order)
    form.note = ' New hours '
    const text = textOf(form)
    expect(text).toMatchObject({ title: { zh: '后门', en: 'Back gate' }, note: 'New hours' })
    expect(text).not.toHaveProperty('site_id')
  })

  it('asks questions of the whole text: none stays with the lesson of an earlier version', () => {
    expect(textOf(orderFormOf(order)).questions[0]).toMatchObject({ lesson: null, text: { en: 'When?' }, options: [{ text: { en: 'At ten' }, right: true }, { text: { en: 'At noon' } }] })
  })

  it('leaves out answers that were never written', () => {
    const form = orderFormOf(undefined, 's1')
    form.questions[0]!.form.options[0]!.text.en = 'Yes'
    form.questions[0]!.form.options[1]!.text.zh = '否'
    expect(textOf(form).questions[0]!.options).toHaveLength(2)
  })

  it('is of a site or of a post, never of both', () => {
    const form = orderFormOf(undefined, 's1')
    expect(orderOf(form)).toMatchObject({ site_id: 's1', due_days: 3 })
    Object.assign(form, { of: 'post', post: ' Back gate ' })
    expect(orderOf(form)).toMatchObject({ post: 'Back gate' })
    expect(orderOf(form)).not.toHaveProperty('site_id')
  })

  it('keeps questions apart when one is taken out', () => {
    expect(newQuestion().key).not.toBe(newQuestion().key)
  })
})
