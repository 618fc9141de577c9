import type { paths } from '@/api/schema'

export type Turnover = paths['/api/v1/turnover']['get']['responses'][200]['content']['application/json']
export type Total = Turnover['total']
export type Group = Turnover['groups'][number]
export type Ratio = NonNullable<Total['retention']>
export type Curve = Turnover['curve']
export type Point = Curve['points'][number]

export const DIMENSIONS = ['site', 'grade', 'pattern', 'manager', 'tenure', 'reason'] as const
export type Dimension = (typeof DIMENSIONS)[number]

/** The day after the same one a year before: twelve whole months. */
export function yearBack(on: string): string {
  const day = new Date(`${on}T00:00:00Z`)
  day.setUTCFullYear(day.getUTCFullYear() - 1)
  day.setUTCDate(day.getUTCDate() + 1)
  return day.toISOString().slice(0, 10)
}

/** Steps of several curves on one axis of days: each holds its last value until its next point, and ends with its own. */
export function onOneAxis(curves: Point[][], pick: (point: Point) => number): { days: number[]; values: (number | null)[][] } {
  const days = [...new Set(curves.flatMap((points) => points.map((point) => point.day)))].sort((a, b) => a - b)
  const values = curves.map((points) => {
    let at = 0
    const last = points.at(-1)?.day ?? -1
    return days.map((day) => {
      while (at + 1 < points.length && points[at + 1]!.day <= day) at += 1
      return points.length && day >= points[0]!.day && day <= last ? pick(points[at]!) : null
    })
  })
  return { days, values }
}
