import { CalendarOff, CircleMinus, CircleSlash, Heart } from '@lucide/vue'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { formatDate, formatNumber } from '@/i18n/formats'
import { siteName } from '../boards/places'
import { named } from '../words'
import type { GridPerson, Shift } from './answers'
import type { CellView, Line, Mark, ViewOf } from './lines'
import { at, daysBetween, partOfDay, weekdayOf, wishOn, type Day } from './sheet'
import type { RosterStore } from './useRoster'

const SIGNS = { away: CalendarOff, unavailable: CircleSlash, avoids: CircleMinus, wants: Heart }
const NONE: CellView = { text: '', sub: '', tone: 'none', marks: [], sign: null, label: '', drags: false }

export const hours = (minutes: number) => formatNumber(minutes / 60, { maximumFractionDigits: 1 })

/** The roster's days, each with what makes it no ordinary one. */
export function useDays(store: RosterStore, say: (pair: { zh: string; en: string }) => string): ComputedRef<Day[]> {
  return computed(() => {
    const grid = store.grid.value
    if (!grid) return []
    const marked = new Map(grid.days.map((day) => [day.on, day]))
    return daysBetween(grid.from_on, grid.until_on).map((on): Day => {
      const known = marked.get(on)
      const weekend = weekdayOf(on) > 4
      const kind = known?.kind === 'holiday' ? 'holiday' : known?.kind === 'working_day' ? 'makeup' : known?.kind === 'rest_day' || weekend ? 'weekend' : 'workday'
      return { on, kind, name: known ? say(known.name) : '' }
    })
  })
}

/** People × days and posts × days: the lines, and what stands in each cell. */
export function useViews(store: RosterStore) {
  const { t } = useI18n()
  const names = computed(() => new Map(store.people.value.map((one) => [one.person_id, one.name])))
  const postNames = computed(() => new Map(store.posts.value.map((one) => [one.post_id, one.name])))
  const byId = computed(() => new Map(store.people.value.map((one) => [one.person_id, one])))
  const typeOf = (shift: Shift) => store.types.value.get(shift.shift_type_id)
  const codeOf = (shift: Shift) => typeOf(shift)?.code ?? '?'
  const postOf = (shift: Shift) => postNames.value.get(shift.post_id) ?? ''
  const nameOf = (id: string | null | undefined) => names.value.get(id ?? '') ?? ''

  function marksOf(shifts: Shift[]): Mark[] {
    const marks = new Set<Mark>()
    for (const shift of shifts) {
      const level = store.levels.value.get(shift.id)
      if (level) marks.add(level)
      if (shift.locked) marks.add('locked')
      if (store.published.value && (shift.state === 'confirmed' || shift.state === 'unconfirmed')) marks.add(shift.state)
    }
    return [...marks]
  }

  const saidMarks = (marks: Mark[]) => marks.map((mark) => t(`desk-rosters.mark.${mark}`))

  function emptyDay(person: GridPerson | undefined, on: string): CellView {
    const wish = person && wishOn(person, on)
    if (!wish) return { ...NONE, label: t('desk-rosters.grid.free') }
    const name = t(`desk-rosters.wish.${wish}`)
    return { ...NONE, tone: wish === 'away' ? 'away' : 'none', sign: { icon: SIGNS[wish], name }, label: name }
  }

  const personView: ViewOf = (line, day) => {
    const shifts = at(store.sheet.value, line.id, day.on)
    if (!shifts.length) return emptyDay(byId.value.get(line.id), day.on)
    const marks = marksOf(shifts)
    const label = [...shifts.map((one) => `${named(typeOf(one))} · ${postOf(one)}`), ...saidMarks(marks)].join(', ')
    return { ...NONE, text: shifts.map(codeOf).join('+'), sub: postOf(shifts[0]!), tone: partOfDay(typeOf(shifts[0]!)), marks, label, drags: true }
  }

  const places = computed(() => {
    const found = new Map<string, Shift[]>()
    for (const shift of store.shifts.value.values()) {
      const key = `${shift.post_id}|${shift.shift_type_id}|${shift.on}`
      found.set(key, [...(found.get(key) ?? []), shift])
    }
    return found
  })

  const postView: ViewOf = (line, day) => {
    const shifts = places.value.get(`${line.id}|${day.on}`) ?? []
    if (!shifts.length) return { ...NONE, label: t('desk-rosters.grid.notNeeded') }
    const filled = shifts.filter((one) => one.person_id)
    const who = filled.map((one) => nameOf(one.person_id))
    const missing = shifts.length - filled.length
    const open = shifts.some((one) => one.state === 'open')
    const vacant = shifts.some((one) => one.state === 'vacant')
    const marks = marksOf(shifts)
    const words = [...who, missing ? t(`desk-rosters.state.${vacant ? 'vacant' : 'open'}`) : '', ...saidMarks(marks)].filter(Boolean).join(', ')
    const tone = vacant ? 'vacant' : open ? 'open' : partOfDay(typeOf(shifts[0]!))
    return { ...NONE, text: shifts.length > 1 ? `${filled.length}/${shifts.length}` : (who[0] ?? t(`desk-rosters.state.${vacant ? 'vacant' : 'open'}`)), sub: shifts.length > 1 ? who.join(' ') || t(`desk-rosters.state.${vacant ? 'vacant' : 'open'}`) : '', tone, marks, label: words, drags: false, names: true }
  }

  const personLines = computed(() => store.people.value.map((one): Line => {
    const sum = store.totals.value.get(one.person_id) ?? one
    return { id: one.person_id, title: one.name, sub: siteName(one.site_id), figures: [hours(sum.minutes), `${sum.nights}`, `${sum.weekend_shifts}`] }
  }))

  const kindsOf = computed(() => {
    const found = new Map<string, Set<string>>()
    for (const shift of store.shifts.value.values()) found.set(shift.post_id, (found.get(shift.post_id) ?? new Set()).add(shift.shift_type_id))
    return found
  })

  const postLines = computed(() => store.posts.value.flatMap((post) => {
    return [...(kindsOf.value.get(post.post_id) ?? [])]
      .map((kind) => ({ kind, type: store.types.value.get(kind) }))
      .sort((a, b) => (a.type?.starts_at ?? '').localeCompare(b.type?.starts_at ?? ''))
      .map(({ kind, type }): Line => ({ id: `${post.post_id}|${kind}`, title: post.name, sub: [type?.code, type?.starts_at, siteName(post.site_id)].filter(Boolean).join(' · '), figures: [] }))
  }))

  /** One shift in words: day, time by the site's clock, post. */
  const sentence = (shift: Shift) => `${formatDate(shift.on, 'weekday')} · ${codeOf(shift)} · ${postOf(shift)}`

  return { names, nameOf, postOf, codeOf, typeOf, personView, postView, personLines, postLines, places, sentence }
}

export type Views = ReturnType<typeof useViews>
