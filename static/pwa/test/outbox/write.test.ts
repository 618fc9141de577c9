// @vitest-environment node
import { forceCloseDatabase } from 'fake-indexeddb'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { using } from '@/outbox/database'
import { newId, sha256 } from '@/outbox/ids'
import { waitingItems } from '@/outbox/items'
import * as queue from '@/outbox/queue'
import { unsealText } from '@/outbox/vault'
import { ANA, BEN, emptyPhone, finding, photo, restart, scan } from './helpers'

beforeEach(emptyPhone)
afterEach(() => vi.restoreAllMocks())

const stores = () => using(async (db) => ({ events: await db.count('events'), attachments: await db.count('attachments'), bytes: await db.count('bytes') }))

describe('a record on the phone', () => {
  it('is there with its photos after a restart, byte for byte', async () => {
    const pictures = [photo(), photo()]
    const { id } = await finding(pictures)
    await restart()
    const [item] = await waitingItems(ANA)
    expect(item).toMatchObject({ id, kind: 'finding', photos: 2, state: 'waiting', payload: { text: '消防通道堵塞' } })
    const attachments = await queue.attachmentsOf(ANA)
    for (const [index, attachment] of attachments.entries()) {
      const bytes = await queue.attachmentBytes(attachment)
      expect(new Uint8Array(bytes!)).toEqual(new Uint8Array(await pictures[index]!.arrayBuffer()))
    }
  })

  it('declares the hash, size and type of each photo in the event itself', async () => {
    const picture = photo(500)
    await finding([picture])
    const [item] = await waitingItems(ANA)
    expect(item!.payload!.photos).toEqual([{ sha256: await sha256(await picture.arrayBuffer()), size_bytes: 500, type: 'image/jpeg' }])
  })

  it('declares a voice note apart from the photos', async () => {
    const note = new Blob([new Uint8Array(300)], { type: 'audio/webm' })
    await finding([photo()], ANA, { voice: { blob: note, seconds: 4 } })
    const [item] = await waitingItems(ANA)
    expect(item!.payload!.voice).toMatchObject({ size_bytes: 300, type: 'audio/webm', seconds: 4 })
    expect(item!.photos).toBe(2)
  })

  it('keeps ten photos saved within 100 ms', async () => {
    const saved = await Promise.all(Array.from({ length: 10 }, () => finding([photo()])))
    expect(new Set(saved.map(({ id }) => id)).size).toBe(10)
    expect(await stores()).toEqual({ events: 10, attachments: 10, bytes: 10 })
  })

  it('keeps two equal photos of one finding', async () => {
    const bytes = new Uint8Array(100).fill(7)
    await finding([new Blob([bytes], { type: 'image/jpeg' }), new Blob([bytes], { type: 'image/jpeg' })])
    expect(await stores()).toEqual({ events: 1, attachments: 2, bytes: 2 })
  })

  it('lies encrypted: neither words nor photo bytes can be found in the storage', async () => {
    await finding([new Blob(['PLAINPHOTO'.repeat(20)])])
    const raw = await using(async (db) => [...(await db.getAll('events')).map((event) => event.text.data), ...(await db.getAll('bytes')).map((sealed) => sealed.data)])
    for (const data of raw) {
      const text = Buffer.from(data).toString('latin1')
      expect(text).not.toContain('PLAINPHOTO')
      expect(text).not.toContain('site_id')
    }
  })

  it('cannot be read with another guard’s key, nor moved to another record', async () => {
    const first = await scan(ANA)
    await scan(BEN)
    const [event] = await queue.eventsOf(ANA)
    await expect(unsealText(BEN, first.id, event!.text)).rejects.toThrow()
    await expect(unsealText(ANA, newId(), event!.text)).rejects.toThrow()
  })

  it('uses a key that no script can export', async () => {
    await scan()
    const key = await using((db) => db.get('keys', ANA))
    expect(key!.extractable).toBe(false)
  })
})

