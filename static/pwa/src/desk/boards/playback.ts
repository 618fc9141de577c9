import { BADGES } from '@/ui/badges'
import type { MapPoint } from '@/ui/map'
import type { Exception, Finding, PatrolDetail, Scan, Visit } from './answers'

export type MomentKind = 'started' | 'scan' | 'finding' | 'resumed' | 'ended'

/** Something that happened in a round, at `at` (milliseconds). */
export interface Moment {
  id: string
  at: number
  kind: MomentKind
  scan?: Scan
  visit?: Visit
  finding?: Finding
}

export interface Span {
  from: number
  until: number
}

const RANK: Record<MomentKind, number> = { started: 0, scan: 1, finding: 2, resumed: 3, ended: 4 }
const BREATH_MS = 30_000

/** What happened, in order. */
export function momentsOf(patrol: PatrolDetail): Moment[] {
  const visits = new Map(patrol.visits.map((visit) => [visit.scan_id, visit]))
  const moments: Moment[] = [
    ...patrol.scans.map((scan) => ({ id: scan.id, at: Date.parse(scan.occurred_at), kind: 'scan' as const, scan, visit: visits.get(scan.id) })),
    ...patrol.findings.map((finding) => ({ id: finding.id, at: Date.parse(finding.opened_at), kind: 'finding' as const, finding })),
  ]
  if (patrol.started_at) moments.push({ id: 'started', at: Date.parse(patrol.started_at), kind: 'started' })
  if (patrol.ended_at) moments.push({ id: 'ended', at: Date.parse(patrol.ended_at), kind: 'ended' })
  return moments.sort((a, b) => a.at - b.at || RANK[a.kind] - RANK[b.kind])
}

/** From the first to the last thing that is known; null where nobody walked. */
export function spanOf(patrol: PatrolDetail, moments: Moment[]): Span | null {
  const times = [...moments.map((moment) => moment.at), ...patrol.positions.map((position) => Date.parse(position.occurred_at))]
  if (!times.length) return null
  return { from: Math.min(...times) - BREATH_MS, until: Math.max(...times) + BREATH_MS }
}

/** The moment that was the latest at that time; -1 before the first. */
export function latestAt(moments: Moment[], at: number): number {
  return moments.findLastIndex((moment) => moment.at <= at)
}

/** Each checkpoint as it stood at that time: scanned, overdue, or not yet. */
export function pointsAt(patrol: PatrolDetail, at: number): MapPoint[] {
  return patrol.visits.map((visit) => ({
    id: visit.checkpoint_id,
    name: visit.checkpoint,
    mark: String(visit.position + 1),
    tone: BADGES[stateAt(visit, at)]?.tone ?? 'quiet',
    lat: visit.lat,
    lon: visit.lon,
    floor_plan_id: visit.floor_plan_id,
    plan_x: visit.plan_x,
    plan_y: visit.plan_y,
  }))
}

export function stateAt(visit: Visit, at: number): string {
  if (visit.scanned_at) return Date.parse(visit.scanned_at) <= at ? visit.state : 'due'
  return visit.state === 'excused' || at > Date.parse(visit.due_until_at) ? visit.state : 'due'
}

export type Ground = [lat: number, lon: number]
export type OnPlan = [x: number, y: number]

interface Step<Place> {
  at: number
  place: Place
}

/** Where the guard is known to have been: measured positions, else the checkpoint that was scanned. */
export function groundSteps(patrol: PatrolDetail): Step<Ground>[] {
  const visits = new Map(patrol.visits.map((visit) => [visit.checkpoint_id, visit]))
  const scans = patrol.scans.flatMap((scan) => {
    const visit = visits.get(scan.checkpoint_id)
    const [lat, lon] = [scan.lat ?? visit?.lat, scan.lon ?? visit?.lon]
    return lat == null || lon == null ? [] : [{ at: Date.parse(scan.occurred_at), place: [lat, lon] as Ground }]
  })
  const positions = patrol.positions.map((one) => ({ at: Date.parse(one.occurred_at), place: [one.lat, one.lon] as Ground }))
  return [...scans, ...positions].sort((a, b) => a.at - b.at)
}

/** The same on one floor plan: only its own checkpoints are known there. */
export function planSteps(patrol: PatrolDetail, planId: string): Step<OnPlan>[] {
  const visits = new Map(patrol.visits.map((visit) => [visit.checkpoint_id, visit]))
  const steps = patrol.scans.flatMap((scan) => {
    const visit = visits.get(scan.checkpoint_id)
    if (visit?.floor_plan_id !== planId || visit.plan_x == null || visit.plan_y == null) return []
    return [{ at: Date.parse(scan.occurred_at), place: [visit.plan_x, visit.plan_y] as OnPlan }]
  })
  return steps.sort((a, b) => a.at - b.at)
}

/** The way walked until then, the last leg drawn as far as it has come. */
export function trailAt<Place extends [number, number]>(steps: Step<Place>[], at: number): Place[] {
  const done = steps.filter((step) => step.at <= at)
  const [last, next] = [done.at(-1), steps[done.length]]
  const trail = done.map((step) => step.place)
  if (last && next && next.at > last.at) trail.push(between(last.place, next.place, (at - last.at) / (next.at - last.at)) as Place)
  return trail
}

const between = (a: [number, number], b: [number, number], share: number) => [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]

/** Exceptions about the whole round, and those about one checkpoint. */
export function sortedExceptions(exceptions: Exception[]): Exception[] {
  return [...exceptions].sort((a, b) => Number(a.checkpoint_id !== null) - Number(b.checkpoint_id !== null) || a.raised_at.localeCompare(b.raised_at))
}
