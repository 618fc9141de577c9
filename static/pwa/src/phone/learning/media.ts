import { fetchOk } from '@/api/client'
import { asProblem } from '@/api/problem'
import { keepFile, keepFilesOnly, keptFiles, readFile } from '@/outbox/files'
import { session } from '@/session/session'
import type { Learning, Module } from './types'

const PICTURE = /\.(svg|png|jpe?g|webp|gif)$/i
const SOUND = /\.(mp3|m4a|ogg|wav|aac)$/i
const VIDEO = /\.(mp4|webm|mov)$/i
const MOST_BYTES = 5 * 1024 * 1024

export type MediaKind = 'picture' | 'sound' | 'video' | 'other'

export function kindOf(name: string): MediaKind {
  if (PICTURE.test(name)) return 'picture'
  if (SOUND.test(name)) return 'sound'
  return VIDEO.test(name) ? 'video' : 'other'
}

const base = (name: string) => name.split('/').at(-1)

/** Where a name in a lesson leads: the module's own media, with or without their folder. */
export const mediaUrl = (module: Pick<Module, 'media'>, name: string) => (module.media.find((one) => one.name === name) ?? module.media.find((one) => base(one.name) === base(name)))?.url

/** From this phone if it is kept here, else from the server and kept when it is not too large. */
export async function mediaBlob(url: string): Promise<Blob> {
  const personId = session.me?.id ?? ''
  const kept = await readFile(personId, url)
  if (kept) return kept
  const blob = await (await fetchOk(url)).blob()
  if (blob.size <= MOST_BYTES && session.me?.id === personId) await keepFile(personId, url, blob)
  return blob
}

let busy = false

/** Brings the pictures and sounds of what is to be learned before they are needed; videos only when they are opened. */
export async function keepMedia(bundle: Learning): Promise<void> {
  const personId = session.me?.id
  if (busy || !personId) return
  busy = true
  const urls = bundle.modules.flatMap((module) => module.media.filter((one) => ['picture', 'sound'].includes(kindOf(one.name))).map((one) => one.url))
  try {
    await keepFilesOnly(personId, new Set(bundle.modules.flatMap((module) => module.media.map((one) => one.url))))
    const kept = await keptFiles(personId)
    for (const url of urls.filter((one) => !kept.has(one))) {
      if (session.me?.id !== personId) return
      await mediaBlob(url).catch((error) => { if (asProblem(error).offline) throw error })
    }
  } catch {
    // Without a network the rest comes at the next occasion.
  } finally {
    busy = false
  }
}
