import { worthRetrying } from '@/api/answers'
import { withLock } from '@/api/locks'
import { ApiProblem, asProblem } from '@/api/problem'
import { Backoff } from './backoff'
import type { StoredAttachment, Trouble } from './database'
import { sha256, utf8 } from './ids'
import * as queue from './queue'

export interface Verdict {
  id: string
  verdict: 'accepted' | 'duplicate' | 'conflict' | 'rejected'
  sha256?: string
  code?: string
  detail?: string
  flags?: string[]
}

/** The way to the server, as somebody. Both throw an ApiProblem; one without an answer has status 0. */
export interface Line {
  sync(personId: string, body: string): Promise<{ verdicts: Verdict[] }>
  upload(personId: string, attachment: StoredAttachment, bytes: ArrayBuffer): Promise<void>
}

const MOST_EVENTS = 100
const MOST_BYTES = 256 * 1024
const ABOUT_CONTENT = new Set([400, 409, 413, 422])
const ABOUT_PROGRESS = new Set([404, 409, 410, 423])

/** Sends what every guard left on this phone, each as themselves, one sender at a time over all tabs. */
export class Sender {
  private running: Promise<void> | null = null
  private again = false
  readonly backoff: Backoff

  constructor(private readonly line: Line, private readonly changed: () => void = () => undefined, backoff = new Backoff()) {
    this.backoff = backoff
  }

  get busy(): boolean {
    return this.running !== null
  }

  /** Starts a round, or asks the running one to look again. `force` ignores the wait after failures. */
  kick({ force = false } = {}): Promise<void> {
    if (force) this.backoff.forgiveAll()
    if (this.running) {
      this.again = true
      return this.running
    }
    this.running = this.rounds().finally(() => {
      this.running = null
      this.changed()
    })
    this.changed()
    return this.running
  }

  private async rounds(): Promise<void> {
    do {
      this.again = false
      await withLock('anxun-outbox-send', () => this.round())
    } while (this.again)
  }

  private async round(): Promise<void> {
    for (const personId of await queue.people()) {
      if (this.backoff.ready(personId)) await this.sendAll(personId)
    }
  }

  private async sendAll(personId: string): Promise<void> {
    try {
      await this.sendEvents(personId)
      await this.sendAttachments(personId)
      this.backoff.succeeded(personId)
    } catch (error) {
      this.backoff.failed(personId, asProblem(error).retryAfterSeconds)
    }
  }

  private async sendEvents(personId: string): Promise<void> {
    const tried = new Set<string>()
    for (;;) {
      const batch = await queue.nextBatch(personId, MOST_EVENTS, MOST_BYTES, tried)
      if (batch.length === 0) return
      batch.forEach((event) => tried.add(event.id))
      await this.sendBatch(personId, batch)
      this.changed()
    }
  }

  /** A batch refused as a whole is halved until the one that spoils it stands alone. */
  private async sendBatch(personId: string, batch: queue.Outgoing[]): Promise<void> {
    try {
      const { verdicts } = await this.line.sync(personId, envelope(batch))
      await this.judge(personId, batch, verdicts)
    } catch (error) {
      const problem = asProblem(error)
      if (worthRetrying(problem.status)) throw problem
      if (batch.length > 1 && ABOUT_CONTENT.has(problem.status)) return this.sendHalves(personId, batch)
      for (const event of batch) await queue.setAside(event.id, troubleOf(problem))
    }
  }

  private async sendHalves(personId: string, batch: queue.Outgoing[]): Promise<void> {
    const middle = Math.ceil(batch.length / 2)
    await this.sendBatch(personId, batch.slice(0, middle))
    await this.sendBatch(personId, batch.slice(middle))
  }

  private async judge(personId: string, batch: queue.Outgoing[], verdicts: Verdict[]): Promise<void> {
    const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]))
    for (const event of batch) {
      const verdict = byId.get(event.id)
      if (verdict) await this.follow(personId, event, verdict)
    }
    if (batch.some((event) => !byId.has(event.id))) throw new ApiProblem(0, 'verdict_missing')
  }

  /** An event leaves the phone only when the server names the hash of the very bytes that were sent. */
  private async follow(personId: string, event: queue.Outgoing, verdict: Verdict): Promise<void> {
    const hash = await sha256(utf8(event.text))
    const taken = verdict.verdict === 'accepted' || verdict.verdict === 'duplicate'
    if (taken && verdict.sha256 === hash) {
      return queue.settle({ id: event.id, person_id: personId, sha256: hash, verdict: verdict.verdict, flags: verdict.flags ?? [], at: Date.now() })
    }
    const code = taken ? 'hash_differs' : (verdict.code ?? verdict.verdict)
    await queue.setAside(event.id, { status: 200, code, detail: verdict.detail ?? null })
  }

  private async sendAttachments(personId: string): Promise<void> {
    const ready = (await queue.attachmentsOf(personId)).filter((attachment) => attachment.state === 'ready')
    for (const attachment of ready) {
      await this.sendAttachment(attachment)
      this.changed()
    }
  }

  private async sendAttachment(attachment: StoredAttachment): Promise<void> {
    try {
      const bytes = await queue.attachmentBytes(attachment)
      if (!bytes) return
      await this.line.upload(attachment.person_id, attachment, bytes)
      await queue.settleAttachment(attachment)
    } catch (error) {
      const problem = asProblem(error)
      if (worthRetrying(problem.status) || ABOUT_PROGRESS.has(problem.status)) throw problem
      await queue.setAttachmentAside(attachment.key, troubleOf(problem))
    }
  }
}

/** The events' own texts, untouched, inside the request. */
export function envelope(batch: queue.Outgoing[], now = new Date()): string {
  return `{"sent_at":"${now.toISOString()}","events":[${batch.map((event) => event.text).join(',')}]}`
}

function troubleOf(problem: ApiProblem): Trouble {
  return { status: problem.status, code: problem.code, detail: problem.detail }
}
