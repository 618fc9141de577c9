import {
  Ban, Bird, CarFront, CircleHelp, Flame, HandCoins, Megaphone, TriangleAlert, Trash2, Wrench, type LucideIcon,
} from '@lucide/vue'
import type { Bundle } from '@/session/useBundle'

const ICONS: Record<string, LucideIcon> = {
  theft: HandCoins, dispute: Megaphone, falling_object: Bird, fire_hazard: Flame, equipment: Wrench, parking: CarFront,
  trespass: Ban, environment: Trash2, other: CircleHelp,
}

/** The picture of a category; those that an organisation added share one. */
export const categoryIcon = (code: string): LucideIcon => ICONS[code] ?? TriangleAlert

export function categoryName(bundle: Bundle | null, code: string, locale: string): string {
  const category = bundle?.categories.find((one) => one.code === code)
  if (!category) return code
  return locale === 'zh-CN' ? category.name_zh : category.name_en
}
