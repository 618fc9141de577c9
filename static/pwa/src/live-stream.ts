export interface StreamEvent {
  id: string | null
  name: string
  data: string
}

/** The events of a `text/event-stream` body, however the network has cut it. */
export async function* eventsIn(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  let rest = ''
  for await (const text of textOf(body)) {
    const blocks = (rest + text).replaceAll('\r\n', '\n').split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const event = eventOf(block)
      if (event) yield event
    }
  }
}

async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield decoder.decode(value, { stream: true })
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

function eventOf(block: string): StreamEvent | null {
  const event: StreamEvent = { id: null, name: 'message', data: '' }
  for (const line of block.split('\n')) {
    const [, field, value] = /^(\w+): ?(.*)$/.exec(line) ?? []
    if (field === 'id') event.id = value!
    if (field === 'event') event.name = value!
    if (field === 'data') event.data += (event.data ? '\n' : '') + value
  }
  return event.data ? event : null
}

/** Where the stream is: `:8001` means that port of the host which serves the app. */
export function streamAddress(liveUrl: string, here: { protocol: string; hostname: string }): string {
  const base = liveUrl.startsWith(':') ? `${here.protocol}//${here.hostname}${liveUrl}` : liveUrl
  return `${base.replace(/\/+$/, '')}/api/v1/live/stream`
}
