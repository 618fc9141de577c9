import type { components, paths } from '@/api/schema'

type Got<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never
type Item<Page> = Page extends { items?: (infer Row)[] } ? Row : never

export type Schemas = components['schemas']
export type Post = Item<Got<'/api/v1/posts'>>
export type ShiftType = Item<Got<'/api/v1/shift-types'>>
export type Pattern = Item<Got<'/api/v1/shift-patterns'>>
export type PostDemand = Got<'/api/v1/posts/{post_id}/demand'>
export type DemandLine = PostDemand['lines'][number]
export type DayCalendar = Got<'/api/v1/calendar'>
export type TermsRow = Item<Got<'/api/v1/terms'>>
export type PersonTerms = Got<'/api/v1/staff/{person_id}/terms'>
export type Pairing = Item<Got<'/api/v1/pairings'>>
export type Wish = Item<Got<'/api/v1/wishes'>>
export type Law = Got<'/api/v1/law'>
export type LawRule = Law['packs'][number]['rules'][number]
export type RosterRow = Item<Got<'/api/v1/rosters'>>
export type RosterHead = Got<'/api/v1/rosters/{roster_id}'>
export type Grid = Got<'/api/v1/rosters/{roster_id}/grid'>
export type GridPerson = Grid['people'][number]
export type GridPost = Grid['posts'][number]
export type Shift = Grid['shifts'][number]
export type Violation = Item<Got<'/api/v1/rosters/{roster_id}/violations'>>
export type Version = Item<Got<'/api/v1/rosters/{roster_id}/versions'>>
export type Acknowledged = Item<Got<'/api/v1/rosters/{roster_id}/acknowledgements'>>
export type Change = Schemas['ShiftChange']
export type Edited = Schemas['Edited']
export type Totals = Edited['totals'][number]
export type SolveRun = Schemas['SolveRun']
export type Explanation = Got<'/api/v1/rosters/{roster_id}/explanation'>
export type Replacements = Got<'/api/v1/shifts/{shift_id}/replacements'>
export type Repair = Schemas['Repair']
export type PostCoverage = Item<Got<'/api/v1/coverage/posts'>>
export type CallOff = Item<Got<'/api/v1/call-offs'>>
