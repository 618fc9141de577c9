import { using, writing } from './database'
import { utf8 } from './ids'
import { seal, unsealText } from './vault'

export interface KeptBundle {
  etag: string | null
  fetched_at: number
  text: string
}

/** What a guard needs without a network, by name (`rounds`, `learning`, …); the key is the guard's own. */
export const place = (personId: string, name: string) => `${personId}/${name}`

export async function keepBundle(personId: string, name: string, bundle: KeptBundle): Promise<void> {
  const person_id = place(personId, name)
  const text = await seal(personId, `bundle/${person_id}`, utf8(bundle.text))
  await writing(['bundles'], async (transaction) => {
    await transaction.objectStore('bundles').put({ person_id, etag: bundle.etag, fetched_at: bundle.fetched_at, text })
  })
}

export async function readBundle(personId: string, name: string): Promise<KeptBundle | null> {
  const at = place(personId, name)
  const kept = await using((db) => db.get('bundles', at))
  if (!kept) return null
  const text = await unsealText(personId, `bundle/${at}`, kept.text).catch(() => null)
  return text === null ? null : { etag: kept.etag, fetched_at: kept.fetched_at, text }
}

/** Everything of one guard, and of nobody whose id begins alike. */
export const bundlesOf = (personId: string) => IDBKeyRange.bound(`${personId}/`, `${personId}/\uffff`)
