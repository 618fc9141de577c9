export interface Column<Row> {
  key: string
  label: string
  align?: 'start' | 'end'
  sortable?: boolean
  hideOnCards?: boolean
  /** What is sorted, searched and shown when it is not simply `row[key]`. */
  value?: (row: Row) => string | number | null | undefined
}

export interface Order {
  key: string
  descending: boolean
}

export function cellText<Row extends object>(row: Row, column: Column<Row>): unknown {
  return column.value ? column.value(row) : (row as Record<string, unknown>)[column.key]
}

export function searched<Row extends object>(rows: Row[], columns: Column<Row>[], words: string): Row[] {
  const wanted = words.trim().toLocaleLowerCase()
  if (!wanted) return rows
  return rows.filter((row) => columns.some((column) => String(cellText(row, column) ?? '').toLocaleLowerCase().includes(wanted)))
}

/** Empty cells last, whichever way; numbers by size, words as the language sorts them. */
export function sorted<Row extends object>(rows: Row[], columns: Column<Row>[], order: Order | null): Row[] {
  const column = columns.find((candidate) => candidate.key === order?.key)
  if (!column || !order) return rows
  const collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true })
  return [...rows].sort((a, b) => {
    const [left, right] = [cellText(a, column), cellText(b, column)]
    if (left === right) return 0
    if (left === null || left === undefined || left === '') return 1
    if (right === null || right === undefined || right === '') return -1
    const by = typeof left === 'number' && typeof right === 'number' ? left - right : collator.compare(String(left), String(right))
    return order.descending ? -by : by
  })
}
