import { onScopeDispose, shallowRef } from 'vue'

const FRESH_MS = 30_000

export interface Fix {
  lat: number
  lon: number
  accuracy_m: number
}

/** The phone's position while a screen that records something is open; never otherwise. */
export function usePosition() {
  const last = shallowRef<(Fix & { at: number }) | null>(null)
  const watching = navigator.geolocation?.watchPosition(
    ({ coords }) => { last.value = { lat: coords.latitude, lon: coords.longitude, accuracy_m: Math.round(coords.accuracy), at: Date.now() } },
    () => undefined,
    { enableHighAccuracy: true, maximumAge: 10_000, timeout: 20_000 },
  )
  onScopeDispose(() => {
    if (watching !== undefined) navigator.geolocation.clearWatch(watching)
  })

  /** The position if it is fresh, as an event carries it; nothing otherwise. A scan never waits for it. */
  function here(): Fix | Record<string, never> {
    if (!last.value || Date.now() - last.value.at > FRESH_MS) return {}
    const { lat, lon, accuracy_m } = last.value
    return { lat, lon, accuracy_m }
  }

  return { position: last, here }
}
