import { onScopeDispose, ref } from 'vue'

interface NdefRecord {
  recordType: string
  data?: DataView
  encoding?: string
}

interface NdefReader extends EventTarget {
  scan(options: { signal: AbortSignal }): Promise<void>
}

interface NdefReadingEvent extends Event {
  message: { records: NdefRecord[] }
}

type NdefReaderClass = new () => NdefReader

export type NfcState = 'idle' | 'running' | 'denied' | 'failed'

const reader = () => (globalThis as { NDEFReader?: NdefReaderClass }).NDEFReader

/** The link or text on a tag. */
export function tagText(records: NdefRecord[]): string | null {
  const record = records.find((one) => ['url', 'absolute-url', 'text'].includes(one.recordType) && one.data)
  return record ? new TextDecoder(record.encoding ?? 'utf-8').decode(record.data) : null
}

/** Reads plain NFC tags where the phone can (Chrome on Android). Start it from a tap: the browser asks the person first. */
export function useNfc({ onText }: { onText: (text: string) => void }) {
  const available = Boolean(reader())
  const state = ref<NfcState>('idle')
  let stopper: AbortController | null = null

  async function start(): Promise<void> {
    const Reader = reader()
    if (!Reader || stopper) return
    stopper = new AbortController()
    try {
      const ndef = new Reader()
      ndef.addEventListener('reading', (event) => {
        const text = tagText((event as NdefReadingEvent).message.records)
        if (text && stopper) onText(text)
      })
      await ndef.scan({ signal: stopper.signal })
      state.value = 'running'
    } catch (error) {
      stopper = null
      state.value = (error as Error).name === 'NotAllowedError' ? 'denied' : 'failed'
    }
  }

  function stop(): void {
    stopper?.abort()
    stopper = null
    state.value = 'idle'
  }

  onScopeDispose(stop)
  return { available, state, start, stop }
}
