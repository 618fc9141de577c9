import { ref, watch, type Ref } from 'vue'

/** Lets the phone answer a tap and paint between two pieces of work. */
export const pause = () => new Promise<void>((resolve) => { setTimeout(resolve) })

/** How many parts of a list are on the screen: one more with every turn, since an old phone takes long to draw them all. Once they are drawn, what comes is shown at once. */
export function inTurns(all: () => number): Ref<number> {
  const shown = ref(0)

  async function show(): Promise<void> {
    while (shown.value < all()) {
      shown.value += 1
      await pause()
    }
    shown.value = Infinity
  }

  watch(all, (count) => { if (count && !shown.value) void show() }, { immediate: true })
  return shown
}
