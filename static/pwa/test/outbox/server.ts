import { ApiProblem, offlineProblem } from '@/api/problem'
import type { StoredAttachment } from '@/outbox/database'
import { sha256, utf8 } from '@/outbox/ids'
import type { Line, Verdict } from '@/outbox/sender'

type Fault = 'before' | 'after' | ApiProblem | null

/** A server with the real one's promises: idempotent by id, verdicts with the hash of the bytes, photos by their hash. */
export class FakeServer implements Line {
  readonly events = new Map<string, { person: string; text: string }>()
  readonly photos = new Map<string, Uint8Array>()
  readonly batches: { person: string; ids: string[] }[] = []
  readonly uploads: string[] = []
  reject: (event: { id: string; kind: string }) => Partial<Verdict> | null = () => null
  fault: (call: 'sync' | 'upload') => Fault = () => null

  async sync(person: string, body: string): Promise<{ verdicts: Verdict[] }> {
    const fault = this.fault('sync')
    this.stop(fault, 'before')
    const texts = textsIn(body)
    this.batches.push({ person, ids: texts.map((text) => JSON.parse(text).id) })
    const verdicts: Verdict[] = []
    for (const text of texts) verdicts.push(await this.take(person, text))
    this.stop(fault, 'after')
    return { verdicts }
  }

  private async take(person: string, text: string): Promise<Verdict> {
    const event = JSON.parse(text)
    const hash = await sha256(utf8(text))
    const said = this.reject(event)
    if (said) return { id: event.id, verdict: 'rejected', sha256: hash, ...said }
    const known = this.events.get(event.id)
    if (known) return { id: event.id, verdict: known.text === text ? 'duplicate' : 'conflict', sha256: await sha256(utf8(known.text)) }
    this.events.set(event.id, { person, text })
    return { id: event.id, verdict: 'accepted', sha256: hash, flags: [] }
  }

  async upload(_person: string, attachment: StoredAttachment, bytes: ArrayBuffer): Promise<void> {
    const fault = this.fault('upload')
    this.stop(fault, 'before')
    this.uploads.push(attachment.sha256)
    if ((await sha256(bytes)) !== attachment.sha256) throw new ApiProblem(422, 'uploads.hash_differs')
    this.photos.set(attachment.sha256, new Uint8Array(bytes))
    this.stop(fault, 'after')
  }

  private stop(fault: Fault, when: 'before' | 'after'): void {
    if (fault instanceof ApiProblem && when === 'before') throw fault
    if (fault === when) throw offlineProblem()
  }
}

/** The exact text of each event in a request, as a server that hashes the received bytes sees it. */
export function textsIn(body: string): string[] {
  const list = body.slice(body.indexOf('"events":[') + 10, -2)
  const texts: string[] = []
  let depth = 0
  let start = 0
  let quoted = false
  for (let at = 0; at < list.length; at += 1) {
    const letter = list[at]
    if (quoted) {
      if (letter === '\\') at += 1
      else if (letter === '"') quoted = false
    } else if (letter === '"') quoted = true
    else if (letter === '{' && depth++ === 0) start = at
    else if (letter === '}' && --depth === 0) texts.push(list.slice(start, at + 1))
  }
  return texts
}
