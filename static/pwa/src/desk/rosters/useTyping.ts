import { onScopeDispose, ref } from 'vue'
import { codeFor } from './sheet'

const PAUSE_MS = 1_200

/** Letters typed into a cell until they name a shift's code: at once, with Enter, or after a pause. */
export function useTyping(codes: () => readonly string[], enter: (code: string) => void, unknown: (letters: string) => void) {
  const letters = ref('')
  let timer: ReturnType<typeof setTimeout> | undefined

  function clear(): void {
    clearTimeout(timer)
    letters.value = ''
  }

  function done(): boolean {
    const typed = letters.value
    if (!typed) return false
    const code = codeFor(typed, codes(), true)
    clear()
    if (code) enter(code)
    else unknown(typed)
    return true
  }

  function add(letter: string): void {
    clearTimeout(timer)
    letters.value += letter
    const code = codeFor(letters.value, codes(), false)
    if (code) {
      clear()
      enter(code)
    } else timer = setTimeout(done, PAUSE_MS)
  }

  function back(): boolean {
    if (!letters.value) return false
    letters.value = letters.value.slice(0, -1)
    clearTimeout(timer)
    if (letters.value) timer = setTimeout(done, PAUSE_MS)
    return true
  }

  onScopeDispose(clear)
  return { letters, add, back, clear, done }
}

/** The letter that a key stands for, also while an input method would take it. */
export function letterOf(event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null
  if (/^[\w\u4e00-\u9fff-]$/.test(event.key)) return event.key
  const physical = event.key === 'Process' || event.isComposing ? /^(?:Key|Digit)(\w)$/.exec(event.code) : null
  return physical ? physical[1]! : null
}
