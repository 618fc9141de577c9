import type { paths } from '@/api/schema'
import { keptBundle } from './keptBundle'

type BundlePath = paths extends { '/api/v1/my/rounds': { get: { responses: { 200: { content: { 'application/json': infer Body } } } } } } ? Body : never
export type Bundle = BundlePath

const rounds = keptBundle<Bundle>('rounds', '/api/v1/my/rounds')

/** The signed-in guard's rounds and all they need. */
export function useBundle() {
  void rounds.refresh()
  return rounds
}
