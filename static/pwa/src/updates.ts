import { computed, onScopeDispose, ref } from 'vue'

const waiting = ref<ServiceWorker | null>(null)
const holds = ref(0)
const CHECK_EVERY_MS = 30 * 60_000

/** A new version waits and nobody is in the middle of a form. */
export const updateReady = computed(() => waiting.value !== null && holds.value === 0)

/** Call in a screen with unsaved input: the new version is not offered until the screen closes. */
export function holdUpdates(): void {
  holds.value += 1
  onScopeDispose(() => { holds.value -= 1 })
}

export function applyUpdate(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting.value?.postMessage({ type: 'take-over' })
}

export function registerServiceWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.DEV) return
  void navigator.serviceWorker.register('/sw.js').then(watch, (error) => console.warn(error))
}

function watch(registration: ServiceWorkerRegistration): void {
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const coming = registration.installing
    coming?.addEventListener('statechange', () => { if (coming.state === 'installed') offer(coming) })
  })
  setInterval(() => void registration.update().catch(() => undefined), CHECK_EVERY_MS)
}

/** The very first installation is no update. */
function offer(worker: ServiceWorker | null): void {
  if (worker && navigator.serviceWorker.controller) waiting.value = worker
}
