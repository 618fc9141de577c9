import type { components, paths } from '@/api/schema'

type Got<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never
type Item<Page> = Page extends { items?: (infer Row)[] } ? Row : never

export type LeaveRequest = Item<Got<'/api/v1/leave'>>
export type LeaveState = LeaveRequest['state']
export type LeaveKind = LeaveRequest['kind']
export type PersonLeave = Item<Got<'/api/v1/leave/balances'>>
export type Now = Got<'/api/v1/attendance/now'>
export type NowItem = Now['items'][number]
export type Attendance = Item<Got<'/api/v1/attendance'>>
export type AttendanceState = Attendance['state']
export type Board = Got<'/api/v1/attendance/board'>
export type BoardItem = Board['items'][number]
export type FigureName = keyof Board['total']
export type BoardRow = Item<Got<'/api/v1/attendance/board/rows'>>
export type Punch = Item<Got<'/api/v1/punches'>>
export type Correction = Item<Got<'/api/v1/corrections'>>
export type Settings = Got<'/api/v1/attendance/settings'>
export type NoShow = Got<'/api/v1/no-shows/{alarm_id}'>
export type Schemas = components['schemas']
export type Timesheet = Item<Got<'/api/v1/timesheets'>>
export type PayClass = keyof Timesheet['minutes']
export type TimesheetLock = Item<Got<'/api/v1/timesheets/locks'>>
export type Handover = Item<Got<'/api/v1/handovers'>>
export type Equipment = Got<'/api/v1/sites/{site_id}/equipment'>['items'][number]
