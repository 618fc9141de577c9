// @vitest-environment node
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { codeDigest, groupCode, parseCode } from '@/scan/code'
import { tagText } from '@/scan/useNfc'

const CODE = '7ZK3M9QW2XA0B1C4D5E6F8GHJN'

describe('a code', () => {
  it.each([
    ['as printed in groups', '7ZK3M 9QW2X A0B1C 4D5E6 F8GHJ N'],
    ['in small letters with hyphens', '7zk3m-9qw2x-a0b1c-4d5e6-f8ghj-n'],
    ['with O for 0 and I or L for 1', '7ZK3M9QW2XAOBIC4D5E6F8GHJN'],
    ['with a small l for 1', '7zk3m9qw2xa0blc4d5e6f8ghjn'],
    ['in a link', `https://anxun.example:8443/t/${CODE}`],
    ['in a link with more behind it', `https://anxun.example/t/${CODE}?from=label#x`],
    ['with spaces around it', `  ${CODE}\n`],
  ])('is understood %s', (_, text) => {
    expect(parseCode(text)).toBe(CODE)
  })

  it.each(['', 'hello', CODE.slice(1), `${CODE}A`, CODE.replace('7', 'U'), 'https://example.com/', `https://x/t/short`, `https://x/q/${CODE}`])('is not found in %j', (text) => {
    expect(parseCode(text)).toBeNull()
  })

  it('is read aloud in groups of five', () => {
    expect(groupCode(CODE)).toBe('7ZK3M 9QW2X A0B1C 4D5E6 F8GHJ N')
  })

  it('is known to the phone by its SHA-256', async () => {
    expect(await codeDigest(CODE)).toBe(createHash('sha256').update(CODE).digest('hex'))
  })
})

describe('an NFC tag', () => {
  const data = (text: string, encoding: BufferEncoding = 'utf8') => new DataView(Uint8Array.from(Buffer.from(text, encoding)).buffer)

  it('gives its link', () => {
    const records = [{ recordType: 'mime', data: data('x') }, { recordType: 'url', data: data(`https://x/t/${CODE}`) }]
    expect(parseCode(tagText(records)!)).toBe(CODE)
  })

  it('gives its text in its own encoding', () => {
    expect(tagText([{ recordType: 'text', encoding: 'utf-16le', data: data('东门', 'utf16le') }])).toBe('东门')
  })

  it('without anything readable gives nothing', () => {
    expect(tagText([{ recordType: 'empty' }])).toBeNull()
  })
})
