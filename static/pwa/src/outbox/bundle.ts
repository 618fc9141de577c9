import { using, writing } from './database'
import { utf8 } from './ids'
import { seal, unsealText } from './vault'

export interface KeptBundle {
  etag: string | null
  fetched_at: number
  text: string
}

const label = (personId: string) => `bundle/${personId}`

/** What a guard needs without a network (rounds, checkpoints, checklists), kept for that guard alone. */
export async function keepBundle(personId: string, bundle: KeptBundle): Promise<void> {
  const text = await seal(personId, label(personId), utf8(bundle.text))
  await writing(['bundles'], async (transaction) => {
    await transaction.objectStore('bundles').put({ person_id: personId, etag: bundle.etag, fetched_at: bundle.fetched_at, text })
  })
}

export async function readBundle(personId: string): Promise<KeptBundle | null> {
  const kept = await using((db) => db.get('bundles', personId))
  if (!kept) return null
  const text = await unsealText(personId, label(personId), kept.text).catch(() => null)
  return text === null ? null : { etag: kept.etag, fetched_at: kept.fetched_at, text }
}
