/** Months from the one of `today`, each with its first and last day. */
export function monthsFrom(today: string, count: number): { month: string; from: string; to: string }[] {
  const [year, month] = today.split('-').map(Number) as [number, number]
  return Array.from({ length: count }, (_, index) => {
    const first = new Date(Date.UTC(year, month - 1 + index, 1))
    const last = new Date(Date.UTC(year, month + index, 0))
    return { month: first.toISOString().slice(0, 7), from: first.toISOString().slice(0, 10), to: last.toISOString().slice(0, 10) }
  })
}

/** Rows by the month of their last day. */
export function byMonth<Row extends { expires_on: string | null }>(rows: Row[]): Map<string, Row[]> {
  const months = new Map<string, Row[]>()
  for (const row of rows) {
    if (!row.expires_on) continue
    const month = row.expires_on.slice(0, 7)
    months.set(month, [...(months.get(month) ?? []), row])
  }
  return months
}
