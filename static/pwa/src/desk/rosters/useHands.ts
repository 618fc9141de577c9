import { computed, onScopeDispose, ref, shallowRef, type Ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { toast } from '@/ui/toast'
import type { Change, Shift } from './answers'
import type { Line, Place } from './lines'
import { at, moved, NOBODY, typed, type Day } from './sheet'
import { useHover } from './useHover'
import type { RosterStore } from './useRoster'
import { letterOf, useTyping } from './useTyping'

interface Table {
  lines: Ref<Line[]>
  days: Ref<Day[]>
  byPeople: Ref<boolean>
  open: (place: Place) => void
  close: () => void
}

/** What keys and the mouse do in the grid. */
export function useHands(store: RosterStore, table: Table) {
  const { t } = useI18n()
  const { lines, days, byPeople } = table
  let here: Place = { row: 0, column: 0 }
  const codes = computed(() => [...new Set([...store.shifts.value.values()].map((one) => store.types.value.get(one.shift_type_id)?.code ?? ''))].filter(Boolean))
  const homeOf = (person: string) => store.people.value.find((one) => one.person_id === person)?.site_id
  const cellAt = (place: Place) => ({ person: lines.value[place.row]?.id ?? NOBODY, on: days.value[place.column]?.on ?? '' })
  const shiftsAt = (place: Place) => at(store.sheet.value, cellAt(place).person, cellAt(place).on)
  const say = (problem: string, tone: 'warn' | 'info' = 'warn') => toast(t(`desk-rosters.refuse.${problem}`), tone)

  const typing = useTyping(() => codes.value, enter, (letters) => toast(t('desk-rosters.refuse.unknown', { letters, codes: codes.value.join(', ') }), 'warn'))

  function enter(code: string): void {
    const { person, on } = cellAt(here)
    const done = typed({ sheet: store.sheet.value, types: store.types.value, homeOf }, person, on, code)
    if ('changes' in done) void store.change(done.changes)
    else if (done.problem !== 'same') say(done.problem)
  }

  function clear(): void {
    const shifts = shiftsAt(here)
    if (shifts.some((one) => one.locked)) say('locked')
    else void store.change(shifts.map((one) => ({ shift_id: one.id, person_id: null }) as Change))
  }

  function lock(): void {
    const shifts = shiftsAt(here)
    const locked = !shifts.every((one) => one.locked)
    void store.change(shifts.map((one) => ({ shift_id: one.id, locked }) as Change))
  }

  /** L alone where no shift is called so; Shift+L always. */
  const isLock = (event: KeyboardEvent) => event.key.toLowerCase() === 'l' && !typing.letters.value && (event.shiftKey || !codes.value.some((code) => /^l/i.test(code)))

  function key(event: KeyboardEvent, place: Place): void {
    here = place
    if (event.key === 'Enter' || event.key === ' ') {
      if (!typing.done()) table.open(place)
    } else if (event.key === 'Escape') {
      if (typing.letters.value) typing.clear()
      else table.close()
    } else if (!byPeople.value || !store.writable || event.ctrlKey || event.metaKey || event.altKey) return
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      if (!typing.back()) clear()
    } else if (isLock(event)) lock()
    else {
      const letter = letterOf(event)
      if (!letter) return
      typing.add(letter)
    }
    event.preventDefault()
  }

  function back(event: KeyboardEvent): void {
    const target = event.target as HTMLElement
    if (!(event.ctrlKey || event.metaKey) || target.closest('input, textarea, select, dialog')) return
    const letter = event.key.toLowerCase()
    if (letter === 'y' || (letter === 'z' && event.shiftKey)) void store.stepOrSay('redo')
    else if (letter === 'z') void store.stepOrSay('undo')
    else return
    event.preventDefault()
  }
  window.addEventListener('keydown', back)
  onScopeDispose(() => window.removeEventListener('keydown', back))

  const hover = useHover(store.tryOut)
  const dragged = shallowRef<Shift>()
  const over = shallowRef<Place & { bad: boolean }>()
  const refusal = ref('')

  function drag(place: Place, event: DragEvent): void {
    const shift = byPeople.value && store.writable ? shiftsAt(place)[0] : undefined
    if (!shift) return event.preventDefault()
    hover.forget()
    dragged.value = shift
    event.dataTransfer?.setData('text/plain', shift.id)
    if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move'
  }

  function dragOver(place: Place, event: DragEvent): void {
    if (!dragged.value) return
    event.preventDefault()
    if (over.value?.row === place.row && over.value.column === place.column) return
    const to = cellAt(place)
    const plan = moved(store.sheet.value, dragged.value, to)
    over.value = { ...place, bad: !('changes' in plan) }
    refusal.value = 'problem' in plan && plan.problem !== 'same' ? t(`desk-rosters.refuse.${plan.problem}`) : ''
    if ('changes' in plan) hover.ask(`${dragged.value.id}|${to.person}|${to.on}`, plan.changes)
    else hover.clear()
  }

  function drop(place: Place, event: DragEvent): void {
    if (!dragged.value) return
    event.preventDefault()
    const plan = moved(store.sheet.value, dragged.value, cellAt(place))
    end()
    if ('changes' in plan) void store.change(plan.changes)
    else if (plan.problem !== 'same') say(plan.problem)
  }

  function end(): void {
    dragged.value = undefined
    over.value = undefined
    refusal.value = ''
    hover.forget()
  }

  return { key, letters: typing.letters, leave: typing.done, drag, dragOver, drop, end, dragged, over, hover, refusal, codes }
}
