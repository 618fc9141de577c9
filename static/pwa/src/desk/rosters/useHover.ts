import { onScopeDispose, ref, shallowRef } from 'vue'
import { asProblem, type ApiProblem } from '@/api/problem'
import type { Change, Edited } from './answers'

const PAUSE_MS = 180

/** What a change would break and mend, asked while it hovers: only the last one, and each but once. */
export function useHover(tryOut: (changes: Change[]) => Promise<Edited>) {
  const said = shallowRef<Edited>()
  const problem = shallowRef<ApiProblem>()
  const asking = ref(false)
  const known = new Map<string, Edited>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  function clear(): void {
    clearTimeout(timer)
    turn += 1
    said.value = undefined
    problem.value = undefined
    asking.value = false
  }

  function ask(key: string, changes: Change[]): void {
    clear()
    said.value = known.get(key)
    if (said.value) return
    asking.value = true
    const mine = turn
    timer = setTimeout(async () => {
      try {
        const answer = await tryOut(changes)
        known.set(key, answer)
        if (mine === turn) said.value = answer
      } catch (error) {
        if (mine === turn) problem.value = asProblem(error)
      } finally {
        if (mine === turn) asking.value = false
      }
    }, PAUSE_MS)
  }

  /** For another roster state: what was said of the former does not hold. */
  function forget(): void {
    known.clear()
    clear()
  }

  onScopeDispose(clear)
  return { said, problem, asking, ask, clear, forget }
}
