import { onScopeDispose, ref } from 'vue'
import { sentences } from './markdown'

const synthesis = (): SpeechSynthesis | undefined => ('speechSynthesis' in window ? window.speechSynthesis : undefined)

/** Reads blocks of text aloud where the phone has a voice; `at` is the block being read. */
export function useReadAloud() {
  const available = ref(Boolean(synthesis()))
  const at = ref<number | null>(null)
  let turn = 0

  function voiceFor(tag: string): SpeechSynthesisVoice | undefined {
    const wanted = tag.slice(0, 2).toLowerCase()
    const voices = (synthesis()?.getVoices() ?? []).filter((voice) => voice.lang.toLowerCase().startsWith(wanted))
    return voices.find((voice) => voice.localService && voice.lang.replace('_', '-').toLowerCase() === tag.toLowerCase()) ?? voices.find((voice) => voice.localService) ?? voices[0]
  }

  function say(text: string, tag: string): Promise<void> {
    return new Promise((resolve) => {
      const utterance = new SpeechSynthesisUtterance(text)
      utterance.lang = tag
      utterance.voice = voiceFor(tag) ?? null
      utterance.rate = 0.9
      utterance.onend = () => resolve()
      utterance.onerror = () => resolve()
      synthesis()!.speak(utterance)
    })
  }

  async function read(blocks: string[], tag: string, from = 0): Promise<void> {
    stop()
    const mine = ++turn
    for (let index = from; index < blocks.length; index += 1) {
      at.value = index
      for (const part of sentences(blocks[index]!)) {
        await say(part, tag)
        if (mine !== turn) return
      }
    }
    at.value = null
  }

  function stop(): void {
    turn += 1
    at.value = null
    synthesis()?.cancel()
  }

  onScopeDispose(stop)
  return { available, at, read, stop }
}
