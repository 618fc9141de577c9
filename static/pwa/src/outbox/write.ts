import { ApiProblem } from '@/api/problem'
import { using, writing, type Sealed, type StoredAttachment, type StoredEvent } from './database'
import type { Draft, Kind, Recorded } from './events'
import { newId, sha256, utf8 } from './ids'
import { seal, unseal, unsealText } from './vault'

interface Attachment {
  bytes: ArrayBuffer
  sha256: string
  size_bytes: number
  type: string
}

interface Entry {
  event: StoredEvent
  attachments: StoredAttachment[]
  bytes: Map<string, Sealed>
  text: string
}

/** Puts an event and its photos where a restart cannot lose them. Resolves only after reading them back. */
export async function enqueue<K extends Kind>(draft: Draft<K>): Promise<Recorded> {
  if (!globalThis.crypto?.subtle) throw new ApiProblem(0, 'insecure')
  const recorded = { id: draft.id ?? newId(), occurred_at: draft.occurred_at ?? new Date().toISOString() }
  const entry = await prepare(draft, recorded)
  await put(entry)
  await verify(entry)
  return recorded
}

/** Everything slow comes before the transaction: a transaction that waits for something else closes by itself. */
async function prepare(draft: Draft, recorded: Recorded): Promise<Entry> {
  const photos = await Promise.all((draft.photo ? [draft.photo] : (draft.photos ?? [])).map(measure))
  const voice = draft.voice ? await measure(draft.voice.blob) : null
  const text = eventText(draft, recorded, photos, voice)
  const created_at = Date.now()
  const { person_id } = draft
  const event: StoredEvent = { id: recorded.id, person_id, created_at, text: await seal(person_id, recorded.id, utf8(text)), state: 'waiting', trouble: null }
  const bytes = new Map<string, Sealed>()
  const attachments: StoredAttachment[] = []
  for (const [index, part] of [...photos, ...(voice ? [voice] : [])].entries()) {
    const key = `${recorded.id}/${index}`
    bytes.set(key, await seal(person_id, key, part.bytes))
    attachments.push({ key, event_id: recorded.id, person_id, created_at, ...declaration(part), state: 'held', trouble: null })
  }
  return { event, attachments, bytes, text }
}

async function measure(blob: Blob): Promise<Attachment> {
  const bytes = await blob.arrayBuffer()
  return { bytes, sha256: await sha256(bytes), size_bytes: bytes.byteLength, type: blob.type || 'application/octet-stream' }
}

const declaration = ({ sha256: hash, size_bytes, type }: Attachment) => ({ sha256: hash, size_bytes, type })

/** The event exactly as it will be sent: the server's hash is taken over these bytes. */
function eventText(draft: Draft, recorded: Recorded, photos: Attachment[], voice: Attachment | null): string {
  const payload = {
    ...draft.payload,
    ...(draft.photo ? { photo: declaration(photos[0]!) } : photos.length ? { photos: photos.map(declaration) } : {}),
    ...(voice ? { voice: { ...declaration(voice), seconds: draft.voice!.seconds } } : {}),
  }
  return JSON.stringify({ id: recorded.id, kind: draft.kind, occurred_at: recorded.occurred_at, payload })
}

function put(entry: Entry): Promise<void> {
  return writing(['events', 'attachments', 'bytes'], async (transaction) => {
    const attachments = transaction.objectStore('attachments')
    const bytes = transaction.objectStore('bytes')
    await Promise.all([
      transaction.objectStore('events').put(entry.event),
      ...entry.attachments.map(async (attachment) => attachments.put(attachment)),
      ...[...entry.bytes].map(async ([key, sealed]) => bytes.put(sealed, key)),
    ])
  })
}

/** A browser may report a write that it lost. A receipt proves as much as the record itself: it was sent meanwhile. */
async function verify(entry: Entry): Promise<void> {
  const { event } = entry
  const stored = await using((db) => db.get('events', event.id))
  if (!stored && !(await using((db) => db.get('receipts', event.id)))) throw lost()
  if (stored && (await unsealText(event.person_id, event.id, stored.text)) !== entry.text) throw lost()
  for (const attachment of entry.attachments) await verifyAttachment(attachment)
}

async function verifyAttachment(attachment: StoredAttachment): Promise<void> {
  const { key, person_id } = attachment
  const sealed = await using((db) => db.get('bytes', key))
  if (!sealed && (await using((db) => db.get('receipts', key)))) return
  if (!sealed || (await sha256(await unseal(person_id, key, sealed))) !== attachment.sha256) throw lost()
}

const lost = () => new ApiProblem(0, 'storage')
