import type { components } from '@/api/schema'

export type Channel = components['schemas']['NoticeChannel']
export type ChannelKind = Channel['kind']
export type Delivery = components['schemas']['NoticeDelivery']
export type NoticeKind = components['schemas']['NoticeKind']
export type Tried = components['schemas']['ChannelTried']
export type Settings = components['schemas']['NewNoticeChannel']['settings']

export const KINDS: ChannelKind[] = ['mail', 'push', 'wecom', 'dingtalk', 'feishu', 'webhook']
export const STATES: Delivery['state'][] = ['waiting', 'failed', 'given_up', 'sent', 'dropped']
export const isGroup = (kind: ChannelKind) => kind !== 'mail' && kind !== 'push'

const PORTS = { none: 25, starttls: 587, ssl: 465 } as const
export type Security = keyof typeof PORTS
export const SECURITIES = Object.keys(PORTS) as Security[]

/** The port that goes with a kind of security, unless somebody chose one of their own. */
export function portFor(security: Security, present: number | ''): number {
  const usual: number[] = Object.values(PORTS)
  return present === '' || usual.includes(present) ? PORTS[security] : present
}

export interface Draft {
  name: string
  enabled: boolean
  host: string
  port: number | ''
  security: Security
  sender: string
  sender_name: string
  username: string
  password: string
  contact: string
  address: string
  secret: string
  prefix: string
  chosen: boolean
  kinds: string[]
  everywhere: boolean
  site_ids: string[]
  language: 'zh-CN' | 'en'
}

export function draftOf(channel: Channel | undefined, name: string, language: Draft['language']): Draft {
  const held = channel?.settings
  return {
    name: channel?.name ?? name,
    enabled: channel?.enabled ?? true,
    host: held?.host ?? '',
    port: held?.port ?? 587,
    security: (held?.security as Security | undefined) ?? 'starttls',
    sender: held?.sender ?? '',
    sender_name: held?.sender_name ?? '',
    username: held?.username ?? '',
    password: '',
    contact: held?.contact ?? '',
    address: '',
    secret: '',
    prefix: held?.prefix ?? '',
    chosen: channel?.kinds != null,
    kinds: [...(channel?.kinds ?? [])],
    everywhere: channel?.site_ids == null,
    site_ids: [...(channel?.site_ids ?? [])],
    language: (channel?.language as Draft['language'] | undefined) ?? language,
  }
}

const orNull = (text: string) => text.trim() || null

/** What of the draft belongs to this kind. A secret that is left empty stays as it is kept. */
export function settingsOf(kind: ChannelKind, draft: Draft): Settings {
  const secret = draft.secret.trim() ? { secret: draft.secret.trim() } : {}
  const address = draft.address.trim() ? { address: draft.address.trim() } : {}
  if (kind === 'push') return { contact: draft.contact.trim() }
  if (kind === 'webhook') return { ...address, ...secret }
  if (kind === 'wecom') return { ...address, prefix: orNull(draft.prefix) }
  if (kind !== 'mail') return { ...address, ...secret, prefix: orNull(draft.prefix) }
  const username = orNull(draft.username)
  return {
    host: draft.host.trim(), port: Number(draft.port), security: draft.security, sender: draft.sender.trim(),
    sender_name: orNull(draft.sender_name), username, ...(username === null ? { password: null } : draft.password ? { password: draft.password } : {}),
  }
}

export function bodyOf(kind: ChannelKind, draft: Draft) {
  return {
    name: draft.name.trim(),
    enabled: draft.enabled,
    language: draft.language,
    kinds: draft.chosen ? draft.kinds : null,
    site_ids: draft.everywhere || !draft.site_ids.length ? null : draft.site_ids,
    settings: settingsOf(kind, draft),
  }
}

export interface Topic {
  topic: string
  name: { zh: string; en: string }
  kinds: NoticeKind[]
}

/** The kinds under their topics, in the order in which they came. */
export function byTopic(kinds: NoticeKind[]): Topic[] {
  const topics = new Map<string, Topic>()
  for (const one of kinds) {
    const topic = topics.get(one.topic) ?? { topic: one.topic, name: one.topic_name, kinds: [] }
    topic.kinds.push(one)
    topics.set(one.topic, topic)
  }
  return [...topics.values()]
}

export function toggled(chosen: string[], kinds: string[], on: boolean): string[] {
  const rest = chosen.filter((kind) => !kinds.includes(kind))
  return on ? [...rest, ...kinds] : rest
}

/** Only what was not sent and may still be can be tried by hand. */
export const canRetry = (delivery: Delivery) => delivery.channel_id !== null && ['failed', 'given_up', 'waiting'].includes(delivery.state)
