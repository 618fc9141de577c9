const LINK = /(?:^|\/)s\/([^/?#\s]+)/
const CODE = /^[2-9A-HJKMNP-Z]{12}$/

/** The code of a class's door, out of the link in its QR or as typed with spaces and small letters. */
export function doorCode(text: string): string | null {
  const letters = (LINK.exec(text)?.[1] ?? text).replace(/[\s\-_.]+/g, '').toUpperCase()
  return CODE.test(letters) ? letters : null
}

/** The same, only from a link: what a scan for rounds must not take for one of its own codes. */
export const doorLink = (text: string) => (LINK.test(text) ? doorCode(text) : null)
