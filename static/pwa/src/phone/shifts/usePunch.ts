import { computed, ref, shallowRef } from 'vue'
import type { Payloads, ScanMethod } from '@/outbox/events'
import { newId } from '@/outbox/ids'
import { signalResult } from '@/scan/signal'
import { metresBetween } from '../marks'
import { fenceVerdict, type Fence } from './clock'
import { log } from './log'
import type { Site } from './types'

export interface Fix {
  lat: number
  lon: number
  accuracy_m: number
}

export interface Read {
  code: string
  method: ScanMethod
}

const BY_CODE = ['camera', 'nfc', 'typed', 'link']
const PATIENCE_MS = 12_000

/** What a site asks of a punch. */
export interface Wanted {
  position: boolean
  scan: boolean
  photo: boolean
}

export function wantedAt(site: Site | undefined): Wanted {
  const asked = site?.clocking
  return { position: (asked?.geofence ?? 'off') !== 'off', scan: Boolean(asked) && asked!.methods.every((method) => BY_CODE.includes(method)), photo: asked?.photo ?? false }
}

export const fenceOf = (site: Site | undefined): Fence => ({ mode: (site?.clocking.geofence ?? 'off') as Fence['mode'], radius_m: site?.clocking.radius_m ?? 0, place: site && site.lat !== null && site.lon !== null ? { lat: site.lat, lon: site.lon } : null })

/** One look at where the phone is; nothing when it cannot tell. Asked for a punch alone, never followed. */
export function locate(): Promise<Fix | null> {
  return new Promise((resolve) => {
    if (!navigator.geolocation) return resolve(null)
    const take = ({ coords }: GeolocationPosition) => resolve({ lat: coords.latitude, lon: coords.longitude, accuracy_m: Math.round(coords.accuracy) })
    navigator.geolocation.getCurrentPosition(take, () => resolve(null), { enableHighAccuracy: true, maximumAge: 20_000, timeout: PATIENCE_MS })
  })
}

/** Whether the phone may be asked for its position without a question of the browser's own. */
export async function mayLocate(): Promise<boolean> {
  const answer = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null)
  return answer?.state === 'granted'
}

export interface What {
  kind: 'in' | 'out'
  site: Site
  shiftId: string | null
}

/** From a tap to a record. It has the time of the tap, however long the position takes. */
export function usePunch() {
  const busy = ref(false)
  const fix = shallowRef<Fix | null>()
  const read = shallowRef<Read>()
  const photo = shallowRef<Blob>()

  const verdictAt = (site: Site | undefined) => fenceVerdict(fenceOf(site), fix.value ?? null, metresBetween)

  async function find(): Promise<void> {
    fix.value = await locate()
  }

  /** Answers the mark, or nothing when the site's fence says no. */
  async function punch({ kind, site, shiftId }: What) {
    if (busy.value) return null
    busy.value = true
    const tapped = { id: newId(), occurred_at: new Date().toISOString() }
    try {
      if (wantedAt(site).position) await find()
      if (fenceOf(site).mode === 'block' && ['outside', 'unknown'].includes(verdictAt(site).verdict)) return refused()
      const where = fix.value ?? {}
      const method = read.value?.method ?? (fix.value ? 'gps' : 'button')
      const payload: Payloads['schedules.punch'] = { kind, site_id: site.id, method, ...(read.value && { code: read.value.code }), ...(shiftId && { shift_id: shiftId }), ...where }
      const mark = await log.act('schedules.punch', payload, {}, { ...tapped, ...(photo.value && { photo: photo.value }) })
      signalResult('ok')
      return mark
    } finally {
      busy.value = false
    }
  }

  function refused(): null {
    signalResult('bad')
    return null
  }

  return { busy, fix, read, photo, find, verdictAt, punch, locating: computed(() => busy.value) }
}
