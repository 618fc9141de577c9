import { language } from '@/i18n'

interface Named {
  name_zh: string | null
  name_en: string | null
}

interface Pair {
  zh: string
  en: string
}

/** The name in the reader's language, or in the other where it is all there is. */
export function named(one: Named | null | undefined): string {
  return (language() === 'en' ? one?.name_en || one?.name_zh : one?.name_zh || one?.name_en) ?? ''
}

/** The same of a text `{zh, en}`. */
export function said(pair: Pair | null | undefined): string {
  return (language() === 'en' ? pair?.en || pair?.zh : pair?.zh || pair?.en) ?? ''
}
