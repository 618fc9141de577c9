import { ApiProblem } from '@/api/problem'
import { bundlesOf } from './bundle'
import { using, writing, type Receipt, type StoredAttachment, type StoredEvent, type Trouble } from './database'
import { forgetKey, unseal, unsealText } from './vault'

const RECEIPTS_KEPT_MS = 60 * 86_400_000

export interface Outgoing {
  id: string
  text: string
}

export interface Summary {
  /** Events that exist only on this phone, whole or in part (their photos). */
  records: number
  photos: number
  attention: number
  oldest_at: number | null
}

/** Whoever has something to send from this phone. */
export async function people(): Promise<string[]> {
  const [events, attachments] = await using((db) => Promise.all([db.getAll('events'), db.getAll('attachments')]))
  return [...new Set([...events, ...attachments].map((row) => row.person_id))]
}

export async function eventsOf(personId: string): Promise<StoredEvent[]> {
  return using((db) => db.getAllFromIndex('events', 'by_person', personId))
}

export async function attachmentsOf(personId: string): Promise<StoredAttachment[]> {
  return using((db) => db.getAllFromIndex('attachments', 'by_person', personId))
}

/** The next events to send, oldest first, as the bytes that were written. What cannot be read waits for a look. */
export async function nextBatch(personId: string, most: number, mostBytes: number, except: ReadonlySet<string>): Promise<Outgoing[]> {
  const waiting = (await eventsOf(personId)).filter((event) => event.state === 'waiting' && !except.has(event.id))
  const batch: Outgoing[] = []
  let size = 0
  for (const event of waiting.slice(0, most)) {
    const text = await readable(event)
    if (text === null) continue
    size += text.length
    if (batch.length && size > mostBytes) break
    batch.push({ id: event.id, text })
  }
  return batch
}

async function readable(event: StoredEvent): Promise<string | null> {
  try {
    return await unsealText(event.person_id, event.id, event.text)
  } catch (error) {
    if (error instanceof ApiProblem) throw error
    await setAside(event.id, { status: 0, code: 'unreadable', detail: null })
    return null
  }
}

/** The server has it: away with the event, its receipt kept and its photos set free, all in one. */
export async function settle(receipt: Receipt): Promise<void> {
  await writing(['events', 'attachments', 'receipts'], async (transaction) => {
    const attachments = transaction.objectStore('attachments')
    const held = await attachments.index('by_event').getAll(receipt.id)
    await Promise.all([
      transaction.objectStore('receipts').put(receipt),
      transaction.objectStore('events').delete(receipt.id),
      ...held.map((attachment) => attachments.put({ ...attachment, state: 'ready' as const })),
    ])
  })
}

export async function setAside(eventId: string, trouble: Trouble): Promise<void> {
  await writing(['events'], async (transaction) => {
    const event = await transaction.objectStore('events').get(eventId)
    if (event) await transaction.objectStore('events').put({ ...event, state: 'attention', trouble })
  })
}

export async function attachmentBytes(attachment: StoredAttachment): Promise<ArrayBuffer | null> {
  const sealed = await using((db) => db.get('bytes', attachment.key))
  return sealed ? unseal(attachment.person_id, attachment.key, sealed) : null
}

export async function settleAttachment(attachment: StoredAttachment): Promise<void> {
  const { key, person_id, sha256 } = attachment
  await writing(['attachments', 'bytes', 'receipts'], async (transaction) => {
    await Promise.all([
      transaction.objectStore('receipts').put({ id: key, person_id, sha256, verdict: 'stored', flags: [], at: Date.now() }),
      transaction.objectStore('attachments').delete(key),
      transaction.objectStore('bytes').delete(key),
    ])
  })
}

export async function setAttachmentAside(key: string, trouble: Trouble): Promise<void> {
  await writing(['attachments'], async (transaction) => {
    const attachment = await transaction.objectStore('attachments').get(key)
    if (attachment) await transaction.objectStore('attachments').put({ ...attachment, state: 'attention', trouble })
  })
}

