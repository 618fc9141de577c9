import { computed } from 'vue'
import { api, unwrap } from '@/api/client'
import { useLoad } from '@/ui/useLoad'
import { named } from '../words'

/** The certificate types in use, for a choice. */
export function useTypes() {
  const { data, reload } = useLoad(async () => (await unwrap(api.GET('/api/v1/certificate-types'))).items ?? [])
  const title = (id: string | null | undefined) => named(data.value?.find((one) => one.id === id))
  return { types: data, reload, title, options: computed(() => (data.value ?? []).map((one) => ({ value: one.id, label: named(one) }))) }
}
