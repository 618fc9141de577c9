const iso = (year: number, month: number, day: number) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)

/** The month after the one of this day: what is planned next. */
export function monthAfter(on: string): { from: string; until: string } {
  const [year, month] = on.split('-').map(Number) as [number, number, number]
  return { from: iso(year, month, 1), until: iso(year, month + 1, 0) }
}

/** The month of this day. */
export function monthOf(on: string): { from: string; until: string } {
  const [year, month] = on.split('-').map(Number) as [number, number, number]
  return { from: iso(year, month - 1, 1), until: iso(year, month, 0) }
}
