/** An instant as the local date and time of a zone, for a form: `2026-11-22T21:30`. */
export function localOf(instant: string, timeZone?: string): string {
  const fields = { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat('sv-SE', { ...fields, timeZone }).format(new Date(instant)).replace(' ', 'T')
}
