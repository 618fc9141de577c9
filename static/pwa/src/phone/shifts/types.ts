import type { paths } from '@/api/schema'

type Got<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never

export type Bundle = Got<'/api/v1/my/shifts'>
export type Site = Bundle['sites'][number]
export type BundleShift = Bundle['shifts'][number]
export type AttendanceRow = Bundle['attendance'][number]
export type Offer = Bundle['offers'][number]
export type Handover = Bundle['handovers'][number]
