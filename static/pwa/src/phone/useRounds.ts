import { computed, onScopeDispose, ref } from 'vue'
import { outbox } from '@/outbox'
import { useBundle } from '@/session/useBundle'
import { unsent } from '@/session/unsent'
import { catchUp, marks, openJournal } from './journal'
import { isOver, phaseOf, roundsWith } from './marks'

const AGAIN_MS = 60_000
const CLOCK_MS = 10_000

/** The guard's rounds with what this phone has recorded laid over them; `now` ticks. */
export function useRounds() {
  const { bundle, fetchedAt, problem, loading, refresh } = useBundle()
  const now = ref(Date.now())
  const rounds = computed(() => (bundle.value ? roundsWith(bundle.value, marks()) : []))
  const phase = (wanted: string) => computed(() => rounds.value.filter((round) => phaseOf(round, now.value) === wanted).sort((a, b) => a.start_at.localeCompare(b.start_at)))
  const over = computed(() => rounds.value.filter(isOver).sort((a, b) => b.start_at.localeCompare(a.start_at)))

  async function reload(): Promise<void> {
    const before = fetchedAt.value
    await catchUp(refresh, () => !problem.value && fetchedAt.value !== before)
  }

  let queued = unsent.records
  const stopWatching = outbox.onChange(() => {
    const sent = unsent.records < queued
    queued = unsent.records
    if (sent) void reload()
  })
  const clock = setInterval(() => { now.value = Date.now() }, CLOCK_MS)
  const again = setInterval(() => void reload(), AGAIN_MS)
  onScopeDispose(() => {
    stopWatching()
    clearInterval(clock)
    clearInterval(again)
  })

  void openJournal().then(reload)
  return { bundle, fetchedAt, problem, loading, reload, rounds, now, running: phase('running'), open: phase('open'), next: phase('next'), over }
}
