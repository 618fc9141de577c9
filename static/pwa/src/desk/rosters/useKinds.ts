import { computed } from 'vue'
import { api, unwrap } from '@/api/client'
import { useLoad } from '@/ui/useLoad'
import { named } from '../words'

/** The kinds of shift in use. */
export function useKinds() {
  const { data, problem, loading, reload } = useLoad(async () => (await unwrap(api.GET('/api/v1/shift-types', { params: { query: { limit: 500 } } }))).items ?? [])
  const options = computed(() => (data.value ?? []).map((one) => ({ value: one.id, label: `${one.code} · ${named(one)} ${one.starts_at}` })))
  return { kinds: data, options, problem, loading, reload }
}
