import type { StoredAttachment, StoredEvent, Trouble } from './database'
import type { Kind } from './events'
import { attachmentsOf, eventsOf } from './queue'
import { unsealText } from './vault'

/** A record that waits on this phone, as its guard may see it. Without a kind the event has arrived and only photos wait. */
export interface WaitingItem {
  id: string
  kind: Kind | null
  payload: Record<string, unknown> | null
  occurred_at: string
  photos: number
  state: 'waiting' | 'attention' | 'aside'
  trouble: Trouble | null
}

export async function waitingItems(personId: string): Promise<WaitingItem[]> {
  const [events, attachments] = await Promise.all([eventsOf(personId), attachmentsOf(personId)])
  const byEvent = grouped(attachments)
  const items = await Promise.all(events.map((event) => eventItem(event, byEvent.get(event.id)?.length ?? 0)))
  const known = new Set(events.map((event) => event.id))
  const left = [...byEvent].filter(([id]) => !known.has(id)).map(([id, parts]) => photoItem(id, parts))
  return [...items, ...left].sort((a, b) => a.id.localeCompare(b.id))
}

function grouped(attachments: StoredAttachment[]): Map<string, StoredAttachment[]> {
  const groups = new Map<string, StoredAttachment[]>()
  for (const one of attachments) groups.set(one.event_id, [...(groups.get(one.event_id) ?? []), one])
  return groups
}

async function eventItem(event: StoredEvent, photos: number): Promise<WaitingItem> {
  const text = await unsealText(event.person_id, event.id, event.text).catch(() => '{}')
  const { kind = null, payload = null, occurred_at = new Date(event.created_at).toISOString() } = JSON.parse(text)
  return { id: event.id, kind, payload, occurred_at, photos, state: event.state, trouble: event.trouble }
}

function photoItem(id: string, parts: StoredAttachment[]): WaitingItem {
  const stuck = parts.find((part) => part.state === 'attention')
  const occurred_at = new Date(parts[0]!.created_at).toISOString()
  return { id, kind: null, payload: null, occurred_at, photos: parts.length, state: stuck ? 'attention' : parts.every((part) => part.state === 'aside') ? 'aside' : 'waiting', trouble: stuck?.trouble ?? null }
}
