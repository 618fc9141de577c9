import { onScopeDispose, reactive, ref, shallowRef } from 'vue'
import { Decoder } from './decoder'

export type CameraState = 'idle' | 'starting' | 'running' | 'denied' | 'none' | 'failed'

const SAME_CODE_AGAIN_MS = 8_000
const PAUSE_MS = 60

interface TorchCapabilities extends MediaTrackCapabilities {
  torch?: boolean
}

function stateOf(error: unknown): CameraState {
  const name = (error as Error)?.name
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'failed'
}

/** The camera as a code reader. Bind `video` to a <video muted playsinline>; it stops with the component. */
export function useCamera({ onCode }: { onCode: (text: string) => void }) {
  const video = shallowRef<HTMLVideoElement | null>(null)
  const state = ref<CameraState>('idle')
  const torch = reactive({ available: false, on: false })
  let stream: MediaStream | null = null
  let decoder: Decoder | null = null
  let turn = 0
  let last = { text: '', at: 0 }

  async function start(): Promise<void> {
    stop()
    const mine = ++turn
    state.value = 'starting'
    try {
      const opened = await openCamera()
      if (mine !== turn) return opened.getTracks().forEach((track) => track.stop())
      stream = opened
      await show(opened)
      state.value = 'running'
      void look(mine)
    } catch (error) {
      if (mine === turn) state.value = stateOf(error)
    }
  }

  function openCamera(): Promise<MediaStream> {
    if (!navigator.mediaDevices?.getUserMedia) throw new DOMException('No camera', 'NotFoundError')
    return navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1280 }, height: { ideal: 720 } },
    })
  }

  async function show(opened: MediaStream): Promise<void> {
    const track = opened.getVideoTracks()[0]
    torch.available = Boolean((track?.getCapabilities?.() as TorchCapabilities | undefined)?.torch)
    track?.addEventListener('ended', () => { state.value = 'failed' })
    if (!video.value) return
    video.value.srcObject = opened
    await video.value.play()
  }

  async function look(mine: number): Promise<void> {
    decoder ??= new Decoder()
    while (mine === turn) {
      const element = video.value
      if (element && element.readyState >= 2 && document.visibilityState === 'visible') await lookOnce(element, mine)
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  async function lookOnce(element: HTMLVideoElement, mine: number): Promise<void> {
    try {
      const text = await decoder!.decode(element, element.videoWidth, element.videoHeight)
      if (text && mine === turn) report(text)
    } catch {
      if (mine !== turn) return
      turn += 1
      state.value = 'failed'
    }
  }

  /** A code in view is read many times a second, in bad light with gaps of seconds; it counts once. */
  function report(text: string): void {
    const now = performance.now()
    const repeated = text === last.text && now - last.at < SAME_CODE_AGAIN_MS
    last = { text, at: now }
    if (!repeated) onCode(text)
  }

  async function toggleTorch(): Promise<void> {
    const track = stream?.getVideoTracks()[0]
    const wanted = !torch.on
    await track?.applyConstraints({ advanced: [{ torch: wanted } as MediaTrackConstraintSet] }).then(() => { torch.on = wanted }, () => { torch.available = false })
  }

  function stop(): void {
    turn += 1
    stream?.getTracks().forEach((track) => track.stop())
    stream = null
    if (video.value) video.value.srcObject = null
    Object.assign(torch, { available: false, on: false })
    state.value = 'idle'
  }

  onScopeDispose(() => {
    stop()
    decoder?.close()
  })

  return { video, state, torch, start, stop, toggleTorch }
}
