import { ref } from 'vue'
import { useEvery } from './useEvery'

/** The time, good to half a minute, for ages. */
export function useNow() {
  const now = ref(Date.now())
  useEvery(30_000, () => { now.value = Date.now() })
  return now
}
