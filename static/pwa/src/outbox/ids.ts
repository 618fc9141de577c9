let last = 0
let counter = 0

/** A UUID of version 7 (RFC 9562): sorts by time, also within a millisecond and when the clock is set back. */
export function newId(now = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  if (now > last) {
    last = now
    counter = bytes[6]! & 0x7f
  } else if (++counter > 0xfff) {
    last += 1
    counter = 0
  }
  new DataView(bytes.buffer).setUint16(0, Math.floor(last / 2 ** 32))
  new DataView(bytes.buffer).setUint32(2, last % 2 ** 32)
  bytes[6] = 0x70 | (counter >> 8)
  bytes[7] = counter & 0xff
  bytes[8] = 0x80 | (bytes[8]! & 0x3f)
  const hex = toHex(bytes)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export const utf8 = (text: string) => new TextEncoder().encode(text)

export async function sha256(data: BufferSource): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', data)))
}
