// @vitest-environment node
import { describe, expect, it } from 'vitest'
import { eventsIn, streamAddress } from '@/live-stream'

function body(text: string, size: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, (at += size)))
    },
  })
}

const TEXT = ': hello\n\nid: 7\nevent: change\ndata: {"kind":"scan","id":"东门"}\n\nevent: change\r\nid: 8\r\ndata: a\r\ndata: b\r\n\r\nevent: ping\n\n'

describe('the live stream', () => {
  it.each([1, 2, 3, 7, 1_000])('reads the same events from pieces of %i bytes', async (size) => {
    const events = []
    for await (const event of eventsIn(body(TEXT, size))) events.push(event)
    expect(events).toEqual([
      { id: '7', name: 'change', data: '{"kind":"scan","id":"东门"}' },
      { id: '8', name: 'change', data: 'a\nb' },
    ])
  })
})

describe('the address of the stream', () => {
  const here = { protocol: 'https:', hostname: '192.168.1.5' }

  it('is the app’s own host when only a port is given', () => {
    expect(streamAddress(':8001', here)).toBe('https://192.168.1.5:8001/api/v1/live/stream')
  })

  it('is the host that was set', () => {
    expect(streamAddress('https://live.example/', here)).toBe('https://live.example/api/v1/live/stream')
  })
})
