import { flushPromises } from '@vue/test-utils'
import { effectScope } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiProblem } from '@/api/problem'
import { at, NOBODY } from '@/desk/rosters/sheet'

const server = vi.hoisted(() => ({ number: 4, version: 0, holder: null as string | null, sent: [] as { edit_number: number }[] }))

const shift = (person: string | null) => ({ id: 's1', on: '2026-12-01', person_id: person, post_id: 'gate', site_id: 'north', shift_type_id: 'd', start_at: '', end_at: '', slot: 1, locked: false, state: person ? 'unconfirmed' : 'vacant' })

vi.mock('@/live', () => ({ useLive: () => undefined }))
vi.mock('@/session/session', () => ({ has: () => true }))
vi.mock('@/api/client', () => ({
  withLanguage: (headers: object) => headers,
  speak: () => undefined,
  unwrap: (answer: Promise<unknown>) => answer,
  api: {
    GET: async (path: string) => {
      if (path.endsWith('/grid')) return { edit_number: server.number, version: server.version, from_on: '2026-12-01', until_on: '2026-12-31', days: [], people: [], posts: [], shifts: [shift(server.holder)], next: null }
      if (path.endsWith('/violations') || path.endsWith('/shift-types')) return { items: [], next: null }
      return { id: 'r', edit_number: server.number, version: server.version, undo: null, redo: null }
    },
    POST: async (_path: string, { body }: { body: { edit_number: number; changes: { person_id?: string | null }[] } }) => {
      server.sent.push(body)
      if (body.edit_number !== server.number) throw new ApiProblem(409, 'rosters.stale', 'changed')
      server.number += 1
      server.holder = body.changes[0]!.person_id ?? null
      return { dry_run: false, version: server.version, edit_number: server.number, shifts: [shift(server.holder)], violations: { new: [], gone: [] }, totals: [] }
    },
  },
}))

async function opened() {
  const { useRoster } = await import('@/desk/rosters/useRoster')
  const store = effectScope().run(() => useRoster('r'))!
  await flushPromises()
  return store
}

const standing = (store: Awaited<ReturnType<typeof opened>>, person: string) => at(store.sheet.value, person, '2026-12-01').length

describe('edits of a roster', () => {
  beforeEach(() => Object.assign(server, { number: 4, version: 0, holder: null, sent: [] }))

  it('are shown at once and sent one after the other, each knowing of the one before', async () => {
    const store = await opened()
    const done = [store.change([{ shift_id: 's1', person_id: 'ana' } as never]), store.change([{ shift_id: 's1', person_id: 'ben' } as never])]
    expect(standing(store, 'ben')).toBe(1)
    await done[0]
    expect(standing(store, 'ben')).toBe(1)
    await Promise.all(done)
    expect(server.sent.map((one) => one.edit_number)).toEqual([4, 5])
    expect(standing(store, 'ben')).toBe(1)
  })

  it('wait when somebody else was quicker: theirs is shown, mine is kept and made on demand', async () => {
    const store = await opened()
    Object.assign(server, { number: 7, holder: 'cara' })
    await Promise.all([store.change([{ shift_id: 's1', person_id: 'ana' } as never]), store.change([{ shift_id: 's1', locked: true } as never])])
    expect(standing(store, 'cara')).toBe(1)
    expect(store.missed.value.map((one) => one.change)).toEqual([{ shift_id: 's1', person_id: 'ana' }, { shift_id: 's1', locked: true }])
    expect(server.sent).toHaveLength(1)
    await store.again()
    expect(store.missed.value).toEqual([])
    expect(server.sent.at(-1)).toMatchObject({ changes: [{ shift_id: 's1', person_id: 'ana', locked: true }] })
    expect(standing(store, 'ana')).toBe(1)
  })

  it('of a published roster ask for a reason first', async () => {
    server.version = 2
    const store = await opened()
    await store.change([{ shift_id: 's1', person_id: 'ana' } as never])
    expect(server.sent).toEqual([])
    expect(store.amending.value).toMatchObject({ kind: 'edit' })
    expect(standing(store, NOBODY)).toBe(1)
  })
})
