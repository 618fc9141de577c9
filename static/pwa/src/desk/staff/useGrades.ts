import { computed } from 'vue'
import { api, unwrap } from '@/api/client'
import { useLoad } from '@/ui/useLoad'
import { named } from '../words'

/** The grades in use, from the lowest up. */
export function useGrades() {
  const { data, reload } = useLoad(async () => (await unwrap(api.GET('/api/v1/grades'))).items ?? [])
  const options = computed(() => (data.value ?? []).filter((one) => !one.archived_at).map((one) => ({ value: one.id, label: named(one) })))
  return { grades: data, options, reload }
}
