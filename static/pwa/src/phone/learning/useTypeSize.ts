import { ref } from 'vue'

const KEY = 'anxun.lesson-size'
export const SIZES = ['1.0625rem', '1.25rem', '1.5rem', '1.75rem'] as const
const USUAL = 1

function remembered(): number {
  const kept = Number(localStorage.getItem(KEY) ?? USUAL)
  return Number.isInteger(kept) && kept >= 0 && kept < SIZES.length ? kept : USUAL
}

const size = ref(remembered())

/** How large lessons and questions are set on this phone. */
export function useTypeSize() {
  function change(by: 1 | -1): void {
    size.value = Math.min(SIZES.length - 1, Math.max(0, size.value + by))
    localStorage.setItem(KEY, String(size.value))
  }

  return { size, change }
}
