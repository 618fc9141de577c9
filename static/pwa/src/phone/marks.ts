import type { Bundle } from '@/session/useBundle'
import type { Kind } from '@/outbox/events'

export type Round = Bundle['rounds'][number]
export type Visit = Round['visits'][number]
export type Checkpoint = Bundle['checkpoints'][number]
export type Exception = Bundle['exceptions'][number]
export type OpenFinding = Bundle['open_findings'][number]

/** What this phone has recorded and the bundle may not show yet. */
export interface Mark {
  id: string
  kind: Kind
  occurred_at: string
  payload: Record<string, unknown>
}

export type Phase = 'running' | 'open' | 'next' | 'over'

const MINUTE = 60_000
const instant = (text: string | null | undefined) => (text ? Date.parse(text) : Number.NaN)

/** The rounds as the guard made them, whether or not the server knows it yet. */
export function roundsWith(bundle: Bundle, marks: Mark[]): Round[] {
  const planned = bundle.rounds.map((round) => roundWith(round, marks))
  const known = new Set(planned.map((round) => round.id))
  const own = marks.filter((mark) => mark.kind === 'patrol.started' && mark.payload.route_id && !known.has(String(mark.payload.patrol_id)))
  return [...planned, ...own.flatMap((mark) => unplanned(bundle, mark, marks))]
}

function roundWith(round: Round, marks: Mark[]): Round {
  const mine = marks.filter((mark) => mark.payload.patrol_id === round.id)
  const started = mine.find((mark) => mark.kind === 'patrol.started')
  const ended = mine.find((mark) => mark.kind === 'patrol.ended')
  const scans = mine.filter((mark) => mark.kind === 'scan')
  if (!mine.length) return round
  const started_at = round.started_at ?? started?.occurred_at ?? null
  const ended_at = round.ended_at ?? ended?.occurred_at ?? null
  return { ...round, started_at, ended_at, state: stateOf(round, started_at, ended_at), visits: round.visits.map((visit) => visitWith(visit, scans)) }
}

function stateOf(round: Round, startedAt: string | null, endedAt: string | null): Round['state'] {
  if (endedAt) return round.state === 'incomplete' ? 'incomplete' : 'done'
  return startedAt && (round.state === 'planned' || round.state === 'missed') ? 'running' : round.state
}

function visitWith(visit: Visit, scans: Mark[]): Visit {
  const scan = scans.find((mark) => mark.payload.checkpoint_id === visit.checkpoint_id)
  if (!scan || visit.scanned_at) return visit
  return { ...visit, scanned_at: scan.occurred_at, state: timeliness(visit, scan.occurred_at) }
}

function timeliness(visit: Visit, at: string): Visit['state'] {
  if (instant(at) < instant(visit.due_from_at)) return 'early'
  return instant(at) > instant(visit.due_until_at) ? 'late' : 'on_time'
}

/** A round of the guard's own accord, before the server has heard of it. */
function unplanned(bundle: Bundle, started: Mark, marks: Mark[]): Round[] {
  const route = bundle.routes.find((one) => one.id === started.payload.route_id)
  if (!route) return []
  const minutes = route.stops.reduce((sum, stop) => sum + stop.minutes, 0)
  const end = new Date(instant(started.occurred_at) + minutes * MINUTE).toISOString()
  const at = started.occurred_at
  const round = {
    id: String(started.payload.patrol_id), site_id: route.site_id, route_id: route.id, plan_name: route.name, on: at.slice(0, 10),
    state: 'running', ordered: route.ordered, start_at: at, start_from_at: at, start_until_at: at, end_due_at: end, started_at: at, ended_at: null,
    visits: route.stops.map((stop) => ({ id: `${started.id}:${stop.position}`, checkpoint_id: stop.checkpoint_id, position: stop.position, due_from_at: at, due_until_at: end, state: 'due', scanned_at: null })),
  } as Round
  return [roundWith(round, marks)]
}

export const isOver = (round: Round) => Boolean(round.ended_at) || ['done', 'incomplete', 'missed'].includes(round.state)

export function phaseOf(round: Round, now: number): Phase {
  if (isOver(round)) return 'over'
  if (round.started_at) return 'running'
  return now >= instant(round.start_from_at) ? 'open' : 'next'
}

export const visited = (round: Round) => round.visits.filter((visit) => visit.scanned_at).length
export const nextVisit = (round: Round) => [...round.visits].sort((a, b) => a.position - b.position).find((visit) => !visit.scanned_at)

/** The round that a scan of this checkpoint counts for: one that is being walked, else one that may start now. */
export function roundFor(rounds: Round[], checkpointId: string, now: number): Round | undefined {
  const candidates = rounds.filter((round) => round.visits.some((visit) => visit.checkpoint_id === checkpointId))
  const waiting = (round: Round) => round.visits.some((visit) => visit.checkpoint_id === checkpointId && !visit.scanned_at)
  const running = candidates.filter((round) => phaseOf(round, now) === 'running')
  const open = candidates.filter((round) => phaseOf(round, now) === 'open').sort((a, b) => a.start_at.localeCompare(b.start_at))
  return running.find(waiting) ?? running[0] ?? open[0]
}

export function checkpointOf(bundle: Bundle, digest: string): { checkpoint: Checkpoint; replaced: boolean } | undefined {
  for (const checkpoint of bundle.checkpoints) {
    const tag = checkpoint.tags.find((one) => one.digest === digest)
    if (tag) return { checkpoint, replaced: tag.state === 'replaced' }
  }
  return undefined
}

const EARTH_M = 6_371_000
const radians = (degrees: number) => (degrees * Math.PI) / 180

/** Metres between two places on the ground (haversine). */
export function metresBetween(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const [φ1, φ2] = [radians(a.lat), radians(b.lat)]
  const h = Math.sin((φ2 - φ1) / 2) ** 2 + Math.cos(φ1) * Math.cos(φ2) * Math.sin(radians(b.lon - a.lon) / 2) ** 2
  return 2 * EARTH_M * Math.asin(Math.sqrt(h))
}
