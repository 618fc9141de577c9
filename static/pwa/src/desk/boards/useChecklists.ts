import { shallowRef } from 'vue'
import { api, unwrap } from '@/api/client'

export interface ChecklistItem {
  id: string
  text_zh: string
  text_en: string
}

/** The questions behind checklist answers, fetched when there are answers to show. */
export function useChecklists() {
  const items = shallowRef(new Map<string, ChecklistItem>())

  async function bring(): Promise<void> {
    if (items.value.size) return
    const answer = await unwrap(api.GET('/api/v1/checklists', { params: { query: { archived: true } } })).catch(() => null)
    items.value = new Map((answer?.items ?? []).flatMap((list) => list.items ?? []).map((item) => [item.id ?? '', item as ChecklistItem]))
  }

  return { bring, itemOf: (id: string) => items.value.get(id) }
}
