import { beforeEach, describe, expect, it, vi } from 'vitest'
import { outbox } from '@/outbox'
import * as queue from '@/outbox/queue'
import { session } from '@/session/session'
import { ANA, BEN, emptyPhone, photo } from '../outbox/helpers'

const be = (id: string) => { session.me = { id } as never }

/** A killed app starts again: what was in memory is gone. */
async function started() {
  vi.resetModules()
  vi.doMock('@/session/session', () => ({ session }))
  vi.doMock('@/outbox', () => ({ outbox }))
  const { log } = await import('@/phone/shifts/log')
  await log.open()
  return log
}

const IN = { kind: 'in', site_id: 'site', method: 'button' } as const
const fetched = async () => undefined
const kinds = (marks: { kind: string }[]) => marks.map((one) => one.kind)
const settle = (id: string) => queue.settle({ id, person_id: ANA, sha256: '', verdict: 'accepted', flags: [], at: Date.now() })

beforeEach(async () => {
  await emptyPhone()
  be(ANA)
})

describe('what a guard records of shifts', () => {
  it('is there after a restart, and waits to be sent once', async () => {
    const log = await started()
    const mark = await log.act('schedules.punch', IN)
    expect((await started()).marks.value).toMatchObject([{ id: mark.id, payload: IN }])
    expect((await outbox.items(ANA)).map((item) => item.id)).toEqual([mark.id])
  })

  it('is there even if the app was killed before it could be marked', async () => {
    const log = await started()
    vi.spyOn(outbox, 'keepBundle').mockRejectedValueOnce(new Error('killed'))
    await expect(log.act('schedules.punch', IN)).rejects.toThrow('killed')
    expect(kinds((await started()).marks.value)).toEqual(['schedules.punch'])
  })

  it('has the time of the tap, however long the position took', async () => {
    const log = await started()
    const mark = await log.act('schedules.punch', IN, {}, { occurred_at: '2026-11-23T13:58:00.000Z' })
    expect(mark.occurred_at).toBe('2026-11-23T13:58:00.000Z')
    expect((await outbox.items(ANA))[0]!.occurred_at).toBe(mark.occurred_at)
  })

  it('stays until it was sent and what the server has was fetched', async () => {
    const log = await started()
    const mark = await log.act('schedules.wish', { withdraws: 'w' })
    await log.catchUp(fetched, () => true)
    expect(log.marks.value).toHaveLength(1)
    await settle(mark.id)
    await log.catchUp(fetched, () => false)
    expect(log.marks.value).toHaveLength(1)
    await log.catchUp(fetched, () => true)
    expect(log.marks.value).toEqual([])
  })

  it('stays when it is recorded while an answer is under way', async () => {
    const log = await started()
    await log.catchUp(async () => { await log.act('schedules.punch', IN) }, () => true)
    expect(log.marks.value).toHaveLength(1)
  })

  it('is shown as refused until its guard has put it aside', async () => {
    const log = await started()
    const mark = await log.act('schedules.leave_asked', { kind: 'annual', from_on: '2026-12-01', until_on: '2026-12-01', from_half: false, until_half: false })
    await queue.setAside(mark.id, { status: 200, code: 'leave.overlaps', detail: 'There is leave already.' })
    await log.catchUp(fetched, () => true)
    expect(log.marks.value).toMatchObject([{ id: mark.id, refused: true }])
    await queue.putAside(mark.id)
    await log.catchUp(fetched, () => true)
    expect(log.marks.value).toEqual([])
  })

  it('belongs to its guard', async () => {
    const log = await started()
    await log.act('schedules.punch', IN)
    be(BEN)
    await log.open()
    expect(log.marks.value).toEqual([])
  })
})

describe('the photo of a punch', () => {
  it('is declared as one, and goes with it', async () => {
    const log = await started()
    const face = photo()
    const mark = await log.act('schedules.punch', IN, {}, { photo: face })
    const [item] = await outbox.items(ANA)
    expect(item).toMatchObject({ id: mark.id, photos: 1, payload: { photo: { size_bytes: face.size, type: 'image/jpeg' } } })
    expect(item!.payload).not.toHaveProperty('photos')
  })
})
