import { fetchOk } from '@/api/client'
import { asProblem } from '@/api/problem'
import { keepFile, keepFilesOnly, keptFiles, readFile } from '@/outbox/files'
import { session } from '@/session/session'
import type { Learning, Module } from './types'

const SOUND = /\.(mp3|m4a|ogg|wav|aac)$/i
const VIDEO = /\.(mp4|webm|mov)$/i
const MOST_BYTES = 5 * 1024 * 1024

export type MediaKind = 'picture' | 'sound' | 'video'

export function kindOf(name: string): MediaKind {
  if (SOUND.test(name)) return 'sound'
  return VIDEO.test(name) ? 'video' : 'picture'
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

/** What the lessons and questions of a bundle show: addresses, with what they are. */
export function shownIn(bundle: Pick<Learning, 'modules' | 'practice'>): Map<string, MediaKind> {
  const asked = [...bundle.modules.flatMap((module) => module.paper?.questions ?? []), ...bundle.practice.cards.map((card) => card.question)]
  const pictures = asked.flatMap((question) => (question.picture?.startsWith('/') ? [[question.picture, 'picture'] as const] : []))
  const media = bundle.modules.flatMap((module) => module.media.map((one) => [one.url, kindOf(one.name)] as const))
  return new Map([...media, ...pictures])
}

let busy = false

/** Brings the pictures and sounds of what is to be learned before they are needed; videos only when they are opened. */
export async function keepMedia(bundle: Learning): Promise<void> {
  const personId = session.me?.id
  if (busy || !personId) return
  busy = true
  const shown = shownIn(bundle)
  try {
    await keepFilesOnly(personId, new Set(shown.keys()))
    const kept = await keptFiles(personId)
    for (const [url, kind] of shown) {
      if (kind === 'video' || kept.has(url)) continue
      if (session.me?.id !== personId) return
      await mediaBlob(url).catch((error) => { if (asProblem(error).offline) throw error })
    }
  } catch {
    // Without a network the rest comes at the next occasion.
  } finally {
    busy = false
  }
}
