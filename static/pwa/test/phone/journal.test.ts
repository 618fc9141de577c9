import { beforeEach, describe, expect, it, vi } from 'vitest'
import { outbox } from '@/outbox'
import { session } from '@/session/session'
import { ANA, BEN, emptyPhone } from '../outbox/helpers'

type Journal = typeof import('@/phone/journal')

const SCAN = { code: 'A'.repeat(26), method: 'camera' as const }
const HERE = { checkpoint_id: 'east' }

const be = (id: string) => { session.me = { id } as never }

/** A killed app starts again: what was in memory is gone. */
async function started(): Promise<Journal> {
  vi.resetModules()
  vi.doMock('@/session/session', () => ({ session }))
  vi.doMock('@/outbox', () => ({ outbox }))
  return import('@/phone/journal')
}

const waiting = async (person: string) => (await outbox.items(person)).map((item) => item.kind)

beforeEach(async () => {
  await emptyPhone()
  be(ANA)
})

describe('the journal', () => {
  it('remembers over a restart what was recorded', async () => {
    const journal = await started()
    await journal.act('scan', SCAN, HERE)
    const again = await started()
    await again.openJournal()
    expect(again.marks()).toMatchObject([{ kind: 'scan', payload: { checkpoint_id: 'east', method: 'camera' } }])
    expect(await waiting(ANA)).toEqual(['scan'])
  })

  it('belongs to its guard', async () => {
    const journal = await started()
    await journal.act('scan', SCAN, HERE)
    be(BEN)
    const opening = journal.openJournal()
    expect(journal.marks()).toEqual([])
    await opening
    expect(journal.marks()).toEqual([])
    be(ANA)
    await journal.openJournal()
    expect(journal.marks()).toHaveLength(1)
  })

  it('loses nothing that is recorded while it is still being opened', async () => {
    await (await started()).act('scan', SCAN, HERE)
    const journal = await started()
    void journal.openJournal()
    await journal.act('patrol.ended', { patrol_id: 'one' })
    expect(journal.marks().map((mark) => mark.kind)).toEqual(['scan', 'patrol.ended'])
  })
})

describe('a scan whose checklist is open', () => {
  it('counts already, and is recorded once it is answered', async () => {
    const journal = await started()
    await journal.holdScan(SCAN, HERE)
    expect(journal.marks()).toHaveLength(1)
    expect(await waiting(ANA)).toEqual([])
    await journal.finishDraft({ exit: { ok: true } })
    expect(journal.marks()).toMatchObject([{ payload: { answers: { exit: { ok: true } } } }])
    expect(await waiting(ANA)).toEqual(['scan'])
  })

  it('is recorded at the next start with what had been answered', async () => {
    const journal = await started()
    await journal.holdScan(SCAN, HERE)
    await journal.holdAnswers({ exit: { ok: false, note: 'blocked' } })
    const again = await started()
    await again.openJournal()
    expect(again.marks()).toMatchObject([{ payload: { answers: { exit: { ok: false, note: 'blocked' } } } }])
    expect(await waiting(ANA)).toEqual(['scan'])
  })

  it('is recorded once, with the same id, though the app is killed right after', async () => {
    const journal = await started()
    await journal.holdScan(SCAN, HERE)
    const id = journal.marks()[0]!.id
    await journal.finishDraft({})
    await journal.finishDraft({})
    expect((await outbox.items(ANA)).map((item) => item.id)).toEqual([id])
  })

  it('gives way to the next scan', async () => {
    const journal = await started()
    await journal.holdScan(SCAN, HERE)
    await journal.holdScan(SCAN, { checkpoint_id: 'pump' })
    expect(await waiting(ANA)).toEqual(['scan'])
    expect(journal.marks().map((mark) => mark.payload.checkpoint_id)).toEqual(['east', 'pump'])
  })
})

describe('catching up with the server', () => {
  it('drops what had been sent and keeps what still waits', async () => {
    const journal = await started()
    await journal.act('scan', SCAN, HERE)
    await journal.catchUp(async () => undefined, () => true)
    expect(journal.marks()).toHaveLength(1)
    vi.spyOn(outbox, 'items').mockResolvedValueOnce([])
    await journal.catchUp(async () => undefined, () => true)
    expect(journal.marks()).toEqual([])
  })

  it('drops nothing when the server was not reached', async () => {
    const journal = await started()
    await journal.act('scan', SCAN, HERE)
    vi.spyOn(outbox, 'items').mockResolvedValueOnce([])
    await journal.catchUp(async () => undefined, () => false)
    expect(journal.marks()).toHaveLength(1)
  })
})
