import { computed } from 'vue'
import { api, unwrap } from '@/api/client'
import { useLoad } from '@/ui/useLoad'

const MOST = 500

/** Who may lead others. */
export function useManagers() {
  const { data } = useLoad(async () => (await unwrap(api.GET('/api/v1/people', { params: { query: { role: 'supervisor', active: true, limit: MOST } } }))).items ?? [])
  return computed(() => (data.value ?? []).map((one) => ({ value: one.id, label: one.name })))
}
