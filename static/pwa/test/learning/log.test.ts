import { beforeEach, describe, expect, it, vi } from 'vitest'
import { outbox } from '@/outbox'
import * as queue from '@/outbox/queue'
import { session } from '@/session/session'
import type { Module } from '@/phone/learning/types'
import { ANA, BEN, emptyPhone } from '../outbox/helpers'

type Log = typeof import('@/phone/learning/log')

const question = { id: 'q1', kind: 'single', scenario: null, text: { zh: '', en: '' }, picture: null, options: [{ key: '1', text: { zh: '', en: '' } }, { key: '2', text: { zh: '', en: '' } }] }
const FIRE = { id: 'fire', version_id: 'v1', paper: { id: 'paper-1', questions: [question] } } as unknown as Module

const be = (id: string) => { session.me = { id } as never }

/** A killed app starts again: what was in memory is gone. */
async function started(): Promise<Log> {
  vi.resetModules()
  vi.doMock('@/session/session', () => ({ session }))
  vi.doMock('@/outbox', () => ({ outbox }))
  const log = await import('@/phone/learning/log')
  await log.openLog()
  return log
}

const waiting = async (person: string) => (await outbox.items(person)).map(({ id, kind, payload }) => ({ id, kind, payload }))

beforeEach(async () => {
  await emptyPhone()
  be(ANA)
})

describe('a test on the phone', () => {
  it('goes on where a killed app left it, on the same paper', async () => {
    const log = await started()
    await log.beginAttempt(FIRE)
    await log.answer('fire', { answers: { q1: ['2'] }, at: 1 })
    const again = await started()
    const other = { ...FIRE, paper: { id: 'paper-2', opens_at: null, questions: [] } }
    expect(await again.beginAttempt(other)).toMatchObject({ paper: { id: 'paper-1' }, answers: { q1: ['2'] }, at: 1 })
  })

  it('keeps the last of many quick answers', async () => {
    const log = await started()
    await log.beginAttempt(FIRE)
    await Promise.all(['1', '2', '1', '2'].map((key) => log.answer('fire', { answers: { q1: [key] } })))
    const again = await started()
    expect(again.draftOf('fire')?.answers).toEqual({ q1: ['2'] })
  })

  it('is handed in once, as a record of its own', async () => {
    const log = await started()
    const attempt = await log.beginAttempt(FIRE)
    await log.answer('fire', { answers: { q1: ['2'], gone: ['1'] } })
    await log.handIn('fire')
    await log.handIn('fire')
    expect(await waiting(ANA)).toEqual([{ id: attempt!.id, kind: 'training.attempt', payload: { paper_id: 'paper-1', started_at: attempt!.started_at, answers: { q1: ['2'] } } }])
    expect(log.draftOf('fire')).toBeUndefined()
    expect(log.marks()).toMatchObject([{ id: attempt!.id, payload: { module_id: 'fire' } }])
  })

  it('is handed in at the next start when the app was killed in the middle, with the same bytes', async () => {
    const log = await started()
    const attempt = await log.beginAttempt(FIRE)
    await log.answer('fire', { answers: { q1: ['1'] } })
    vi.spyOn(outbox, 'record').mockRejectedValueOnce(new Error('killed'))
    await expect(log.handIn('fire')).rejects.toThrow('killed')
    expect(await waiting(ANA)).toEqual([])
    await started()
    expect(await waiting(ANA)).toMatchObject([{ id: attempt!.id, payload: { answers: { q1: ['1'] } } }])
  })

  it('is not handed in again once the server has confirmed it', async () => {
    const log = await started()
    const attempt = await log.beginAttempt(FIRE)
    await log.handIn('fire')
    await queue.settle({ id: attempt!.id, person_id: ANA, sha256: '', verdict: 'accepted', flags: [], at: Date.now() })
    await log.catchUp(async () => undefined, () => true)
    const again = await started()
    expect(again.marks()).toEqual([])
    expect(await waiting(ANA)).toEqual([])
  })

  it('is not sent anew when the server has refused it', async () => {
    const log = await started()
    const attempt = await log.beginAttempt(FIRE)
    await log.handIn('fire')
    await queue.setAside(attempt!.id, { status: 200, code: 'rejected', detail: null })
    await log.catchUp(async () => undefined, () => true)
    await started()
    expect((await outbox.items(ANA)).map((item) => item.state)).toEqual(['attention'])
  })

  it('belongs to its guard', async () => {
    const log = await started()
    await log.beginAttempt(FIRE)
    await log.answer('fire', { answers: { q1: ['2'] } })
    be(BEN)
    await log.openLog()
    expect(log.draftOf('fire')).toBeUndefined()
    be(ANA)
    await log.openLog()
    expect(log.draftOf('fire')?.answers).toEqual({ q1: ['2'] })
  })

  it('does not begin without a paper', async () => {
    const log = await started()
    expect(await log.beginAttempt({ ...FIRE, paper: null } as Module)).toBeUndefined()
  })
})

describe('what was learned without a network', () => {
  it('counts on this phone until the server shows it', async () => {
    const log = await started()
    await log.act('training.lesson_read', { module_id: 'fire', version_id: 'v1', lesson: 'one', seconds: 40 })
    await log.catchUp(async () => undefined, () => true)
    expect(log.marks()).toHaveLength(1)
    const [record] = await waiting(ANA)
    await queue.settle({ id: record!.id, person_id: ANA, sha256: '', verdict: 'accepted', flags: [], at: Date.now() })
    await log.catchUp(async () => undefined, () => false)
    expect(log.marks()).toHaveLength(1)
    await log.catchUp(async () => undefined, () => true)
    expect(log.marks()).toEqual([])
  })
})
