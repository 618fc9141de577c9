import { computed } from 'vue'
import { api, unwrap } from '@/api/client'
import { useLoad } from '@/ui/useLoad'

const MOST = 500

/** Who of the house may lead a class. */
export function useInstructors() {
  const { data } = useLoad(async () => (await unwrap(api.GET('/api/v1/people', { params: { query: { active: true, limit: MOST } } }))).items ?? [])
  return computed(() => (data.value ?? []).map((one) => ({ value: one.id, label: one.name })))
}
