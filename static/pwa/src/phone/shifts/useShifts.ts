import { computed, onScopeDispose, ref, watch } from 'vue'
import { keptBundle } from '@/session/keptBundle'
import { unsent } from '@/session/unsent'
import { reachable } from '@/ui/reachable'
import { todayAt } from '@/i18n/formats'
import { expectedPunch } from './clock'
import { log } from './log'
import { acksDue, alarmsWith, leaveWith, punchesWith, questionsWith, shiftsWith, wishesWith } from './state'
import type { Bundle } from './types'

const AGAIN_MS = 5 * 60_000
const PENDING_MS = 4_000
const CLOCK_MS = 10_000

const kept = keptBundle<Bundle>('shifts', '/api/v1/my/shifts')

/** The signed-in guard's shifts, with what this phone has recorded laid over them; `now` ticks. */
export function useShifts() {
  const { bundle, fetchedAt, problem, loading, renew } = kept
  const now = ref(Date.now())
  const marks = log.marks
  const shifts = computed(() => (bundle.value ? shiftsWith(bundle.value, marks.value) : []))
  const punches = computed(() => (bundle.value ? punchesWith(bundle.value, marks.value) : []))
  const expected = computed(() => expectedPunch(shifts.value, punches.value, now.value))
  const acks = computed(() => (bundle.value ? acksDue(bundle.value, marks.value) : []))
  const questions = computed(() => (bundle.value ? questionsWith(bundle.value, marks.value) : []))
  const alarms = computed(() => (bundle.value ? alarmsWith(bundle.value, marks.value) : []))
  const leave = computed(() => (bundle.value ? leaveWith(bundle.value, marks.value) : []))
  const wishes = computed(() => (bundle.value ? wishesWith(bundle.value, marks.value) : []))
  const siteOf = (id: string) => bundle.value?.sites.find((site) => site.id === id)
  const zone = computed(() => siteOf(expected.value.shift?.site_id ?? '')?.time_zone ?? bundle.value?.sites[0]?.time_zone)
  const today = computed(() => todayAt(zone.value, now.value))

  async function reload(): Promise<void> {
    const before = fetchedAt.value
    await log.catchUp(renew, () => !problem.value && fetchedAt.value !== before)
  }

  /** Records have been sent: what the server makes of them is fetched at once, and again while it is not there yet. */
  watch(() => unsent.records, (left, before) => { if (left < before) void reload() })
  const pending = setInterval(() => { if (marks.value.some((one) => !one.refused) && !unsent.records && reachable.value) void reload() }, PENDING_MS)
  const clock = setInterval(() => { now.value = Date.now() }, CLOCK_MS)
  const again = setInterval(() => void reload(), AGAIN_MS)
  onScopeDispose(() => {
    clearInterval(pending)
    clearInterval(clock)
    clearInterval(again)
  })

  void log.open().then(reload)
  return { bundle, fetchedAt, problem, loading, reload, now, today, zone, siteOf, shifts, punches, expected, acks, questions, alarms, leave, wishes }
}