describe('a save that is cut short', () => {
  it('is whole after the connection was killed in the middle of the write', async () => {
    const original = IDBDatabase.prototype.transaction
    let killed = 0
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>) {
      const transaction = original.apply(this, args)
      if (args[1] === 'readwrite' && [args[0]].flat().includes('bytes') && killed < 2) queueMicrotask(() => kill(this, transaction))
      return transaction
    })
    const kill = (db: IDBDatabase, transaction: IDBTransaction) => {
      killed += 1
      transaction.abort()
      forceCloseDatabase(db as never)
    }
    const { id } = await finding([photo(), photo()])
    expect(killed).toBe(2)
    expect(await stores()).toEqual({ events: 1, attachments: 2, bytes: 2 })
    expect((await queue.eventsOf(ANA))[0]!.id).toBe(id)
  })

  it('leaves nothing behind when a photo cannot be written', async () => {
    const put = IDBObjectStore.prototype.put
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args: Parameters<IDBObjectStore['put']>) {
      if (this.name === 'bytes') throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, args)
    })
    await expect(finding([photo()])).rejects.toMatchObject({ code: 'storage' })
    vi.restoreAllMocks()
    expect(await stores()).toEqual({ events: 0, attachments: 0, bytes: 0 })
  })

  it('never reports success when the browser lost the write silently', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore) {
      return this.count()
    } as never)
    await expect(scan()).rejects.toMatchObject({ code: 'storage' })
  })

  it('never reports success when the photo came back damaged', async () => {
    const put = IDBObjectStore.prototype.put
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
      const sealed = value as { data?: ArrayBuffer }
      if (this.name === 'bytes') new Uint8Array(sealed.data!)[3]! ^= 1
      return key === undefined ? put.call(this, value) : put.call(this, value, key)
    })
    await expect(finding([photo()])).rejects.toThrow()
  })

  it('fails aloud after the storage stays away', async () => {
    await scan()
    const original = IDBDatabase.prototype.transaction
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args: Parameters<IDBDatabase['transaction']>) {
      if (args[1] !== 'readwrite') return original.apply(this, args)
      throw new DOMException('The database connection is closing', 'InvalidStateError')
    })
    await expect(scan()).rejects.toMatchObject({ code: 'storage' })
  })

  it('asks for the disk, not only for the memory', async () => {
    const opened = vi.spyOn(IDBDatabase.prototype, 'transaction')
    await finding([photo()])
    const writes = opened.mock.calls.filter(([, mode]) => mode === 'readwrite')
    expect(writes.length).toBeGreaterThan(0)
    expect(writes.every(([, , options]) => options?.durability === 'strict')).toBe(true)
  })

  it('writes an event and its photos in one transaction', async () => {
    const opened = vi.spyOn(IDBDatabase.prototype, 'transaction')
    await finding([photo(), photo()])
    const writes = opened.mock.calls.filter(([names, mode]) => mode === 'readwrite' && [names].flat().includes('events'))
    expect(writes.map(([names]) => names)).toEqual([['events', 'attachments', 'bytes']])
  })
})

describe('what a person may remove', () => {
  it('refuses to forget somebody whose records exist only here', async () => {
    await scan()
    await expect(queue.forget(ANA)).rejects.toMatchObject({ code: 'unsent' })
    expect(await queue.everyones()).toBe(1)
  })

  it('forgets one guard and leaves the other’s queue alone', async () => {
    await scan(BEN)
    await queue.forget(ANA)
    expect(await queue.summary(BEN)).toMatchObject({ records: 1 })
  })

  it('keeps the queue when caches are cleared and the app’s other storage is gone', async () => {
    const { id } = await scan()
    const other = await openDB('anxun-session', 1)
    other.close()
    await restart()
    expect((await queue.eventsOf(ANA))[0]!.id).toBe(id)
  })
})

describe('ids', () => {
  it('are version 7, unique and in order even within a millisecond and after the clock was set back', () => {
    const now = Date.now() + 10_000
    const ids = [...Array.from({ length: 5_000 }, () => newId(now)), ...Array.from({ length: 10 }, () => newId(now - 3_600_000))]
    expect(new Set(ids).size).toBe(ids.length)
    expect([...ids].sort()).toEqual(ids)
    expect(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true)
  })

  it('carry the time', () => {
    const id = newId(Date.now() + 60_000)
    expect(Math.abs(Number.parseInt(id.replace('-', '').slice(0, 12), 16) - Date.now())).toBeLessThan(70_000)
  })
})
