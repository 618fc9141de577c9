// @vitest-environment node
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const FOLDER = 'src/i18n'
const areas = [...new Set(readdirSync(FOLDER).filter((name) => name.endsWith('.json')).map((name) => name.split('.')[0]!))]

type Messages = { [key: string]: string | Messages }

function flat(messages: Messages, prefix = ''): Map<string, string> {
  const found = new Map<string, string>()
  for (const [key, value] of Object.entries(messages)) {
    if (typeof value === 'string') found.set(prefix + key, value)
    else flat(value, `${prefix}${key}.`).forEach((text, path) => found.set(path, text))
  }
  return found
}

const messages = (area: string, language: string) => flat(JSON.parse(readFileSync(`${FOLDER}/${area}.${language}.json`, 'utf8')))
const placeholders = (text: string) => [...new Set(text.match(/\{\w+\}/g) ?? [])].sort()

describe.each(areas)('the words of %s', (area) => {
  const zh = messages(area, 'zh-CN')
  const en = messages(area, 'en')

  it('exist in both languages', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort())
  })

  it('are never empty', () => {
    const empty = [...zh, ...en].filter(([, text]) => !text.trim()).map(([key]) => key)
    expect(empty).toEqual([])
  })

  it('fill in the same things', () => {
    const unlike = [...en].filter(([key, text]) => `${placeholders(text)}` !== `${placeholders(zh.get(key) ?? '')}`).map(([key]) => key)
    expect(unlike).toEqual([])
  })

  it('are Chinese where they should be', () => {
    const latin = [...zh].filter(([, text]) => !/[\u4e00-\u9fff]/.test(text) && /[a-z]{3}/.test(text.replace(/\{\w+\}|@:\S+/g, ''))).map(([key]) => key)
    expect(latin).toEqual([])
  })
})

describe('words that the screens ask for', () => {
  const sources = readdirSync('src', { recursive: true }).map(String).filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.d.ts'))
  const known = new Set(areas.flatMap((area) => [...messages(area, 'en').keys()].map((key) => `${area}.${key}`)))
  const literal = /(?:\bt|\btranslate)\(\s*'([a-z][\w-]*\.[\w.-]+)'/g

  it('exist', () => {
    const missing = sources.flatMap((name) => {
      const asked = [...readFileSync(join('src', name), 'utf8').matchAll(literal)].map((match) => match[1]!)
      return asked.filter((key) => !known.has(key)).map((key) => `${name}: ${key}`)
    })
    expect(missing).toEqual([])
  })

  it('come from message files, not from the templates', () => {
    const written = sources.filter((name) => name.endsWith('.vue')).flatMap((name) => {
      const template = readFileSync(join('src', name), 'utf8').split('<template>').slice(1).join('').split('<style')[0]!
      const text = template.replace(/<!--.*?-->/gs, '').replace(/\{\{.*?\}\}/gs, '').replace(/"[^"]*"/gs, '').replace(/<[^>]*>/gs, ' ')
      return (text.match(/[\u4e00-\u9fff]+|\b[A-Za-z]*[a-z][A-Za-z]{2,}\b/g) ?? []).map((word) => `${name}: ${word}`)
    })
    expect(written).toEqual([])
  })
})
