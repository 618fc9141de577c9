import type { DemandLine } from './answers'

/** Monday to Sunday, then any public holiday. */
export const WEEKDAYS = [0, 1, 2, 3, 4, 5, 6, 7] as const

export interface WeekRow {
  kind: string
  needs: (number | '')[]
}

/** A weekly template as rows of shifts × weekdays; an empty holiday follows its weekday. */
export function weekOf(lines: readonly DemandLine[]): WeekRow[] {
  const rows = new Map<string, WeekRow>()
  for (const line of lines) {
    const row = rows.get(line.shift_type_id) ?? { kind: line.shift_type_id, needs: WEEKDAYS.map(() => '' as const) }
    row.needs[line.weekday] = line.need
    rows.set(line.shift_type_id, row)
  }
  return [...rows.values()]
}

/** The other way round. On ordinary days nothing and nobody are the same; on holidays 0 closes the post. */
export function linesOf(rows: readonly WeekRow[]): { weekday: number; shift_type_id: string; need: number }[] {
  return rows.flatMap((row) => WEEKDAYS.flatMap((weekday) => {
    const need = row.needs[weekday]
    if (need === '' || need === undefined || (need === 0 && weekday !== 7)) return []
    return [{ weekday, shift_type_id: row.kind, need }]
  }))
}
