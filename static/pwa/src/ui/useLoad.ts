import { onScopeDispose, ref, shallowRef } from 'vue'
import { asProblem, type ApiProblem } from '@/api/problem'

/** Loads at once and on `reload`; an older answer never overwrites a newer one, old data stays while new is fetched. */
export function useLoad<T>(load: () => Promise<T>, { immediate = true } = {}) {
  const data = shallowRef<T>()
  const problem = shallowRef<ApiProblem>()
  const loading = ref(false)
  let turn = 0

  async function reload(): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await load()
      if (mine !== turn) return
      data.value = answer
      problem.value = undefined
    } catch (error) {
      if (mine === turn) problem.value = asProblem(error)
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  onScopeDispose(() => { turn += 1 })
  if (immediate) void reload()
  return { data, problem, loading, reload }
}

/** One submission at a time; `submit` answers whether it went well. */
export function useSubmit<Input extends unknown[]>(work: (...input: Input) => Promise<unknown>) {
  const busy = ref(false)
  const problem = shallowRef<ApiProblem>()

  async function submit(...input: Input): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    problem.value = undefined
    try {
      await work(...input)
      return true
    } catch (error) {
      problem.value = asProblem(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, submit }
}
