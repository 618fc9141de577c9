import { computed, onScopeDispose, ref, watch, type Ref } from 'vue'
import type { Span } from './playback'

const FRAME_MS = 100
const WHOLE_IN_S = 40

/** A clock over a span that can be moved, played and stopped. The whole round plays in under a minute at speed 1. */
export function usePlayback(span: Ref<Span | null>) {
  const at = ref(0)
  const playing = ref(false)
  const speed = ref(1)
  let timer: ReturnType<typeof setInterval> | undefined

  const pace = computed(() => (span.value ? (span.value.until - span.value.from) / (WHOLE_IN_S * 1000) : 1))

  function stop(): void {
    clearInterval(timer)
    playing.value = false
  }

  function tick(): void {
    if (!span.value) return stop()
    at.value = Math.min(span.value.until, at.value + FRAME_MS * pace.value * speed.value)
    if (at.value >= span.value.until) stop()
  }

  function toggle(): void {
    if (playing.value) return stop()
    if (!span.value) return
    if (at.value >= span.value.until) at.value = span.value.from
    playing.value = true
    timer = setInterval(tick, FRAME_MS)
  }

  function moveTo(time: number): void {
    if (span.value) at.value = Math.min(span.value.until, Math.max(span.value.from, time))
  }

  // A running round grows: who looks at its end stays there.
  watch(span, (now, before) => {
    if (!now) return
    if (!before || at.value >= before.until || at.value < now.from) at.value = now.until
  }, { immediate: true })
  onScopeDispose(stop)
  return { at, playing, speed, toggle, stop, moveTo }
}
