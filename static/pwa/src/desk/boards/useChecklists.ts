import { shallowRef } from 'vue'
import { api, unwrap } from '@/api/client'

export interface ChecklistItem {
  id: string
  text_zh: string
  text_en: string
}

/** The questions behind checklist answers, also of lists no longer in use; fetched when there are answers to show. */
export function useChecklists() {
  const items = shallowRef(new Map<string, ChecklistItem>())

  async function bring(): Promise<void> {
    if (items.value.size) return
    const lists = await Promise.all([false, true].map((archived) => unwrap(api.GET('/api/v1/checklists', { params: { query: { archived } } })).catch(() => null)))
    const all = lists.flatMap((answer) => answer?.items ?? []).flatMap((list) => list.items ?? [])
    items.value = new Map(all.map((item) => [item.id ?? '', item as ChecklistItem]))
  }

  return { bring, itemOf: (id: string) => items.value.get(id) }
}
