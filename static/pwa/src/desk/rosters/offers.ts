import type { paths } from '@/api/schema'
import type { usePages } from '../boards/usePages'

type Rows<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': { items?: (infer Row)[] } } } } } } ? Row : never

export type Offer = Rows<'/api/v1/offers'>
export type ListedShift = Rows<'/api/v1/shifts'>
export type ShiftPages = ReturnType<typeof usePages<ListedShift>>
