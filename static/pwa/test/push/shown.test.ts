import { describe, expect, it } from 'vitest'
import { bytesOf } from '@/push/device'
import { insideLink, shownOf } from '@/push/shown'

const said = { id: 'd1', notice_id: 'n1', kind: 'certificates.ended', title: '翠苑物业', text: '您的“急救证”已到期。', link: '/learn/certificates', language: 'zh-CN', urgent: false }

describe('what a push shows', () => {
  it('is the sentence in the language it came in, and where a tap leads', () => {
    const { title, options } = shownOf(JSON.stringify(said))
    expect(title).toBe('翠苑物业')
    expect(options).toMatchObject({ body: '您的“急救证”已到期。', lang: 'zh-CN', tag: 'n1', requireInteraction: false, data: { link: '/learn/certificates' } })
  })

  it('replaces a second copy of the same notice, and stays where it is urgent', () => {
    expect(shownOf(JSON.stringify({ ...said, id: 'd2' })).options.tag).toBe('n1')
    expect(shownOf(JSON.stringify({ ...said, notice_id: null, urgent: true })).options).toMatchObject({ tag: 'd1', requireInteraction: true })
  })

  it.each([undefined, '', 'no json', '{}', '[1]', 'null'])('is never nothing (%s)', (text) => {
    expect(shownOf(text).title).toBeTruthy()
    expect(shownOf(text).options.data.link).toBe('/learn/inbox')
  })

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', null, 5])('leads nowhere outside the app (%s)', (link) => {
    expect(insideLink(link)).toBe('/learn/inbox')
  })
})

it('reads the key of the server as a browser wants it', () => {
  expect([...bytesOf('AQID_-8')]).toEqual([1, 2, 3, 255, 239])
  expect(bytesOf('AAAA').length).toBe(3)
})
