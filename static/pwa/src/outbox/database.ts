import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction, type StoreNames } from 'idb'
import { ApiProblem } from '@/api/problem'

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>
  data: ArrayBuffer
}

export interface Trouble {
  status: number
  code: string
  detail: string | null
}

export interface StoredEvent {
  id: string
  person_id: string
  created_at: number
  text: Sealed
  state: 'waiting' | 'attention' | 'aside'
  trouble: Trouble | null
}

/** A photo or voice note: held until its event is accepted, then ready to go up. Its bytes lie in `bytes` under the same key. */
export interface StoredAttachment {
  key: string
  event_id: string
  person_id: string
  created_at: number
  sha256: string
  size_bytes: number
  type: string
  state: 'held' | 'ready' | 'attention' | 'aside'
  trouble: Trouble | null
}

/** What the server has confirmed; holds no content. */
export interface Receipt {
  id: string
  person_id: string
  sha256: string
  verdict: string
  flags: string[]
  at: number
}

export interface StoredBundle {
  person_id: string
  etag: string | null
  fetched_at: number
  text: Sealed
}

interface OutboxDb extends DBSchema {
  events: { key: string; value: StoredEvent; indexes: { by_person: string } }
  attachments: { key: string; value: StoredAttachment; indexes: { by_person: string; by_event: string } }
  bytes: { key: string; value: Sealed }
  receipts: { key: string; value: Receipt; indexes: { by_person: string; by_time: number } }
  bundles: { key: string; value: StoredBundle }
  keys: { key: string; value: CryptoKey }
}

export type Db = IDBPDatabase<OutboxDb>
type Names = StoreNames<OutboxDb>
export type Write<N extends Names[]> = IDBPTransaction<OutboxDb, N, 'readwrite'>

const TRIES = 4
const STUCK_AFTER_MS = 15_000

let opening: Promise<Db> | null = null

function open(): Promise<Db> {
  opening ??= openDB<OutboxDb>('anxun-outbox', 1, {
    upgrade(db) {
      db.createObjectStore('events', { keyPath: 'id' }).createIndex('by_person', 'person_id')
      const attachments = db.createObjectStore('attachments', { keyPath: 'key' })
      attachments.createIndex('by_person', 'person_id')
      attachments.createIndex('by_event', 'event_id')
      db.createObjectStore('bytes')
      const receipts = db.createObjectStore('receipts', { keyPath: 'id' })
      receipts.createIndex('by_person', 'person_id')
      receipts.createIndex('by_time', 'at')
      db.createObjectStore('bundles', { keyPath: 'person_id' })
      db.createObjectStore('keys')
    },
    terminated: () => { opening = null },
    blocking: () => void close(),
  })
  opening.catch(() => { opening = null })
  return opening
}

/** Lets go of the connection; the next use opens another. */
export async function close(): Promise<void> {
  const held = opening
  opening = null
  await held?.then((db) => db.close(), () => undefined)
}

/** Browsers kill connections in the background and transactions may hang: try again on a new connection, then fail aloud. */
export async function using<T>(work: (db: Db) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await unlessStuck(open().then(work))
    } catch (error) {
      if (final(error) || attempt === TRIES) throw storageProblem(error)
      await close()
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt))
    }
  }
}

function final(error: unknown): boolean {
  return error instanceof ApiProblem || (error as Error)?.name === 'QuotaExceededError'
}

function storageProblem(error: unknown): ApiProblem {
  return error instanceof ApiProblem ? error : new ApiProblem(0, 'storage', null, [{ path: '/', detail: String(error) }])
}

function unlessStuck<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout>
  const stuck = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The database does not answer')), STUCK_AFTER_MS)
  })
  return Promise.race([work, stuck]).finally(() => clearTimeout(timer))
}

/** One durable transaction: on the disk before `done`, or not at all. */
export async function writing<N extends Names[], T>(stores: N, work: (transaction: Write<N>) => Promise<T>): Promise<T> {
  return using(async (db) => {
    const transaction = db.transaction(stores, 'readwrite', { durability: 'strict' })
    const finished = transaction.done
    finished.catch(() => undefined)
    try {
      const answer = await work(transaction)
      await finished
      return answer
    } catch (error) {
      abort(transaction)
      throw error
    }
  })
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort()
  } catch {
    // It has ended already.
  }
}
