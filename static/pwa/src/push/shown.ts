/** What the server puts into a push (guard_api/notices/carriers/push.py), as the phone shows it. */
export interface Pushed {
  id: string
  notice_id: string | null
  title: string
  text: string
  link: string | null
  language: string
  urgent: boolean
}

export interface Shown {
  title: string
  options: NotificationOptions & { data: { link: string } }
}

const FALLBACK: Shown = { title: '安巡 Anxun', options: { body: '', tag: 'anxun', data: { link: '/learn/inbox' } } }

/** A link leads inside the app or to its inbox. */
export function insideLink(link: unknown): string {
  return typeof link === 'string' && /^\/(?![/\\])/.test(link) ? link : '/learn/inbox'
}

/** Something is shown whatever came: a browser takes the permission away from who pushes and shows nothing. */
export function shownOf(text: string | undefined): Shown {
  try {
    const said = JSON.parse(text ?? '') as Partial<Pushed>
    if (!said.text) return FALLBACK
    return {
      title: said.title || FALLBACK.title,
      options: {
        body: said.text, lang: said.language, tag: said.notice_id ?? said.id, requireInteraction: said.urgent === true,
        icon: '/icon-192.png', data: { link: insideLink(said.link) },
      },
    }
  } catch {
    return FALLBACK
  }
}
