import { computed, ref, shallowRef } from 'vue'
import { api, unwrap } from '@/api/client'
import { asProblem, type ApiProblem } from '@/api/problem'
import { translate } from '@/i18n'
import { useLive } from '@/live'
import { has } from '@/session/session'
import { problemText } from '@/ui/problemText'
import { toast } from '@/ui/toast'
import type { Change, Edited, Grid, GridPerson, GridPost, RosterHead, Shift, ShiftType, Totals, Violation } from './answers'
import { foreseen, levelsOf, merged, sheetOf, withFindings, withShifts, type Sheet } from './sheet'

const PAGE = 1000
const SETTLED_MS = 900
/** A stop to the paging of findings; nobody reads more. */
const MOST_FINDINGS = 3000

export type Amending = { kind: 'edit'; changes: Change[] } | { kind: 'undo' } | { kind: 'redo' }

/** Who stood there when the change was asked for. */
export interface Missed {
  change: Change
  seen: string | null | undefined
}

/** One roster on the screen: everything in it, and each change sent one after the other. */
export function useRoster(id: string) {
  const head = shallowRef<RosterHead>()
  const grid = shallowRef<Grid>()
  const people = shallowRef<GridPerson[]>([])
  const posts = shallowRef<GridPost[]>([])
  const types = shallowRef<ReadonlyMap<string, ShiftType>>(new Map())
  const shifts = shallowRef<ReadonlyMap<string, Shift>>(new Map())
  const sheet = shallowRef<Sheet>(new Map())
  const violations = shallowRef<Violation[]>([])
  const totals = shallowRef<ReadonlyMap<string, Totals>>(new Map())
  const problem = shallowRef<ApiProblem>()
  const loading = ref(false)
  const waiting = ref(0)
  const missed = shallowRef<Missed[]>([])
  const amending = shallowRef<Amending>()
  const path = { params: { path: { roster_id: id } } }
  /** HR reads rosters; who leads the site makes them. */
  const writable = has('supervisor', 'administrator')
  let editNumber = 0
  /** Changes that are shown already, and that the server has not answered yet. */
  let unanswered: Missed[][] = []
  let queue: Promise<unknown> = Promise.resolve()
  let settle: ReturnType<typeof setTimeout> | undefined

  const published = computed(() => (head.value?.version ?? 0) > 0)
  const levels = computed(() => levelsOf(violations.value))

  async function pages<Row>(by: 'people' | 'posts', rows: (page: Grid) => Row[]): Promise<{ first: Grid; rows: Row[]; shifts: Shift[] }> {
    const all: Row[] = []
    const found: Shift[] = []
    let first: Grid | undefined
    let cursor: string | null | undefined
    do {
      const page: Grid = await unwrap(api.GET('/api/v1/rosters/{roster_id}/grid', { params: { ...path.params, query: { by, limit: PAGE, violations: false, ...(cursor && { cursor }) } } }))
      first ??= page
      all.push(...rows(page))
      found.push(...page.shifts)
      cursor = page.next
    } while (cursor)
    return { first: first!, rows: all, shifts: found }
  }

  async function findings(): Promise<Violation[]> {
    const all: Violation[] = []
    let cursor: string | null | undefined
    do {
      const page = await unwrap(api.GET('/api/v1/rosters/{roster_id}/violations', { params: { ...path.params, query: { limit: 500, ...(cursor && { cursor }) } } }))
      all.push(...(page.items ?? []))
      cursor = page.next
    } while (cursor && all.length < MOST_FINDINGS)
    return all
  }

  const headNow = () => unwrap(api.GET('/api/v1/rosters/{roster_id}', path))

  async function kinds(): Promise<Map<string, ShiftType>> {
    const pages = await Promise.all([false, true].map((archived) => unwrap(api.GET('/api/v1/shift-types', { params: { query: { archived, limit: 500 } } }))))
    return new Map(pages.flatMap((page) => page.items ?? []).map((one) => [one.id, one]))
  }

  async function load(): Promise<void> {
    loading.value = true
    try {
      const [top, lines, places, known] = await Promise.all([headNow(), pages('people', (page) => page.people), pages('posts', (page) => page.posts), kinds()])
      take(top, lines, places, known)
      problem.value = undefined
      violations.value = await findings()
    } catch (error) {
      problem.value = asProblem(error)
    } finally {
      loading.value = false
    }
  }

  function take(top: RosterHead, lines: Awaited<ReturnType<typeof pages<GridPerson>>>, places: Awaited<ReturnType<typeof pages<GridPost>>>, known: Map<string, ShiftType>): void {
    editNumber = lines.first.edit_number
    head.value = top
    grid.value = lines.first
    people.value = lines.rows
    posts.value = places.rows
    types.value = known
    shifts.value = new Map([...places.shifts, ...lines.shifts].map((one) => [one.id, one]))
    sheet.value = sheetOf(shifts.value.values())
    totals.value = new Map(lines.rows.map((one) => [one.person_id, one]))
  }

  /** The rest of what an edit changed: findings that became milder, what can be undone. */
  function lookAgain(): void {
    clearTimeout(settle)
    settle = setTimeout(async () => {
      if (waiting.value) return
      const [top, found] = await Promise.all([headNow(), findings()]).catch(() => [undefined, undefined] as const)
      if (waiting.value || !top || !found) return
      head.value = top
      violations.value = found
    }, SETTLED_MS)
  }

  function show(changed: Shift[], gone: string[] = []): void {
    const before = shifts.value
    sheet.value = withShifts(sheet.value, before, changed, gone)
    const next = new Map(before)
    gone.forEach((one) => next.delete(one))
    changed.forEach((one) => next.set(one.id, one))
    shifts.value = next
  }

  function taken(answer: Edited, cancelled: string[] = []): void {
    editNumber = answer.edit_number
    show(answer.shifts.filter((one) => !cancelled.includes(one.id)), cancelled)
    for (const later of unanswered) show(foreseen(shifts.value, later.map((one) => one.change)))
    violations.value = withFindings(violations.value, answer.violations)
    totals.value = new Map([...totals.value, ...answer.totals.map((one) => [one.person_id, one] as const)])
    if (head.value) head.value = { ...head.value, edit_number: answer.edit_number, version: answer.version }
    lookAgain()
  }

  /** One after the other: each must know of the one before it. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    waiting.value += 1
    const turn = queue.then(work, work)
    queue = turn.catch(() => undefined)
    return turn.finally(() => { waiting.value -= 1 })
  }

  /** Make a change. A published roster asks first why, and shows what it would break. */
  async function change(changes: Change[]): Promise<void> {
    if (!changes.length || !writable) return
    if (published.value) {
      amending.value = { kind: 'edit', changes }
      return
    }
    const seen = changes.map((one) => ({ change: one, seen: one.shift_id ? shifts.value.get(one.shift_id)?.person_id : undefined }))
    show(foreseen(shifts.value, changes))
    unanswered = [...unanswered, seen]
    await inTurn(() => send(seen)).catch(() => undefined)
  }

  async function send(asked: Missed[]): Promise<void> {
    if (missed.value.length) {
      unanswered = unanswered.filter((one) => one !== asked)
      missed.value = [...missed.value, ...asked]
      return
    }
    try {
      const answer = await edits(asked.map((one) => one.change))
      unanswered = unanswered.filter((one) => one !== asked)
      taken(answer, cancelledBy(asked.map((one) => one.change)))
    } catch (error) {
      unanswered = unanswered.filter((one) => one !== asked)
      await refused(asProblem(error), asked)
    }
  }

  const cancelledBy = (changes: Change[]) => changes.flatMap((one) => (one.cancelled && one.shift_id ? [one.shift_id] : []))

  function edits(changes: Change[], more: { reason?: string; accept?: boolean } = {}): Promise<Edited> {
    return unwrap(api.POST('/api/v1/rosters/{roster_id}/edits', { ...path, body: { edit_number: editNumber, changes, ...more } as never }))
  }

  async function refused(why: ApiProblem, asked: Missed[]): Promise<void> {
    if (why.code === 'rosters.stale') missed.value = [...missed.value, ...asked]
    else toast(problemText(why), 'bad')
    await load()
  }

  /** What somebody else's change kept from being made, once more. */
  async function again(): Promise<void> {
    const changes = merged(missed.value.map((one) => one.change))
    missed.value = []
    await change(changes)
  }

  const dropMissed = () => { missed.value = [] }

  function tryOut(changes: Change[]): Promise<Edited> {
    return unwrap(api.POST('/api/v1/rosters/{roster_id}/edits', { ...path, body: { changes, dry_run: true } as never }))
  }

  async function step(kind: 'undo' | 'redo', more?: { reason: string; accept: boolean }): Promise<void> {
    if (published.value && !more) {
      amending.value = { kind }
      return
    }
    await inTurn(async () => {
      const body = { edit_number: editNumber, ...more } as never
      const answer = await unwrap(kind === 'undo' ? api.POST('/api/v1/rosters/{roster_id}/undo', { ...path, body }) : api.POST('/api/v1/rosters/{roster_id}/redo', { ...path, body }))
      taken(answer)
      if (answer.shifts.some((one) => !shifts.value.has(one.id)) || answer.shifts.length > 50) await load()
      toast(translate(`desk-rosters.grid.${kind === 'undo' ? 'undone' : 'redone'}`), 'info')
    })
  }

  async function stepOrSay(kind: 'undo' | 'redo'): Promise<void> {
    if (!writable) return
    await step(kind).catch(async (error) => {
      toast(problemText(error), 'bad')
      if (asProblem(error).code === 'rosters.stale') await load()
    })
  }

  /** With the reason that a published roster asks for. Throws what the server says against it. */
  async function amend(what: Amending, more: { reason: string; accept: boolean }): Promise<void> {
    if (what.kind === 'edit') await inTurn(async () => taken(await edits(what.changes, more), cancelledBy(what.changes)))
    else await step(what.kind, more)
  }

  /** Somebody else changed it: fetch what is new, unless a change of our own is under way. */
  async function follow(): Promise<void> {
    if (waiting.value || loading.value) return
    const top = await headNow().catch(() => undefined)
    if (!top || waiting.value) return
    if (top.edit_number === editNumber) head.value = top
    else await load()
  }

  useLive(['roster'], (changes) => {
    if (!changes.length || changes.some((one) => one.id === id)) void follow()
  })
  void load()

  return { id, writable, head, grid, people, posts, types, shifts, sheet, violations, totals, levels, problem, loading, waiting, missed, amending, published, load, change, again, dropMissed, tryOut, stepOrSay, amend, follow }
}

export type RosterStore = ReturnType<typeof useRoster>
