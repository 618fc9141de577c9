import { ApiProblem } from '@/api/problem'
import { using, writing, type Sealed } from './database'
import { utf8 } from './ids'

const keys = new Map<string, CryptoKey>()

/** The key of a guard on this phone: made here, kept by the browser, readable by nobody as bytes. */
async function keyOf(personId: string): Promise<CryptoKey> {
  const known = keys.get(personId) ?? (await using((db) => db.get('keys', personId))) ?? (await makeKey(personId))
  keys.set(personId, known)
  return known
}

async function makeKey(personId: string): Promise<CryptoKey> {
  if (!globalThis.crypto?.subtle) throw new ApiProblem(0, 'insecure')
  const fresh = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt'])
  return writing(['keys'], async (transaction) => {
    const store = transaction.objectStore('keys')
    const made = await store.get(personId)
    if (!made) await store.put(fresh, personId)
    return made ?? fresh
  })
}

export const forgetKey = (personId: string) => keys.delete(personId)

/** Encrypts for one guard; `label` ties the bytes to their place, so that records cannot be swapped. */
export async function seal(personId: string, label: string, bytes: BufferSource): Promise<Sealed> {
  const key = await keyOf(personId)
  const iv = crypto.getRandomValues(new Uint8Array(12))
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(label) }, key, bytes) }
}

export async function unseal(personId: string, label: string, sealed: Sealed): Promise<ArrayBuffer> {
  const key = await keyOf(personId)
  return crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData: utf8(label) }, key, sealed.data)
}

export async function unsealText(personId: string, label: string, sealed: Sealed): Promise<string> {
  return new TextDecoder().decode(await unseal(personId, label, sealed))
}
