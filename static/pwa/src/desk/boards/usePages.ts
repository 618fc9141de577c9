import { onScopeDispose, ref, shallowRef } from 'vue'
import { asProblem, type ApiProblem } from '@/api/problem'

interface Page<Row> {
  items?: Row[]
  next?: string | null
}

/** Pages of a list, one after the other. `reload` brings as many rows as were shown; an overtaken answer is dropped. */
export function usePages<Row>(fetchPage: (cursor?: string) => Promise<Page<Row>>) {
  const items = shallowRef<Row[]>()
  const next = ref<string | null>(null)
  const problem = shallowRef<ApiProblem>()
  const loading = ref(false)
  let turn = 0

  async function collect(from: Row[], cursor: string | undefined, atLeast: number): Promise<{ rows: Row[]; next: string | null }> {
    const page = await fetchPage(cursor)
    const rows = [...from, ...(page.items ?? [])]
    return page.next && rows.length < atLeast ? collect(rows, page.next, atLeast) : { rows, next: page.next ?? null }
  }

  async function load(from: Row[], cursor: string | undefined, atLeast: number, fallback: Row[] | undefined): Promise<void> {
    const mine = ++turn
    loading.value = true
    try {
      const answer = await collect(from, cursor, atLeast)
      if (mine !== turn) return
      items.value = answer.rows
      next.value = answer.next
      problem.value = undefined
    } catch (error) {
      if (mine !== turn) return
      problem.value = asProblem(error)
      items.value = fallback
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  const reload = () => load([], undefined, items.value?.length ?? 0, items.value)
  /** For other filters: when these cannot be answered, the rows of the former ones must not stand in for them. */
  const restart = () => load([], undefined, 0, undefined)
  const more = () => (next.value ? load(items.value ?? [], next.value, 0, items.value) : Promise.resolve())

  onScopeDispose(() => { turn += 1 })
  void restart()
  return { items, next, problem, loading, reload, restart, more }
}
