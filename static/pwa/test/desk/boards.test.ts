import { beforeEach, describe, expect, it } from 'vitest'
import type { Finding, FindingDetail, TodayFinding, TodaySite } from '@/desk/boards/answers'
import { byUrgency, findingsOf, shaOf } from '@/desk/boards/attention'
import { byWeight, deedsFor } from '@/desk/boards/findings'
import { addressOf, chosen } from '@/desk/boards/useFilters'
import { usePages } from '@/desk/boards/usePages'
import { session } from '@/session/session'

const site = (site_name: string, over: Partial<TodaySite> = {}) => ({ site_id: site_name, site_name, time_zone: 'Asia/Shanghai', running: [], starting: [], late: [], missed: [], findings: [], open_exceptions: 0, ...over }) as unknown as TodaySite
const heard = (id: string, opened_at: string, over: Partial<TodayFinding> = {}) => ({ id, opened_at, sos: false, status: 'open', ...over }) as TodayFinding

describe('today', () => {
  it('shows a call for help first, then what is late or missed, then what waits for a decision, then what runs', () => {
    const sites = [
      site('Quiet'),
      site('Running', { running: [{}] as never }),
      site('Undecided', { open_exceptions: 1 }),
      site('Late', { late: [{}] as never }),
      site('Help', { findings: [heard('f', '2026-11-22T10:00:00Z', { sos: true })] }),
    ]
    expect(byUrgency(sites).map((one) => one.site_name)).toEqual(['Help', 'Late', 'Undecided', 'Running', 'Quiet'])
  })

  it('lets a settled call for help rest', () => {
    const settled = site('Settled', { findings: [heard('f', '2026-11-22T10:00:00Z', { sos: true, status: 'verified' })] })
    expect(byUrgency([settled, site('Late', { late: [{}] as never })])[0]!.site_name).toBe('Late')
  })

  it('tells the findings of all sites in one row, the newest first', () => {
    const sites = [site('A', { findings: [heard('old', '2026-11-22T08:00:00Z')] }), site('B', { findings: [heard('new', '2026-11-22T09:00:00Z')] })]
    expect(findingsOf(sites).map((one) => [one.id, one.site_name])).toEqual([['new', 'B'], ['old', 'A']])
  })

  it('knows the photo behind a thumbnail', () => {
    const sha = 'a'.repeat(64)
    expect(shaOf(`/api/v1/photos/${sha}?size=thumb`)).toBe(sha)
    expect(shaOf(null)).toBeNull()
  })
})

describe('findings', () => {
  beforeEach(() => { session.me = { id: 'sam', grants: [{ role: 'supervisor', site_id: 's' }] } as unknown as typeof session.me })
  const finding = (status: string, fixed_by?: string) => ({ status, fixed_by: fixed_by ? { id: fixed_by, name: '' } : null }) as FindingDetail

  it('stand the most serious first, then the longest waiting', () => {
    const rows = [[1, '2026-01-01'], [3, '2026-01-03'], [3, '2026-01-02']].map(([severity, opened_at]) => ({ severity, opened_at }) as Finding)
    expect(byWeight(rows).map((one) => one.opened_at)).toEqual(['2026-01-02', '2026-01-03', '2026-01-01'])
  })

  it('are verified by somebody else than who fixed them', () => {
    expect(deedsFor(finding('fixed', 'ana'))).toContain('verify')
    expect(deedsFor(finding('fixed', 'sam'))).not.toContain('verify')
  })

  it('are given out while they are not fixed, and reopened afterwards', () => {
    for (const status of ['open', 'assigned', 'reopened']) expect(deedsFor(finding(status))).toEqual(['assign', 'fix'])
    expect(deedsFor(finding('verified'))).toEqual(['reopen'])
  })

  it('are only looked at by a client', () => {
    session.me = { id: 'kim', grants: [{ role: 'client', site_id: 's' }] } as unknown as typeof session.me
    expect(deedsFor(finding('open'))).toEqual([])
  })
})

describe('filters', () => {
  it('leave out what is not set', () => {
    expect(chosen({ site_id: '', state: 'missed', kind: undefined })).toEqual({ state: 'missed' })
    expect(addressOf('/api/v1/findings', { q: 'a&b', site_id: '' })).toBe('/api/v1/findings?q=a%26b')
    expect(addressOf('/api/v1/findings', {})).toBe('/api/v1/findings')
  })
})

describe('a list in pages', () => {
  const rows = Array.from({ length: 5 }, (_, index) => index)
  const page = (cursor?: string) => {
    const from = Number(cursor ?? 0)
    return Promise.resolve({ items: rows.slice(from, from + 2), next: from + 2 < rows.length ? String(from + 2) : null })
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve))

  it('grows by a page at a time', async () => {
    const pages = usePages(page)
    await settled()
    await pages.more()
    expect(pages.items.value).toEqual([0, 1, 2, 3])
  })

  it('keeps as many rows when it is brought anew', async () => {
    const pages = usePages(page)
    await settled()
    await pages.more()
    await pages.reload()
    expect(pages.items.value).toEqual([0, 1, 2, 3])
    expect(pages.next.value).toBe('4')
  })

  it('drops an answer that was overtaken', async () => {
    const waiting: ((answer: { items: string[]; next: null }) => void)[] = []
    const pages = usePages<string>(() => new Promise((resolve) => waiting.push(resolve)))
    void pages.restart()
    waiting[1]!({ items: ['new'], next: null })
    await settled()
    waiting[0]!({ items: ['old'], next: null })
    await settled()
    expect(pages.items.value).toEqual(['new'])
  })

  it('of other filters does not keep the former rows when it fails', async () => {
    let fail = false
    const pages = usePages<number>((cursor) => (fail ? Promise.reject(new Error('no')) : page(cursor)))
    await settled()
    fail = true
    await pages.restart()
    expect(pages.items.value).toBeUndefined()
  })

  it('keeps its rows when a later page fails', async () => {
    let fail = false
    const pages = usePages<number>((cursor) => (fail ? Promise.reject(new Error('no')) : page(cursor)))
    await settled()
    fail = true
    await pages.more()
    expect(pages.items.value).toEqual([0, 1])
    expect(pages.problem.value).toBeDefined()
  })
})
