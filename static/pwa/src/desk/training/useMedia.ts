import { api, unwrap } from '@/api/client'
import { useLoad } from '@/ui/useLoad'

/** The files of a module, by the names under which lessons show them. */
export function useMedia(module: string) {
  const { data: media, problem, loading, reload } = useLoad(async () => (await unwrap(api.GET('/api/v1/modules/{module_id}/media', { params: { path: { module_id: module } } }))).items ?? [])
  return { media, problem, loading, reload }
}
