import { keptMarks } from '@/session/keptMarks'

/** What this phone has recorded of shifts: each shown at once, until the server has it. */
export const log = keptMarks('shifts-log', 'schedules.')
