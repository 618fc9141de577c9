export interface CourseSaid {
  package_id: string
  unit_id: string
  cmi: Record<string, string>
  ended: boolean
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isMap = (value: unknown): value is Record<string, string> => typeof value === 'object' && value !== null && Object.values(value).every(isText)

/** What a bought course says of itself. Its frame has no origin, so it is known by its window and its package alone. */
export function courseSaid(event: Pick<MessageEvent, 'source' | 'origin' | 'data'>, frame: Window | null | undefined, packageId: string | undefined): CourseSaid | null {
  if (!frame || event.source !== frame || event.origin !== 'null') return null
  const { source, package_id, unit_id, cmi, ended } = (event.data ?? {}) as Record<string, unknown>
  if (source !== 'anxun-scorm' || !packageId || package_id !== packageId || !isText(unit_id) || !isMap(cmi)) return null
  return { package_id: packageId, unit_id, cmi, ended: ended === true }
}
