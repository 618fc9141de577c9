export type ScanResult = 'ok' | 'warn' | 'bad'

interface Tone {
  notes: number[]
  vibration: number[]
}

const TONES: Record<ScanResult, Tone> = {
  ok: { notes: [880, 1320], vibration: [80] },
  warn: { notes: [660, 660], vibration: [80, 60, 80] },
  bad: { notes: [300, 220, 180], vibration: [250, 80, 250] },
}
const NOTE_S = 0.12

let audio: AudioContext | null = null

/** Sound and vibration for a result: a guard in the dark looks at the way, not at the screen. */
export function signalResult(result: ScanResult): void {
  navigator.vibrate?.(TONES[result].vibration)
  try {
    audio ??= new AudioContext()
    void audio.resume()
    TONES[result].notes.forEach((pitch, index) => play(audio!, pitch, audio!.currentTime + index * NOTE_S))
  } catch {
    // A phone without sound still vibrates and shows the words.
  }
}

function play(context: AudioContext, pitch: number, at: number): void {
  const oscillator = context.createOscillator()
  const volume = context.createGain()
  oscillator.frequency.value = pitch
  volume.gain.setValueAtTime(0.25, at)
  volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_S)
  oscillator.connect(volume).connect(context.destination)
  oscillator.start(at)
  oscillator.stop(at + NOTE_S)
}
