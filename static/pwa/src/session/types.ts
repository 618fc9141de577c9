import type { paths } from '@/api/schema'

type Answer<Path extends keyof paths, Method extends keyof paths[Path], Status extends number> =
  paths[Path][Method] extends { responses: infer Responses }
    ? Status extends keyof Responses
      ? Responses[Status] extends { content: { 'application/json': infer Body } } ? Body : never
      : never
    : never

export type Me = Answer<'/api/v1/me', 'get', 200>
export type Tokens = Answer<'/api/v1/sessions', 'post', 201>
export type Role = 'guard' | 'supervisor' | 'hr' | 'administrator' | 'client'
export type Language = 'zh-CN' | 'en'
export type Theme = 'system' | 'light' | 'dark'
