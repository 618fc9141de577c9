// @vitest-environment node
import { beforeEach, describe, expect, it } from 'vitest'
import { ApiProblem } from '@/api/problem'
import { Backoff } from '@/outbox/backoff'
import { using } from '@/outbox/database'
import * as queue from '@/outbox/queue'
import { envelope, Sender } from '@/outbox/sender'
import { enqueue } from '@/outbox/write'
import { ANA, BEN, emptyPhone, finding, photo, restart, scan, sender } from './helpers'
import { FakeServer, textsIn } from './server'

let server: FakeServer

beforeEach(async () => {
  await emptyPhone()
  server = new FakeServer()
})

const left = () => queue.everyones()
const times = (count: number, fault: ApiProblem | 'before' | 'after', call = 'sync') => {
  let remaining = count
  return (made: string) => (made === call && remaining-- > 0 ? fault : null)
}

describe('sending', () => {
  it('sends the texts exactly as they were written, in order, a hundred at a time', async () => {
    for (let count = 0; count < 230; count += 1) await scan()
    const before = await queue.nextBatch(ANA, 1_000, 1e9, new Set())
    await sender(server).kick()
    expect(server.batches.map((batch) => batch.ids.length)).toEqual([100, 100, 30])
    expect([...server.events.values()].map((event) => event.text)).toEqual(before.map((event) => event.text))
    expect(await left()).toBe(0)
  })

  it('keeps a receipt without the content', async () => {
    const { id } = await scan()
    await sender(server).kick()
    const receipt = await queue.receipt(id)
    expect(receipt).toMatchObject({ verdict: 'accepted', person_id: ANA })
    expect(JSON.stringify(receipt)).not.toContain('AAAA')
  })

  it('loses and doubles nothing when the answer is lost after the body', async () => {
    await scan()
    server.fault = times(1, 'after')
    const phone = sender(server)
    await phone.kick()
    expect(await left()).toBe(1)
    await phone.kick()
    expect(await left()).toBe(0)
    expect(server.events.size).toBe(1)
  })

  it('finishes what was partly sent before a restart', async () => {
    for (let count = 0; count < 150; count += 1) await scan()
    let calls = 0
    server.fault = (call) => (call === 'sync' && ++calls === 2 ? 'after' : null)
    await sender(server).kick()
    expect(await left()).toBe(50)
    await restart()
    await sender(server).kick()
    expect(await left()).toBe(0)
    expect(server.events.size).toBe(150)
  })

  it('deletes only what was answered with the hash of the very bytes', async () => {
    const good = await scan()
    const bad = await scan()
    const honest = server.sync.bind(server)
    server.sync = async (person, body) => {
      const { verdicts } = await honest(person, body)
      return { verdicts: verdicts.map((verdict) => (verdict.id === bad.id ? { ...verdict, sha256: '0'.repeat(64) } : verdict)) }
    }
    await sender(server).kick()
    const events = await queue.eventsOf(ANA)
    expect(events).toMatchObject([{ id: bad.id, state: 'attention', trouble: { code: 'hash_differs' } }])
    expect(await queue.receipt(good.id)).toBeDefined()
    expect(await queue.receipt(bad.id)).toBeUndefined()
  })

  it('keeps an event that the answer left out', async () => {
    await scan()
    const honest = server.sync.bind(server)
    server.sync = async (person, body) => ({ verdicts: (await honest(person, body)).verdicts.slice(1) })
    await sender(server).kick()
    expect(await queue.eventsOf(ANA)).toMatchObject([{ state: 'waiting' }])
  })

  it.each([401, 408, 425, 429, 500, 502, 503, 507])('tries again after %i', async (status) => {
    await scan()
    server.fault = times(1, new ApiProblem(status, 'x'))
    const phone = sender(server)
    await phone.kick()
    expect(await queue.summary(ANA)).toMatchObject({ records: 1, attention: 0 })
    await phone.kick()
    expect(await left()).toBe(0)
  })

  it.each([400, 403, 404, 409, 413, 422])('keeps what was refused with %i for a person to see', async (status) => {
    await scan()
    server.fault = () => new ApiProblem(status, 'evidence.refused', 'a sentence')
    const phone = sender(server)
    await phone.kick()
    await phone.kick()
    expect(await queue.eventsOf(ANA)).toMatchObject([{ state: 'attention', trouble: { status, detail: 'a sentence' } }])
  })

  it('finds the one event that spoils a batch and sends the others', async () => {
    const saved = []
    for (let count = 0; count < 20; count += 1) saved.push(await scan())
    const spoiler = saved[13]!.id
    const honest = server.sync.bind(server)
    server.sync = async (person, body) => {
      if (body.includes(spoiler)) throw new ApiProblem(422, 'invalid', 'not readable')
      return honest(person, body)
    }
    await sender(server).kick()
    expect(await queue.eventsOf(ANA)).toMatchObject([{ id: spoiler, state: 'attention' }])
    expect(server.events.size).toBe(19)
  })

  it('shows a rejected and a conflicting event, and never drops them', async () => {
    const rejected = await scan()
    const conflicting = await scan()
    server.reject = (event) => {
      if (event.id === rejected.id) return { verdict: 'rejected', code: 'checkpoints.tag_unknown', detail: 'Unknown tag.' }
      return event.id === conflicting.id ? { verdict: 'conflict', code: 'evidence.conflict' } : null
    }
    await sender(server).kick()
    expect((await queue.eventsOf(ANA)).map((event) => event.trouble?.code).sort()).toEqual(['checkpoints.tag_unknown', 'evidence.conflict'])
    await queue.reconsider(ANA)
    server.reject = () => null
    await sender(server).kick()
    expect(await left()).toBe(0)
  })

  it('sends a thousand records by itself, each once', async () => {
    for (let count = 0; count < 1_000; count += 1) await scan()
    let calls = 0
    server.fault = (call) => (call === 'sync' && ++calls % 3 === 0 ? 'after' : null)
    const phone = sender(server)
    for (let round = 0; round < 12 && (await left()) > 0; round += 1) await phone.kick()
    expect(await left()).toBe(0)
    expect(server.events.size).toBe(1_000)
  }, 60_000)

  it('is one sender, however often it is asked, and misses nothing written meanwhile', async () => {
    await scan()
    let inside = 0
    let most = 0
    const honest = server.sync.bind(server)
    let late: Promise<unknown> | null = null
    server.sync = async (person, body) => {
      most = Math.max(most, ++inside)
      late ??= scan()
      await new Promise((resolve) => setTimeout(resolve, 20))
      inside -= 1
      return honest(person, body)
    }
    const tabs = [sender(server), sender(server), sender(server)]
    await Promise.all(tabs.flatMap((tab) => [tab.kick(), tab.kick()]))
    expect(most).toBe(1)
    expect(await left()).toBe(0)
    expect(server.events.size).toBe(2)
  })
})

