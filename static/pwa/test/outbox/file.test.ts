// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { keepBundle, readBundle } from '@/outbox/bundle'
import { using } from '@/outbox/database'
import { queueFile } from '@/outbox/file'
import { sha256 } from '@/outbox/ids'
import * as queue from '@/outbox/queue'
import { waitingItems } from '@/outbox/items'
import { ANA, BEN, emptyPhone, finding, photo, scan, sender } from './helpers'
import { FakeServer } from './server'

beforeEach(emptyPhone)

describe('the queue as a file', () => {
  it('holds each of the guard’s records and photos, nobody else’s, and takes nothing away', async () => {
    await finding([photo(), photo()])
    await scan()
    await scan(BEN)
    const saved = JSON.parse(await (await queueFile(ANA)).text())
    expect(saved.events).toHaveLength(2)
    expect(saved.attachments).toHaveLength(2)
    for (const attachment of saved.attachments) {
      const bytes = Uint8Array.from(Buffer.from(attachment.base64, 'base64'))
      expect(await sha256(bytes)).toBe(attachment.sha256)
    }
    expect(await queue.everyones()).toBe(3)
  })

  it('of an empty queue is still a readable file', async () => {
    expect(JSON.parse(await (await queueFile(ANA)).text())).toMatchObject({ events: [], attachments: [] })
  })

  it('says so when a record can no longer be read, and keeps the others', async () => {
    const { id } = await scan()
    await scan()
    await using(async (db) => {
      const event = (await db.get('events', id))!
      await db.put('events', { ...event, text: { ...event.text, data: new ArrayBuffer(20) } })
    })
    const saved = JSON.parse(await (await queueFile(ANA)).text())
    expect(saved.events.map((row: { event: unknown }) => row.event === null).sort()).toEqual([false, true])
    await sender(new FakeServer()).kick()
    expect(await queue.eventsOf(ANA)).toMatchObject([{ id, state: 'attention', trouble: { code: 'unreadable' } }])
    expect(await waitingItems(ANA)).toMatchObject([{ id, kind: null, state: 'attention' }])
  })
})

describe('the bundle on the phone', () => {
  it('comes back for its guard and for nobody else', async () => {
    await keepBundle(ANA, 'rounds', { etag: '"1"', fetched_at: 5, text: '{"rounds":["东门"]}' })
    expect(await readBundle(ANA, 'rounds')).toEqual({ etag: '"1"', fetched_at: 5, text: '{"rounds":["东门"]}' })
    expect(await readBundle(BEN, 'rounds')).toBeNull()
  })

  it('lies encrypted', async () => {
    await keepBundle(ANA, 'rounds', { etag: null, fetched_at: 5, text: '{"rounds":["PLAINBUNDLE"]}' })
    const kept = await using((db) => db.get('bundles', `${ANA}/rounds`))
    expect(Buffer.from(kept!.text.data).toString('latin1')).not.toContain('PLAINBUNDLE')
  })

  it('are kept apart by name, and forgotten with their guard', async () => {
    for (const person of [ANA, BEN]) {
      await keepBundle(person, 'rounds', { etag: null, fetched_at: 1, text: '"rounds"' })
      await keepBundle(person, 'learning', { etag: null, fetched_at: 2, text: '"learning"' })
    }
    expect((await readBundle(ANA, 'learning'))?.text).toBe('"learning"')
    await queue.forget(ANA)
    expect(await readBundle(ANA, 'rounds')).toBeNull()
    expect(await readBundle(ANA, 'learning')).toBeNull()
    expect((await readBundle(BEN, 'learning'))?.text).toBe('"learning"')
  })
})
