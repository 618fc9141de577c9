import { reactive, watch } from 'vue'
import { session } from './session'

const ALARM_AFTER_MS = 8 * 3_600_000

/** What of the signed-in guard's exists only on this phone. */
export const unsent = reactive({
  counted: false,
  records: 0,
  photos: 0,
  attention: 0,
  oldest_at: null as number | null,
  alarm: false,
  sending: false,
  others: 0,
})

export async function countUnsent(): Promise<void> {
  const { outbox } = await import('@/outbox')
  const personId = session.me?.id
  const mine = personId ? await outbox.summary(personId) : { records: 0, photos: 0, attention: 0, oldest_at: null }
  if (personId !== session.me?.id) return
  Object.assign(unsent, mine, { counted: true, sending: outbox.sending(), others: (await outbox.everyones()) - mine.records })
  unsent.alarm = mine.oldest_at !== null && Date.now() - mine.oldest_at > ALARM_AFTER_MS
}

/** Keeps the count true: at every change of the queue, of the person, and each minute for its age. */
export async function watchUnsent(): Promise<void> {
  const { outbox } = await import('@/outbox')
  const count = () => void countUnsent().catch((error) => console.warn(error))
  outbox.onChange(count)
  watch(() => session.me?.id, () => { unsent.counted = false; count() }, { immediate: true })
  setInterval(count, 60_000)
}
