import { mount } from '@vue/test-utils'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { h, type FunctionalComponent } from 'vue'
import { describe, expect, it } from 'vitest'
import { doorCode, doorLink } from '@/phone/learning/door'
import { blocksOf, drawn, sentences, spoken } from '@/phone/learning/markdown'

const picture = (name: string, alt: string) => h('img', { 'data-name': name, alt })
const lesson = (text: string): FunctionalComponent => () => h('div', drawn(blocksOf(text), picture))
const shown = (text: string) => mount(lesson(text)).html().replace(/\s*\n\s*/g, '')

describe('a lesson in Markdown', () => {
  it('becomes headings, lists, tables, pictures and call-outs', () => {
    expect(shown('## A **b**')).toBe('<div><h2>A <strong>b</strong></h2></div>')
    expect(shown('1. one\n2. two')).toContain('<ol start="1"><li>')
    expect(shown('| a | b |\n|---|---|\n| 1 | 2 |')).toContain('<th scope="col">')
    expect(shown('![A gate](pictures/gate.svg)')).toBe('<div><figure><img data-name="pictures/gate.svg" alt="A gate"></figure></div>')
    expect(shown('> **Remember:** call 119')).toContain('<blockquote><p><strong>Remember:</strong> call 119</p></blockquote>')
  })

  it('shows signs as they were written', () => {
    expect(shown('A & B < C "d"')).toBe('<div><p>A &amp; B &lt; C "d"</p></div>')
    expect(shown('`a < b`')).toContain('<code>a &lt; b</code>')
  })

  it.each([
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', 'a <b onclick="x()">b</b>', '<iframe src="https://example.org"></iframe>', '[x](javascript:alert(1))', '[x](data:text/html,hi)',
    '[x]( JaVaScRiPt:alert(1))', '![x](javascript:alert(1))', '<a href="javascript:x">y</a>', '<svg/onload=alert(1)>',
  ])('lets no markup or script through: %s', (text) => {
    const root = mount(lesson(text)).element as HTMLElement
    expect([...root.querySelectorAll('script,iframe,svg,b,a[href^="javascript" i],a[href^="data" i],[onclick],[onerror],[onload],img[src]')]).toEqual([])
  })

  it('opens links to the web and telephone numbers', () => {
    expect(shown('[law](https://example.org/a) [fire](tel:119)')).toContain('<a href="tel:119" rel="noopener noreferrer" target="_blank">fire</a>')
  })
})

describe('reading aloud', () => {
  it('says what a block shows, without its signs', () => {
    expect(blocksOf('## Title\n\n**One** two.\n\n- a\n- b\n\n![A gate](g.svg)').map(spoken)).toEqual(['Title。', 'One two.', 'a。\nb。', 'A gate。'])
    expect(blocksOf('| Who | What |\n|---|---|\n| Ana | gate |').map(spoken)).toEqual(['Who，What。\nAna，gate。'])
  })

  it('is cut into sentences', () => {
    expect(sentences('先报警。再疏散！OK? Yes.')).toEqual(['先报警。', '再疏散！', 'OK?', 'Yes.'])
    expect(sentences('。\n \n…')).toEqual([])
  })
})

describe('the lessons of the library', () => {
  const library = '../../training/library'
  const lessons = readdirSync(library, { recursive: true }).map(String).filter((name) => /lessons\/.*\.md$/.test(name))

  it('all have something to show and to say', () => {
    expect(lessons.length).toBeGreaterThan(10)
    for (const name of lessons) {
      const blocks = blocksOf(readFileSync(join(library, name), 'utf8'))
      expect(blocks.length, name).toBeGreaterThan(3)
      expect(blocks.map(spoken).every((text) => sentences(text).length > 0), name).toBe(true)
    }
  })
})

describe('the code at a door', () => {
  it.each([['https://patrol.example/s/ABCD2345EFGH', 'ABCD2345EFGH'], ['abcd 2345 efgh', 'ABCD2345EFGH'], ['https://patrol.example/t/ABCD2345EFGH', null], ['ABCD', null]])('is found in %s', (text, code) => {
    expect(doorCode(text)).toBe(code)
  })

  it('is taken for one only from a link where other codes are scanned', () => {
    expect(doorLink('ABCD2345EFGH')).toBeNull()
    expect(doorLink('http://x/s/abcd2345efgh')).toBe('ABCD2345EFGH')
  })
})