describe('photos', () => {
  it('go up only after their event was accepted', async () => {
    await finding([photo()])
    server.fault = (call) => (call === 'sync' ? 'before' : null)
    await sender(server).kick()
    expect(server.uploads).toEqual([])
    server.fault = () => null
    await sender(server).kick()
    expect(server.photos.size).toBe(1)
    expect(await left()).toBe(0)
  })

  it('all arrive over a network that fails every other time', async () => {
    for (let count = 0; count < 5; count += 1) await finding([photo(), photo(), photo(), photo()])
    let calls = 0
    server.fault = () => (calls++ % 2 ? null : calls % 3 ? 'before' : 'after')
    const phone = sender(server)
    for (let round = 0; round < 80 && (await left()) > 0; round += 1) await phone.kick()
    expect(await left()).toBe(0)
    expect(server.photos.size).toBe(20)
  })

  it('keeps a finding unsent until its last photo is there, and goes on after a restart', async () => {
    await finding([photo(), photo(), photo()])
    let uploads = 0
    server.fault = (call) => (call === 'upload' && ++uploads === 2 ? 'after' : null)
    await sender(server).kick()
    expect(await queue.summary(ANA)).toMatchObject({ records: 1, photos: 2 })
    await restart()
    await sender(server).kick()
    expect(server.photos.size).toBe(3)
    expect(await left()).toBe(0)
  })

  it('counts two equal photos as two and is done with both', async () => {
    const same = () => new Blob([new Uint8Array(50).fill(9)], { type: 'image/jpeg' })
    await finding([same(), same()])
    await sender(server).kick()
    expect(server.photos.size).toBe(1)
    expect(await left()).toBe(0)
  })

  it('of a rejected finding stay on the phone', async () => {
    await finding([photo()])
    server.reject = () => ({ verdict: 'rejected', code: 'findings.category_unknown' })
    await sender(server).kick()
    expect(await queue.summary(ANA)).toMatchObject({ records: 1, photos: 1, attention: 1 })
    expect(await using((db) => db.count('bytes'))).toBe(1)
  })

  it('put aside with their finding stay on the phone, count no longer, and go when the guard goes', async () => {
    const { id } = await finding([photo()])
    await scan()
    server.reject = (event) => (event.id === id ? { verdict: 'rejected', code: 'findings.category_unknown' } : null)
    await queue.putAside(id)
    expect(await queue.summary(ANA)).toMatchObject({ records: 2 })
    await sender(server).kick()
    await queue.putAside(id)
    expect(await queue.summary(ANA)).toMatchObject({ records: 0, photos: 0, attention: 0, oldest_at: null })
    expect([await left(), await using((db) => db.count('bytes'))]).toEqual([0, 1])
    await sender(server).kick()
    expect(server.photos.size).toBe(0)
    await queue.forget(ANA)
    expect(await using((db) => db.count('bytes'))).toBe(0)
  })

  it('that the server refuses need attention and do not stop the next', async () => {
    await finding([photo(), photo()])
    let uploads = 0
    server.fault = (call) => (call === 'upload' && ++uploads === 1 ? new ApiProblem(415, 'uploads.type') : null)
    await sender(server).kick()
    expect(await queue.summary(ANA)).toMatchObject({ photos: 1, attention: 1 })
  })
})

