import { shallowRef } from 'vue'
import { api, unwrap } from '@/api/client'
import { language } from '@/i18n'
import type { Category } from './answers'

const categories = shallowRef<Category[]>([])
let asked: Promise<void> | null = null

async function ask(): Promise<void> {
  try {
    const answer = await unwrap(api.GET('/api/v1/finding-categories'))
    categories.value = answer.items ?? []
  } catch {
    asked = null
  }
}

/** What findings are about, in the reader's language; a category's code until its name is here. */
export function useCategories() {
  asked ??= ask()
  const nameOf = (one: Category) => (language() === 'en' ? one.name_en : one.name_zh) ?? ''
  const categoryName = (code: string) => {
    const found = categories.value.find((one) => one.code === code)
    return found ? nameOf(found) : code
  }
  const options = () => categories.value.map((one) => ({ value: one.code ?? '', label: nameOf(one) }))
  return { categoryName, options }
}
