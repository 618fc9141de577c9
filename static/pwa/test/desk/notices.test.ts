import { describe, expect, it } from 'vitest'
import { bodyOf, byTopic, canRetry, draftOf, portFor, settingsOf, toggled, type Channel, type Delivery, type NoticeKind } from '@/desk/notices/channels'

const channel = (changes: Partial<Channel>): Channel => ({
  id: '1', kind: 'mail', name: 'Mail', enabled: true, kinds: null, site_ids: null, language: 'en', secrets: [], waiting: 0, given_up: 0,
  last_sent_at: null, created_at: '2026-01-01T00:00:00Z',
  settings: { host: 'mail.example', port: 465, security: 'ssl', sender: 'a@example.org', sender_name: null, username: 'me', contact: null, address: null, prefix: null },
  ...changes,
})

describe('the form of a channel', () => {
  it('begins with what the channel has, but for what is kept secret', () => {
    const draft = draftOf(channel({ kinds: ['a'], site_ids: ['s'] }), 'New', 'zh-CN')
    expect(draft).toMatchObject({ name: 'Mail', host: 'mail.example', port: 465, password: '', chosen: true, everywhere: false, language: 'en' })
  })

  it('sends no secret that was left empty, so that the kept one stays', () => {
    const draft = draftOf(channel({}), 'New', 'en')
    expect(settingsOf('mail', draft)).not.toHaveProperty('password')
    expect(settingsOf('dingtalk', { ...draft, address: '', secret: ' ' })).toEqual({ prefix: null })
    expect(settingsOf('feishu', { ...draft, address: ' https://x.example/y ', secret: 's' })).toEqual({ address: 'https://x.example/y', secret: 's', prefix: null })
  })

  it('takes the password away with the user name', () => {
    expect(settingsOf('mail', { ...draftOf(channel({}), '', 'en'), username: '' })).toMatchObject({ username: null, password: null })
  })

  it('sends only what belongs to the kind', () => {
    const draft = { ...draftOf(undefined, 'Robot', 'en'), address: 'https://x.example/webhook/send?key=k' }
    expect(settingsOf('wecom', draft)).toEqual({ address: draft.address, prefix: null })
    expect(settingsOf('webhook', draft)).toEqual({ address: draft.address })
    expect(settingsOf('push', { ...draft, contact: ' a@b.example ' })).toEqual({ contact: 'a@b.example' })
  })

  it('says null for everything and everywhere', () => {
    const draft = draftOf(undefined, 'Robot', 'en')
    expect(bodyOf('wecom', draft)).toMatchObject({ kinds: null, site_ids: null, enabled: true })
    expect(bodyOf('wecom', { ...draft, chosen: true, kinds: ['a'], everywhere: false, site_ids: ['s'] })).toMatchObject({ kinds: ['a'], site_ids: ['s'] })
    expect(bodyOf('wecom', { ...draft, everywhere: false, site_ids: [] }).site_ids).toBeNull()
  })

  it('follows the kind of security with the port, but not where somebody chose one', () => {
    expect(portFor('ssl', 587)).toBe(465)
    expect(portFor('starttls', '')).toBe(587)
    expect(portFor('ssl', 2525)).toBe(2525)
  })
})

describe('kinds of notices', () => {
  const kind = (name: string, topic: string): NoticeKind => ({ kind: name, topic, topic_name: { zh: topic, en: topic }, urgent: false, sample: { zh: name, en: name } })

  it('stand under their topics', () => {
    const topics = byTopic([kind('a.1', 'a'), kind('b.1', 'b'), kind('a.2', 'a')])
    expect(topics.map((one) => [one.topic, one.kinds.map((found) => found.kind)])).toEqual([['a', ['a.1', 'a.2']], ['b', ['b.1']]])
  })

  it('are chosen and left out by topic', () => {
    expect(toggled(['x', 'a.1'], ['a.1', 'a.2'], true)).toEqual(['x', 'a.1', 'a.2'])
    expect(toggled(['x', 'a.1'], ['a.1', 'a.2'], false)).toEqual(['x'])
  })
})

describe('a delivery', () => {
  const delivery = (state: Delivery['state'], channel_id: string | null = '1') => ({ state, channel_id }) as Delivery
  it('can be tried by hand while it was not sent and its channel is there', () => {
    expect([delivery('given_up'), delivery('failed'), delivery('waiting')].every(canRetry)).toBe(true)
    expect([delivery('sent'), delivery('dropped'), delivery('given_up', null)].some(canRetry)).toBe(false)
  })
})
