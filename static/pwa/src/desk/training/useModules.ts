import { computed } from 'vue'
import { api, unwrap } from '@/api/client'
import { useLoad } from '@/ui/useLoad'
import { said } from '../words'

const MOST = 500

/** The modules in use, for a choice. */
export function useModules() {
  const { data } = useLoad(async () => (await unwrap(api.GET('/api/v1/modules', { params: { query: { limit: MOST } } }))).items ?? [])
  const title = (id: string | null | undefined) => said(data.value?.find((one) => one.id === id)?.title)
  return { modules: data, title, options: computed(() => (data.value ?? []).map((one) => ({ value: one.id, label: said(one.title) || one.code }))) }
}
