import { computed } from 'vue'
import { api, unwrap } from '@/api/client'
import { keptBundle } from '@/session/keptBundle'

export interface Notice {
  id: string
  kind: string
  text: string
  link: string | null
  created_at: string
  read_at: string | null
}

const inbox = keptBundle<{ items: Notice[]; unread: number; next_cursor: string | null }>('notices', '/api/v1/my/notices?limit=50')

/** What the signed-in person is told, the newest first. */
export function useInbox() {
  const { bundle, problem, loading, refresh, renew } = inbox
  void refresh()
  const unread = computed(() => bundle.value?.unread ?? 0)

  async function markRead(ids?: string[]): Promise<void> {
    await unwrap(api.POST('/api/v1/my/notices/read', { body: ids ? { ids } : { all: true } }))
    await renew()
  }

  return { bundle, problem, loading, refresh, unread, markRead }
}