/** Gives what needed attention another chance, when a person asks for it. */
export async function reconsider(personId: string): Promise<void> {
  await writing(['events', 'attachments'], async (transaction) => {
    const events = transaction.objectStore('events')
    const attachments = transaction.objectStore('attachments')
    const [refused, stuck] = await Promise.all([events.index('by_person').getAll(personId), attachments.index('by_person').getAll(personId)])
    await Promise.all([
      ...refused.filter((event) => event.state === 'attention').map((event) => events.put({ ...event, state: 'waiting' })),
      ...stuck.filter((one) => one.state === 'attention').map((one) => attachments.put({ ...one, state: 'ready' })),
    ])
  })
}

/** A guard's decision about what the server refuses: it stays on this phone, and no longer counts as unsent. */
export async function putAside(id: string): Promise<void> {
  await writing(['events', 'attachments'], async (transaction) => {
    const [events, attachments] = [transaction.objectStore('events'), transaction.objectStore('attachments')]
    const [event, parts] = await Promise.all([events.get(id), attachments.index('by_event').getAll(id)])
    if (event && event.state !== 'attention') return
    if (event) await events.put({ ...event, state: 'aside' })
    await Promise.all(parts.filter((part) => part.state !== 'ready').map((part) => attachments.put({ ...part, state: 'aside' })))
  })
}

/** What still has to reach the server. */
const counted = <Row extends { state: string }>(rows: Row[]) => rows.filter((row) => row.state !== 'aside')

export async function summary(personId: string): Promise<Summary> {
  const [events, attachments] = [counted(await eventsOf(personId)), counted(await attachmentsOf(personId))]
  const ids = new Set([...events.map((event) => event.id), ...attachments.map((attachment) => attachment.event_id)])
  const ages = [...events, ...attachments].map((row) => row.created_at)
  return {
    records: ids.size,
    photos: attachments.length,
    attention: [...events, ...attachments].filter((row) => row.state === 'attention').length,
    oldest_at: ages.length ? Math.min(...ages) : null,
  }
}

/** How many records of anybody wait on this phone: a number only. */
export async function everyones(): Promise<number> {
  const [events, attachments] = await using((db) => Promise.all([db.getAll('events'), db.getAll('attachments')]))
  return new Set([...counted(events).map((event) => event.id), ...counted(attachments).map((attachment) => attachment.event_id)]).size
}

/** Removes what a person has left on this phone; refuses while anything of theirs is unsent. What was put aside was saved as a file before. */
export async function forget(personId: string): Promise<void> {
  await writing(['events', 'attachments', 'bytes', 'receipts', 'bundles', 'keys'], async (transaction) => {
    const events = await transaction.objectStore('events').index('by_person').getAll(personId)
    const attachments = await transaction.objectStore('attachments').index('by_person').getAll(personId)
    if (counted(events).length + counted(attachments).length > 0) throw new ApiProblem(0, 'unsent')
    const receipts = transaction.objectStore('receipts')
    const keys = await receipts.index('by_person').getAllKeys(personId)
    await Promise.all([
      ...keys.map((key) => receipts.delete(key)),
      ...events.map((event) => transaction.objectStore('events').delete(event.id)),
      ...attachments.flatMap(({ key }) => [transaction.objectStore('attachments').delete(key), transaction.objectStore('bytes').delete(key)]),
      transaction.objectStore('bundles').delete(bundlesOf(personId)),
      transaction.objectStore('keys').delete(personId),
    ])
  })
  forgetKey(personId)
}

export async function receipt(id: string): Promise<Receipt | undefined> {
  return using((db) => db.get('receipts', id))
}

export async function pruneReceipts(now = Date.now()): Promise<void> {
  await writing(['receipts'], async (transaction) => {
    const old = await transaction.objectStore('receipts').index('by_time').getAllKeys(IDBKeyRange.upperBound(now - RECEIPTS_KEPT_MS))
    await Promise.all(old.map((key) => transaction.objectStore('receipts').delete(key)))
  })
}
