import { ref, shallowRef } from 'vue'
import { authorisedFetch } from '@/api/client'
import { asProblem, problemOf, type ApiProblem } from '@/api/problem'
import { outbox } from '@/outbox'
import { session } from './session'

/** What the server gives the signed-in guard under one path, kept for that guard alone: at once from this phone, then as the server has it. */
export function keptBundle<Body>(name: string, path: string) {
  const bundle = shallowRef<Body | null>(null)
  const fetchedAt = ref<number | null>(null)
  const problem = shallowRef<ApiProblem | null>(null)
  const loading = ref(false)
  let owner: string | null = null
  let etag: string | null = null
  let running: Promise<ApiProblem | null> | null = null

  function show(text: string, at: number): void {
    bundle.value = JSON.parse(text)
    fetchedAt.value = at
  }

  function clear(personId: string): void {
    owner = personId
    etag = null
    running = null
    bundle.value = null
    fetchedAt.value = null
    problem.value = null
  }

  async function fromPhone(personId: string): Promise<void> {
    const kept = await outbox.readBundle(personId, name)
    if (!kept || owner !== personId) return
    etag = kept.etag
    show(kept.text, kept.fetched_at)
  }

  async function fromServer(personId: string): Promise<void> {
    const headers = etag ? { 'if-none-match': etag } : undefined
    const response = await authorisedFetch(path, { headers, cache: 'no-store' })
    if (owner !== personId) return
    if (response.status === 304) return keep(personId, null)
    if (!response.ok) throw await problemOf(response)
    const text = await response.text()
    if (owner !== personId) return
    etag = response.headers.get('etag')
    await keep(personId, text)
  }

  /** Unchanged is news too: the phone then knows that what it has is still right. */
  async function keep(personId: string, text: string | null): Promise<void> {
    const at = Date.now()
    if (text === null) fetchedAt.value = at
    else show(text, at)
    await outbox.keepBundle(personId, name, { etag, fetched_at: at, text: text ?? JSON.stringify(bundle.value) })
  }

  async function refresh(): Promise<void> {
    const personId = session.me?.id
    if (!personId || (loading.value && owner === personId)) return
    if (owner !== personId) clear(personId)
    loading.value = true
    running = fetchFor(personId)
    const trouble = await running
    if (owner !== personId) return
    running = null
    problem.value = trouble
    loading.value = false
  }

  /** After a change: what is being fetched may be older than it. */
  async function renew(): Promise<void> {
    while (running) await running
    await refresh()
  }

  async function fetchFor(personId: string): Promise<ApiProblem | null> {
    try {
      if (!bundle.value) await fromPhone(personId)
      await fromServer(personId)
      return null
    } catch (error) {
      return asProblem(error)
    }
  }

  return { bundle, fetchedAt, problem, loading, refresh, renew }
}
