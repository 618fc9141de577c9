import type { components, paths } from '@/api/schema'

type Got<Path extends keyof paths> = paths[Path] extends { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } ? Body : never
type Item<Page> = Page extends { items?: (infer Row)[] } ? Row : never

export type ModuleRow = Item<Got<'/api/v1/modules'>>
export type ModuleDetail = Got<'/api/v1/modules/{module_id}'>
export type Content = NonNullable<ModuleDetail['content']>
export type LessonText = Content['lessons'][number]
export type Version = Item<Got<'/api/v1/modules/{module_id}/versions'>>
export type BankQuestion = Item<Got<'/api/v1/modules/{module_id}/questions'>>
export type Media = Item<Got<'/api/v1/modules/{module_id}/media'>>
export type Requirement = Item<Got<'/api/v1/modules/{module_id}/requirements'>>
export type Duty = Item<Got<'/api/v1/duties'>>
export type Matrix = Got<'/api/v1/training/matrix'>
export type MatrixPerson = Matrix['people'][number]
export type MatrixModule = Matrix['modules'][number]
export type Figures = Got<'/api/v1/training/figures'>
export type Share = Figures['coverage']
export type Klass = Item<Got<'/api/v1/training-sessions'>>
export type KlassDetail = Got<'/api/v1/training-sessions/{session_id}'>
export type Place = KlassDetail['people'][number]
export type CertificateType = Item<Got<'/api/v1/certificate-types'>>
export type Certificate = Item<Got<'/api/v1/certificates'>>
export type Warning = Item<Got<'/api/v1/certificate-warnings'>>
export type Rule = Item<Got<'/api/v1/qualification-rules'>>
export type Package = Item<Got<'/api/v1/modules/{module_id}/packages'>>
export type OrderRow = Item<Got<'/api/v1/orders'>>
export type OrderDetail = Got<'/api/v1/orders/{module_id}'>
export type OrderPerson = Item<Got<'/api/v1/orders/{module_id}/people'>>
export type Exempted = Item<Got<'/api/v1/qualification-exceptions'>>
export type Schemas = components['schemas']
