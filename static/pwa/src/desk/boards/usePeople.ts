import { computed, shallowRef, watch } from 'vue'
import { api, unwrap } from '@/api/client'
import { has } from '@/session/session'

interface Choice {
  value: string
  label: string
}

/** Who works at a site (everywhere, when none is named), for those who may see people. */
export function usePeople(site: () => string | undefined) {
  const found = shallowRef<{ id: string; name: string }[]>([])

  async function bring(): Promise<void> {
    if (!has('supervisor', 'administrator')) return
    const siteId = site()
    const asked = { limit: 200, active: true, ...(siteId && { site_id: siteId }) }
    const answer = await unwrap(api.GET('/api/v1/people', { params: { query: asked } })).catch(() => null)
    if (siteId === site()) found.value = answer?.items ?? []
  }

  watch(site, bring, { immediate: true })
  return { options: computed<Choice[]>(() => found.value.map((one) => ({ value: one.id, label: one.name }))), reload: bring }
}
