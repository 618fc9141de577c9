import type { PostCoverage } from './answers'

export const PARTS = ['vacant', 'open', 'unconfirmed', 'confirmed'] as const

export type Sum = Pick<PostCoverage, 'places' | 'demanded_minutes' | 'filled_minutes' | 'vacant_minutes' | 'open_minutes' | 'unconfirmed_minutes' | 'confirmed_minutes'>

export interface Group {
  key: string
  name: string
  site: string
  demanded: number
  filled: number
  share: number
  vacant: number
  open: number
  unconfirmed: number
  confirmed: number
}

/** Rows of posts and days put together: shares come from sums, never from shares. */
export function bySum(rows: readonly PostCoverage[], keyOf: (row: PostCoverage) => string, by: 'post' | 'site' | 'day'): Group[] {
  const groups = new Map<string, Group>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key) ?? { key, name: by === 'day' ? row.on : by === 'site' ? row.site_name : row.post_name, site: row.site_name, demanded: 0, filled: 0, share: 0, vacant: 0, open: 0, unconfirmed: 0, confirmed: 0 }
    group.demanded += row.demanded_minutes
    group.filled += row.filled_minutes
    group.share = group.demanded ? group.filled / group.demanded : 0
    for (const part of PARTS) group[part] += row[`${part}_minutes`]
    groups.set(key, group)
  }
  return [...groups.values()]
}
