import { onScopeDispose } from 'vue'

/** Does it again and again while somebody looks. */
export function useEvery(milliseconds: number, work: () => unknown): void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible') work()
  }, milliseconds)
  onScopeDispose(() => clearInterval(timer))
}
