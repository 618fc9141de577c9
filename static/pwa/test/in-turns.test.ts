import { expect, it } from 'vitest'
import { nextTick, ref } from 'vue'
import { inTurns, pause } from '@/ui/inTurns'

it('shows one part more with every turn, and all that comes later at once', async () => {
  const count = ref(0)
  const shown = inTurns(() => count.value)
  expect(shown.value).toBe(0)
  count.value = 2
  await nextTick()
  expect(shown.value).toBe(1)
  await pause()
  expect(shown.value).toBe(2)
  await pause()
  expect(shown.value).toBe(Infinity)
})

it('draws what is already there without waiting for a change', async () => {
  const shown = inTurns(() => 1)
  expect(shown.value).toBe(1)
  await pause()
  expect(shown.value).toBe(Infinity)
})
