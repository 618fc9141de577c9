import { describe, expect, it } from 'vitest'
import { courseSaid } from '@/phone/learning/course'

const frame = {} as Window
const data = { source: 'anxun-scorm', package_id: 'p1', unit_id: 'u1', cmi: { 'cmi.core.lesson_status': 'passed' }, ended: true }
const event = (change: object = {}) => ({ source: frame, origin: 'null', data, ...change })

describe('what a bought course says', () => {
  it('is taken from its own frame', () => {
    expect(courseSaid(event(), frame, 'p1')).toEqual({ package_id: 'p1', unit_id: 'u1', cmi: data.cmi, ended: true })
  })

  it.each([
    ['from another window', event({ source: {} })],
    ['from a page with an origin', event({ origin: 'https://example.org' })],
    ['of another package', event({ data: { ...data, package_id: 'p2' } })],
    ['of something else', event({ data: { ...data, source: 'other' } })],
    ['with more than texts', event({ data: { ...data, cmi: { score: 3 } } })],
    ['with nothing', event({ data: null })],
  ])('is not taken %s', (_, said) => {
    expect(courseSaid(said as never, frame, 'p1')).toBeNull()
  })
})
