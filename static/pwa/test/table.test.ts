import { describe, expect, it } from 'vitest'
import { searched, sorted, type Column } from '@/ui/table'

interface Row { name: string; missed: number | null }

const columns: Column<Row>[] = [{ key: 'name', label: 'Name' }, { key: 'missed', label: 'Missed' }]
const rows: Row[] = [{ name: '10 号楼', missed: 2 }, { name: '2 号楼', missed: null }, { name: 'Gate', missed: 11 }]

describe('a table', () => {
  it('sorts numbers by size and leaves empty cells last both ways', () => {
    const order = (descending: boolean) => sorted(rows, columns, { key: 'missed', descending }).map((row) => row.missed)
    expect(order(false)).toEqual([2, 11, null])
    expect(order(true)).toEqual([11, 2, null])
  })

  it('sorts numbers within words as people do', () => {
    expect(sorted(rows, columns, { key: 'name', descending: false }).map((row) => row.name).filter((name) => name.includes('号'))).toEqual(['2 号楼', '10 号楼'])
  })

  it('finds words in any column, whatever the case', () => {
    expect(searched(rows, columns, ' gate ')).toHaveLength(1)
    expect(searched(rows, columns, '号楼')).toHaveLength(2)
  })
})
