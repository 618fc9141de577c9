import { attachmentBytes, attachmentsOf, eventsOf } from './queue'
import { unsealText } from './vault'

/** A guard's unsent records as one file, the last resort: readable anywhere, photos inside. Nothing leaves the queue. */
export async function queueFile(personId: string): Promise<Blob> {
  const parts: BlobPart[] = [`{"format":"anxun-unsent-1","person_id":${JSON.stringify(personId)},"saved_at":"${new Date().toISOString()}","events":[`]
  for (const [index, event] of (await eventsOf(personId)).entries()) {
    const text = await unsealText(personId, event.id, event.text).catch(() => 'null')
    parts.push(index ? ',\n' : '\n', `{"event":${text},"state":"${event.state}","trouble":${JSON.stringify(event.trouble)}}`)
  }
  parts.push('],\n"attachments":[')
  for (const [index, attachment] of (await attachmentsOf(personId)).entries()) {
    const bytes = await attachmentBytes(attachment).catch(() => null)
    const { event_id, sha256, size_bytes, type } = attachment
    parts.push(index ? ',\n' : '\n', JSON.stringify({ event_id, sha256, size_bytes, type, base64: bytes && base64(bytes) }))
  }
  parts.push(']}\n')
  return new Blob(parts, { type: 'application/json' })
}

function base64(bytes: ArrayBuffer): string {
  const view = new Uint8Array(bytes)
  let binary = ''
  for (let start = 0; start < view.length; start += 0x8000) binary += String.fromCharCode(...view.subarray(start, start + 0x8000))
  return btoa(binary)
}
