import { sha256, utf8 } from '@/outbox/ids'

const LENGTH = 26
const ALPHABET = /^[0-9A-HJKMNP-TV-Z]{26}$/
const IN_LINK = /\/t\/([^/?#\s]+)/

/** The code in what was scanned or typed: out of a link or from letters, whatever the grouping, case, or O for 0, I and L for 1. */
export function parseCode(text: string): string | null {
  const inLink = IN_LINK.exec(text)?.[1]
  const letters = (inLink ?? text).trim().toUpperCase().replace(/[\s\-–—_.·]+/g, '').replaceAll('O', '0').replace(/[IL]/g, '1')
  return letters.length === LENGTH && ALPHABET.test(letters) ? letters : null
}

/** As printed under the label, in groups for reading aloud. */
export function groupCode(code: string): string {
  return code.match(/.{1,5}/g)?.join(' ') ?? code
}

/** What the phone knows of a tag without holding its code. */
export const codeDigest = (code: string) => sha256(utf8(code))
