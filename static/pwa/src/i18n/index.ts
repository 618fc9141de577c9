import { createI18n } from 'vue-i18n'
import { speak } from '@/api/client'
import type { Language } from '@/session/types'

type Messages = Record<string, object>

const REMEMBERED = 'anxun.language'
const files = import.meta.glob<{ default: Messages }>('./*.json')
const loaded = new Set<string>()

function firstLanguage(): Language {
  const remembered = localStorage.getItem(REMEMBERED)
  if (remembered === 'zh-CN' || remembered === 'en') return remembered
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'
}

export const i18n = createI18n({ legacy: false, locale: firstLanguage() as string, fallbackLocale: 'en', missingWarn: false, fallbackWarn: false, messages: {} as Record<string, Messages> })

export const language = () => i18n.global.locale.value as Language
export const translate = i18n.global.t

async function load(area: string, tag: Language): Promise<void> {
  const key = `./${area}.${tag}.json`
  if (loaded.has(key)) return
  const file = files[key]
  if (!file) throw new Error(`No messages ${key}`)
  i18n.global.mergeLocaleMessage(tag, { [area]: (await file()).default })
  loaded.add(key)
}

const wanted = new Set<string>()

/** Brings an area's words (`phone`, `desk-boards`) before its screen shows; keys are `<area>.…`. The app starts with `core`. */
export async function loadMessages(areas: readonly string[]): Promise<void> {
  areas.forEach((area) => wanted.add(area))
  await Promise.all(areas.map((area) => load(area, language())))
}

export async function setLanguage(tag: Language): Promise<void> {
  await Promise.all([...wanted].map((area) => load(area, tag)))
  i18n.global.locale.value = tag
  localStorage.setItem(REMEMBERED, tag)
  announce(tag)
}

function announce(tag: Language): void {
  document.documentElement.lang = tag
  speak(tag)
}

announce(language())
