import { ref } from 'vue'
import { outbox } from '@/outbox'
import type { Draft, Kind, Payloads, Recorded } from '@/outbox/events'
import { signInNeeded } from './tokens'
import { session } from './session'
import { countUnsent, unsent } from './unsent'
import { askToKeepStorage } from './storage'

type Extras = Pick<Draft, 'id' | 'occurred_at' | 'photos' | 'photo' | 'voice'>

let asked = false

/** Keeps a record of the signed-in guard on this phone and sends it when it can. Resolves once it is safe here. */
export async function record<K extends Kind>(kind: K, payload: Payloads[K], extras: Extras = {}): Promise<Recorded> {
  const personId = session.me?.id
  if (!personId) throw signInNeeded()
  const recorded = await outbox.record({ person_id: personId, kind, payload, ...extras })
  await countUnsent()
  if (!asked) void askToKeepStorage()
  asked = true
  return recorded
}

export function useOutbox() {
  const busy = ref(false)

  async function sendNow(): Promise<void> {
    if (!session.me) return
    busy.value = true
    await outbox.sendNow(session.me.id).finally(() => { busy.value = false })
    await countUnsent()
  }

  const file = () => outbox.file(session.me?.id ?? '')
  const items = () => outbox.items(session.me?.id ?? '')

  const putAside = (id: string) => outbox.putAside(id)

  return { record, unsent, items, sendNow, putAside, file, busy }
}
