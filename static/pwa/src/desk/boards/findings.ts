import { has, session } from '@/session/session'
import type { Finding, FindingDetail } from './answers'

export type Status = 'open' | 'reopened' | 'assigned' | 'fixed' | 'verified'
export const STATUSES: Status[] = ['open', 'assigned', 'fixed', 'verified', 'reopened']

/** The columns of the board: what to give out, what is being done, what to look at, what is settled. */
export const COLUMNS: { name: string; statuses: Status[] }[] = [
  { name: 'open', statuses: ['open', 'reopened'] },
  { name: 'assigned', statuses: ['assigned'] },
  { name: 'fixed', statuses: ['fixed'] },
  { name: 'verified', statuses: ['verified'] },
]

/** Most serious first, then the oldest: what has waited longest. */
export function byWeight(findings: Finding[]): Finding[] {
  return [...findings].sort((a, b) => b.severity - a.severity || a.opened_at.localeCompare(b.opened_at))
}

export type Deed = 'assign' | 'fix' | 'verify' | 'reopen'

/** What this person may do with it now. Who fixed it cannot verify it. */
export function deedsFor(finding: FindingDetail): Deed[] {
  if (!has('supervisor', 'administrator')) return []
  if (['open', 'assigned', 'reopened'].includes(finding.status)) return ['assign', 'fix']
  if (finding.status === 'verified') return ['reopen']
  return finding.fixed_by?.id === session.me?.id ? ['reopen'] : ['verify', 'reopen']
}
