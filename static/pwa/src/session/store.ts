import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Me } from './types'

/** A guard's PIN, to be checked without a network. */
export interface PinCheck {
  salt: Uint8Array<ArrayBuffer>
  hash: Uint8Array<ArrayBuffer>
  iterations: number
  failures: number
  wait_until: number
}

/** Somebody who has signed in on this phone. Without a refresh token they must sign in again; their records stay. */
export interface Account {
  person_id: string
  name: string
  me: Me
  refresh_token: string | null
  pin: PinCheck | null
}

/** This phone, enrolled for a site by a supervisor. */
export interface EnrolledPhone {
  phone_id: string
  phone_token: string
}

interface SessionDb extends DBSchema {
  accounts: { key: string; value: Account }
  phone: { key: string; value: EnrolledPhone }
}

let opening: Promise<IDBPDatabase<SessionDb>> | null = null

function database(): Promise<IDBPDatabase<SessionDb>> {
  opening ??= openDB<SessionDb>('anxun-session', 1, {
    upgrade(db) {
      db.createObjectStore('accounts', { keyPath: 'person_id' })
      db.createObjectStore('phone')
    },
    terminated: () => { opening = null },
    blocking: () => { void forget() },
  })
  opening.catch(() => { opening = null })
  return opening
}

async function forget() {
  const open = opening
  opening = null
  ;(await open)?.close()
}

/** iOS kills connections in the background: a failed try is repeated once on a new connection. */
async function use<T>(work: (db: IDBPDatabase<SessionDb>) => Promise<T>): Promise<T> {
  try {
    return await work(await database())
  } catch {
    await forget().catch(() => undefined)
    return work(await database())
  }
}

export const accounts = {
  all: () => use((db) => db.getAll('accounts')),
  get: (personId: string) => use((db) => db.get('accounts', personId)),
  remove: (personId: string) => use((db) => db.delete('accounts', personId)),
  put: (account: Account) => use((db) => db.put('accounts', account)),
  /** Changes the stored account in one transaction, so that two tabs do not overwrite each other. */
  change: (personId: string, change: Partial<Account>) =>
    use(async (db) => {
      const transaction = db.transaction('accounts', 'readwrite')
      const account = await transaction.store.get(personId)
      if (account) await transaction.store.put({ ...account, ...change })
      await transaction.done
    }),
}

export const enrolledPhone = {
  get: () => use((db) => db.get('phone', 'this')),
  put: (phone: EnrolledPhone) => use((db) => db.put('phone', phone, 'this')),
  remove: () => use((db) => db.delete('phone', 'this')),
}
