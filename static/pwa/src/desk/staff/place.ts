import type { StaffFile } from './answers'

/** Where, as what and under whom, as a form holds it. */
export interface PlaceForm {
  site_id: string
  grade_id: string
  post: string
  shift_pattern: string
  manager_id: string
}

export function placeOf(file: Pick<StaffFile, 'site' | 'grade' | 'post' | 'shift_pattern' | 'manager'>): PlaceForm {
  return { site_id: file.site?.id ?? '', grade_id: file.grade?.id ?? '', post: file.post ?? '', shift_pattern: file.shift_pattern ?? '', manager_id: file.manager?.id ?? '' }
}
