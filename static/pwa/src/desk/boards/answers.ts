import type { paths } from '@/api/schema'

type Got<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never
type Item<Page> = Page extends { items?: (infer Row)[] } ? Row : never

export type Today = Got<'/api/v1/today'>
export type TodaySite = Today['sites'][number]
export type TodayRound = TodaySite['running'][number]
export type TodayFinding = TodaySite['findings'][number]

export type Board = Got<'/api/v1/coverage'>
export type Cell = Board['cells'][number]
export type VisitRow = Item<Got<'/api/v1/coverage/visits'>>
export type CheckpointFigures = Item<Got<'/api/v1/coverage/checkpoints'>>
export type Share = Board['totals']['done_share']

export type Finding = Item<Got<'/api/v1/findings'>>
export type FindingDetail = Got<'/api/v1/findings/{finding_id}'>
export type FindingStep = FindingDetail['history'][number]
export type Photo = Finding['photos'][number]
export type Category = Item<Got<'/api/v1/finding-categories'>>

export type Patrol = Item<Got<'/api/v1/patrols'>>
export type PatrolDetail = Got<'/api/v1/patrols/{patrol_id}'>
export type Visit = PatrolDetail['visits'][number]
export type Scan = PatrolDetail['scans'][number]
export type Exception = Item<Got<'/api/v1/exceptions'>>
