import type { components, paths } from '@/api/schema'

type Got<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never
type Item<Page> = Page extends { items?: (infer Row)[] } ? Row : never

export type StaffRow = Item<Got<'/api/v1/staff'>>
export type StaffFile = Got<'/api/v1/staff/{person_id}'>
export type Employment = StaffFile['employments'][number]
export type Placement = StaffFile['placements'][number]
export type Absence = StaffFile['absences'][number]
export type Assessment = StaffFile['assessments'][number]
export type Commendation = StaffFile['commendations'][number]
export type Paper = StaffFile['documents'][number]
export type EndingPaper = Item<Got<'/api/v1/documents'>>
export type WayUp = StaffFile['way_up']
export type Need = WayUp['needs'][number]
export type Rung = Got<'/api/v1/ladder'>['items'][number]
export type Grade = Item<Got<'/api/v1/grades'>>
export type Criterion = Got<'/api/v1/assessment-criteria'>['items'][number]
export type Particulars = Got<'/api/v1/staff/{person_id}/particulars'>
export type Schemas = components['schemas']
