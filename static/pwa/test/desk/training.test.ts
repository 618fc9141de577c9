import { describe, expect, it } from 'vitest'
import type { MatrixModule, MatrixPerson } from '@/desk/training/answers'
import { byMonth, monthsFrom } from '@/desk/training/expiry'
import { inWindow, standing, stepped, tally } from '@/desk/training/matrix'
import { addOption, bodyOf, changeKind, choose, formOf } from '@/desk/training/questionForm'

const person = (name: string, cells: string): MatrixPerson => ({ person_id: name, name, site_id: null, site: null, grade_id: null, grade: null, cells })
const modules = ['a', 'b'].map((id): MatrixModule => ({ id, code: id, title: { zh: id, en: id } }))
const people = [person('Ana', 'c-'), person('Ben', 'od'), person('Cara', 'xc')]

describe('the matrix', () => {
  it('counts who is current of those who are asked', () => {
    expect(tally(people, modules)).toEqual([{ current: 1, required: 3 }, { current: 1, required: 2 }])
  })

  it('keeps only people who stand so, anywhere or with one module', () => {
    expect(standing(people, 'ofxd', -1).map((one) => one.name)).toEqual(['Ben', 'Cara'])
    expect(standing(people, 'd', 1).map((one) => one.name)).toEqual(['Ben'])
    expect(standing(people, '', 0)).toBe(people)
  })

  it('draws the rows in view and a few around them, never more', () => {
    expect(inWindow(500, 0, 480, 48)).toEqual({ from: 0, until: 18 })
    expect(inWindow(500, 4_800, 480, 48)).toEqual({ from: 92, until: 118 })
    expect(inWindow(5, 9_600, 480, 48)).toEqual({ from: 5, until: 5 })
  })

  it('is walked with the arrow keys and never left by them', () => {
    const at = { row: 0, column: 1 }
    expect(stepped('ArrowDown', at, 3, 2, 10)).toEqual({ row: 1, column: 1 })
    expect(stepped('ArrowRight', at, 3, 2, 10)).toEqual(at)
    expect(stepped('PageDown', at, 3, 2, 10)).toEqual({ row: 2, column: 1 })
    expect(stepped('Home', at, 3, 2, 10)).toEqual({ row: 0, column: 0 })
    expect(stepped('Tab', at, 3, 2, 10)).toBeNull()
  })
})

describe('the calendar of certificates', () => {
  it('knows the last day of each month, over the year and in leap years', () => {
    expect(monthsFrom('2027-12-24', 3)).toEqual([
      { month: '2027-12', from: '2027-12-01', to: '2027-12-31' },
      { month: '2028-01', from: '2028-01-01', to: '2028-01-31' },
      { month: '2028-02', from: '2028-02-01', to: '2028-02-29' },
    ])
  })

  it('leaves out what never ends', () => {
    expect([...byMonth([{ expires_on: null }, { expires_on: '2027-01-09' }]).keys()]).toEqual(['2027-01'])
  })
})

describe('a question in the editor', () => {
  it('has one right answer as a single choice', () => {
    const form = formOf()
    choose(form, 2)
    expect(form.options.map((one) => one.right)).toEqual([false, false, true])
    changeKind(form, 'multiple')
    form.options[0]!.right = true
    changeKind(form, 'single')
    expect(form.options.filter((one) => one.right)).toHaveLength(1)
  })

  it('keeps true and false under their own keys, and an order without right ones', () => {
    const form = formOf()
    changeKind(form, 'true_false')
    expect(form.options.map((one) => one.key)).toEqual(['true', 'false'])
    changeKind(form, 'order')
    addOption(form)
    expect(new Set(form.options.map((one) => one.key)).size).toBe(4)
    expect(form.options.some((one) => one.right)).toBe(false)
  })

  it('says nothing where nothing was written', () => {
    expect(bodyOf(formOf())).toMatchObject({ scenario: null, picture: null, lesson: null })
  })
})
