import type { components, paths } from '@/api/schema'

type Got<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never
type Item<Page> = Page extends { items?: (infer Row)[] } ? Row : never

export type LeaveRequest = Item<Got<'/api/v1/leave'>>
export type LeaveState = LeaveRequest['state']
export type LeaveKind = LeaveRequest['kind']
export type PersonLeave = Item<Got<'/api/v1/leave/balances'>>
export type Balance = PersonLeave['annual']
export type Schemas = components['schemas']
