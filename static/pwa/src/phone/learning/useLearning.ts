import { computed, onScopeDispose, ref, watch } from 'vue'
import { keptBundle } from '@/session/keptBundle'
import { unsent } from '@/session/unsent'
import { reachable } from '@/ui/reachable'
import { catchUp, draftOf, marks, openLog } from './log'
import { keepMedia } from './media'
import { phaseOf, sortedModules } from './state'
import type { Learning } from './types'

const AGAIN_MS = 5 * 60_000
const PENDING_MS = 4_000
const CLOCK_MS = 10_000

const learning = keptBundle<Learning>('learning', '/api/v1/my/learning')

/** What the signed-in guard learns, with what this phone has recorded laid over it; `now` ticks. */
export function useLearning() {
  const { bundle, fetchedAt, problem, loading, renew } = learning
  const now = ref(Date.now())
  const modules = computed(() => sortedModules((bundle.value?.modules ?? []).map((module) => ({ module, phase: phaseOf(module, marks(), Boolean(draftOf(module.id))) }))))
  const moduleOf = (id: string) => bundle.value?.modules.find((module) => module.id === id)

  async function reload(): Promise<void> {
    const before = fetchedAt.value
    await catchUp(renew, () => !problem.value && fetchedAt.value !== before)
    if (bundle.value && !problem.value) void keepMedia(bundle.value)
  }

  /** Records have been sent: what the server makes of them is fetched at once, and again while it is not there yet. */
  watch(() => unsent.records, (left, before) => { if (left < before) void reload() })
  const pending = setInterval(() => { if (marks().length && !unsent.records && reachable.value) void reload() }, PENDING_MS)
  const clock = setInterval(() => { now.value = Date.now() }, CLOCK_MS)
  const again = setInterval(() => void reload(), AGAIN_MS)
  onScopeDispose(() => {
    clearInterval(pending)
    clearInterval(clock)
    clearInterval(again)
  })

  void openLog().then(reload)
  return { bundle, fetchedAt, problem, loading, reload, modules, moduleOf, now }
}