describe('two guards on one phone', () => {
  it('send as themselves, whoever is signed in', async () => {
    await scan(ANA)
    await scan(BEN)
    await sender(server).kick()
    expect(new Set(server.batches.map((batch) => batch.person))).toEqual(new Set([ANA, BEN]))
    for (const event of server.events.values()) expect([ANA, BEN]).toContain(event.person)
    expect(await left()).toBe(0)
  })

  it('do not wait for each other: one must sign in again, the other sends', async () => {
    await scan(ANA)
    await scan(BEN)
    const honest = server.sync.bind(server)
    server.sync = async (person, body) => {
      if (person === ANA) throw new ApiProblem(401, 'unauthorized')
      return honest(person, body)
    }
    await sender(server).kick()
    expect(await queue.summary(ANA)).toMatchObject({ records: 1, attention: 0 })
    expect(await queue.summary(BEN)).toMatchObject({ records: 0 })
  })

  it('see only their own', async () => {
    await scan(ANA)
    await scan(ANA)
    await scan(BEN)
    expect((await queue.summary(ANA)).records).toBe(2)
    expect((await queue.summary(BEN)).records).toBe(1)
  })
})

describe('waiting after failures', () => {
  it('doubles, is capped, has jitter, and obeys Retry-After', () => {
    let clock = 0
    const backoff = new Backoff(() => 0.5, () => clock)
    const waits = Array.from({ length: 12 }, () => {
      backoff.failed(ANA)
      return backoff.next()
    })
    expect(waits.slice(0, 3)).toEqual([1_500, 3_000, 6_000])
    expect(Math.max(...waits.map(Number))).toBeLessThanOrEqual(300_000)
    backoff.succeeded(ANA)
    backoff.failed(ANA, 90)
    expect(backoff.next()).toBe(90_000)
    expect(backoff.ready(ANA)).toBe(false)
    clock = 90_000
    expect(backoff.ready(ANA)).toBe(true)
  })

  it('does not wait for ever when the clock was set back', () => {
    let clock = 10 * 86_400_000
    const backoff = new Backoff(() => 0.5, () => clock)
    backoff.failed(ANA)
    clock = 0
    expect(backoff.ready(ANA)).toBe(true)
  })

  it('is over when a person presses "send now"', async () => {
    await scan()
    server.fault = times(1, 'before')
    const phone = new Sender(server)
    await phone.kick()
    await phone.kick()
    expect(await left()).toBe(1)
    await phone.kick({ force: true })
    expect(await left()).toBe(0)
  })
})

it('a write after the answer was received but before it was settled is a duplicate, not a loss', async () => {
  const { id } = await scan()
  const [row] = await queue.eventsOf(ANA)
  await sender(server).kick()
  await using((db) => db.put('events', row!))
  await sender(server).kick()
  expect(await left()).toBe(0)
  expect(await queue.receipt(id)).toMatchObject({ verdict: 'duplicate' })
})

it('the request holds the events’ own bytes, whatever is written in them', async () => {
  await enqueue({ person_id: ANA, kind: 'finding', payload: { site_id: 's', category: 'c', severity: 1, text: '"}],{\\ 引号 😀 \ud800' } })
  const batch = await queue.nextBatch(ANA, 10, 1e6, new Set())
  const body = envelope(batch)
  expect(JSON.parse(body).events).toHaveLength(1)
  expect(textsIn(body)).toEqual(batch.map((event) => event.text))
})
