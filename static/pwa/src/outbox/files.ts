import { place } from './bundle'
import { using, writing } from './database'
import { seal, unseal } from './vault'

const FILES = 'file:'

/** A picture or sound of a lesson, under the address it came from. */
export async function keepFile(personId: string, url: string, file: Blob): Promise<void> {
  const person_id = place(personId, FILES + url)
  const text = await seal(personId, `bundle/${person_id}`, await file.arrayBuffer())
  await writing(['bundles'], async (transaction) => {
    await transaction.objectStore('bundles').put({ person_id, etag: file.type, fetched_at: Date.now(), text })
  })
}

export async function readFile(personId: string, url: string): Promise<Blob | null> {
  const at = place(personId, FILES + url)
  const kept = await using((db) => db.get('bundles', at))
  const bytes = kept && (await unseal(personId, `bundle/${at}`, kept.text).catch(() => null))
  return bytes ? new Blob([bytes], { type: kept.etag ?? '' }) : null
}

export async function keptFiles(personId: string): Promise<Set<string>> {
  const start = place(personId, FILES)
  const keys = await using((db) => db.getAllKeys('bundles', IDBKeyRange.bound(start, `${start}\uffff`)))
  return new Set(keys.map((key) => key.slice(start.length)))
}

/** Lets go of the files that nothing refers to any more. */
export async function keepFilesOnly(personId: string, urls: ReadonlySet<string>): Promise<void> {
  const gone = [...(await keptFiles(personId))].filter((url) => !urls.has(url))
  if (gone.length === 0) return
  await writing(['bundles'], async (transaction) => {
    await Promise.all(gone.map((url) => transaction.objectStore('bundles').delete(place(personId, FILES + url))))
  })
}
