import { onScopeDispose, ref } from 'vue'
import { fetchOk } from '@/api/client'
import { eventsIn, streamAddress } from './live-stream'

export type LiveKind =
  | 'patrol' | 'scan' | 'finding' | 'exception' | 'photo' | 'coverage'
  | 'certificate' | 'module' | 'session' | 'staff' | 'leave' | 'terms' | 'timesheet' | 'attendance' | 'correction' | 'roster' | 'solve'

export interface Change {
  kind: LiveKind
  id: string
  site_id: string | null
  at: string
}

interface Listener {
  kinds: ReadonlySet<LiveKind>
  pending: Change[]
  tell: (changes: Change[]) => void
}

const POLL_MS = 5_000
const LONGEST_WAIT_MS = 60_000
const STREAM_AGAIN_MS = 120_000
const SETTLE_MS = 250

export const liveState = ref<'stream' | 'polling' | 'away'>('polling')

const listeners = new Set<Listener>()
let stopper: AbortController | null = null
let cursor: string | null = null
let streamAfter = 0

function deliver(changes: Change[]): void {
  for (const listener of listeners) {
    const wanted = changes.filter((change) => listener.kinds.has(change.kind))
    if (wanted.length) listener.tell(wanted)
  }
}

/** The server no longer knows our place in the feed: everybody looks again at everything. */
function deliverReset(): void {
  listeners.forEach((listener) => listener.tell([]))
}

const since = () => (cursor === null ? '' : `?since=${encodeURIComponent(cursor)}`)

async function poll(signal: AbortSignal): Promise<void> {
  const response = await fetchOk(`/api/v1/live${since()}`, { signal })
  const answer: { cursor: string; changes: Change[]; reset: boolean } = await response.json()
  cursor = answer.cursor
  if (answer.reset) deliverReset()
  deliver(answer.changes)
}

async function streamUrl(signal: AbortSignal): Promise<string | null> {
  const config: { live_url: string | null } = await (await fetchOk('/api/v1/config', { signal })).json()
  return config.live_url ? streamAddress(config.live_url, location) : null
}

/** Server-sent events read with fetch, because EventSource cannot carry the person's token. Ends by throwing or by the server. */
async function stream(url: string, signal: AbortSignal): Promise<void> {
  const response = await fetchOk(`${url}${since()}`, { signal, headers: { accept: 'text/event-stream' } })
  liveState.value = 'stream'
  for await (const event of eventsIn(response.body!)) {
    if (event.id) cursor = event.id
    if (event.name === 'reset') deliverReset()
    if (event.name === 'change') deliver([JSON.parse(event.data)])
  }
}

async function tryStream(signal: AbortSignal): Promise<void> {
  if (performance.now() < streamAfter) return
  streamAfter = performance.now() + STREAM_AGAIN_MS
  try {
    const url = await streamUrl(signal)
    if (url) await stream(url, signal)
  } catch {
    // Polling serves as well, only later.
  }
}

async function run(signal: AbortSignal): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    try {
      await poll(signal)
      failures = 0
      liveState.value = 'polling'
      await tryStream(signal)
    } catch {
      if (signal.aborted) return
      failures += 1
      liveState.value = 'away'
    }
    await pause(Math.min(POLL_MS * 2 ** failures, LONGEST_WAIT_MS), signal)
  }
}

/** Waits, and longer while nobody looks. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, signal)
  while (document.visibilityState === 'hidden' && !signal.aborted) await sleep(1_000, signal)
}

function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    signal.addEventListener('abort', () => { clearTimeout(timer); resolve() }, { once: true })
  })
}

function listen(listener: Listener): void {
  listeners.add(listener)
  if (stopper) return
  stopper = new AbortController()
  void run(stopper.signal)
}

function hush(listener: Listener): void {
  listeners.delete(listener)
  if (listeners.size) return
  stopper?.abort()
  stopper = null
  cursor = null
}

/** Calls `refresh` with what changed, a quarter of a second's changes at once, while the component lives; with nothing when all must be looked at anew. */
export function useLive(kinds: LiveKind[], refresh: (changes: Change[]) => unknown) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const listener: Listener = {
    kinds: new Set(kinds),
    pending: [],
    tell(changes) {
      listener.pending.push(...changes)
      timer ??= setTimeout(flush, SETTLE_MS)
    },
  }

  function flush(): void {
    timer = undefined
    refresh(listener.pending.splice(0))
  }

  listen(listener)
  onScopeDispose(() => {
    clearTimeout(timer)
    hush(listener)
  })
  return { liveState }
}
