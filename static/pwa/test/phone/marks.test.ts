import { describe, expect, it } from 'vitest'
import { checkpointOf, isOver, metresBetween, nextVisit, phaseOf, roundFor, roundsWith, visited, type Mark, type Round } from '@/phone/marks'
import type { Bundle } from '@/session/useBundle'

const at = (clock: string) => `2026-03-01T${clock}:00.000Z`
const ms = (clock: string) => Date.parse(at(clock))

function round(id: string, start: string, points = ['east', 'pump'], more: Partial<Round> = {}): Round {
  const visits = points.map((checkpoint_id, index) => ({ id: `${id}-${checkpoint_id}`, checkpoint_id, position: index, due_from_at: at(start), due_until_at: at('22:20'), state: 'due', scanned_at: null }))
  return {
    id, site_id: 'north', route_id: 'route', plan_name: 'Night round', on: '2026-03-01', state: 'planned', ordered: false, start_at: at(start),
    start_from_at: at(start), start_until_at: at('22:10'), end_due_at: at('22:40'), started_at: null, ended_at: null, visits, ...more,
  } as Round
}

const bundle = (...rounds: Round[]) => ({
  rounds,
  routes: [{ id: 'route', site_id: 'north', name: 'Night route', ordered: true, stops: [{ checkpoint_id: 'east', position: 0, minutes: 2 }, { checkpoint_id: 'pump', position: 1, minutes: 3 }] }],
  checkpoints: [{ id: 'east', tags: [{ digest: 'new', state: 'active' }, { digest: 'old', state: 'replaced' }] }],
}) as unknown as Bundle

let made = 0
const mark = (kind: Mark['kind'], clock: string, payload: Record<string, unknown>): Mark => ({ id: `mark-${made++}`, kind, occurred_at: at(clock), payload: { patrol_id: 'one', ...payload } })
const only = (marks: Mark[], base = round('one', '22:00')) => roundsWith(bundle(base), marks)[0]!

describe('a round with what this phone recorded laid over it', () => {
  it('stays as the server has it while nothing was recorded', () => {
    const planned = round('one', '22:00')
    expect(roundsWith(bundle(planned), [])).toEqual([planned])
  })

  it('runs as soon as the guard starts it', () => {
    expect(only([mark('patrol.started', '22:01', {})])).toMatchObject({ state: 'running', started_at: at('22:01') })
  })

  it('counts a scan as on time, early or late by its own clock', () => {
    const states = ['21:59', '22:05', '22:21'].map((clock) => only([mark('scan', clock, { checkpoint_id: 'east' })]).visits[0]!.state)
    expect(states).toEqual(['early', 'on_time', 'late'])
  })

  it('keeps the first scan of a checkpoint', () => {
    const seen = only([mark('scan', '22:05', { checkpoint_id: 'east' }), mark('scan', '22:09', { checkpoint_id: 'east' })])
    expect(seen.visits[0]!.scanned_at).toBe(at('22:05'))
    expect(visited(seen)).toBe(1)
    expect(nextVisit(seen)!.checkpoint_id).toBe('pump')
  })

  it('never takes away what the server knows', () => {
    const known = round('one', '22:00', ['east'], { started_at: at('22:00'), state: 'incomplete', ended_at: at('22:30') })
    expect(only([mark('patrol.ended', '22:35', {})], known)).toMatchObject({ state: 'incomplete', ended_at: at('22:30') })
  })

  it('is over once the guard ended it', () => {
    const ended = only([mark('patrol.started', '22:00', {}), mark('patrol.ended', '22:30', {})])
    expect(ended.state).toBe('done')
    expect(isOver(ended)).toBe(true)
  })

  it('may be one of the guard’s own accord, which the server has not heard of', () => {
    const marks = [mark('patrol.started', '23:00', { patrol_id: 'own', route_id: 'route' }), mark('scan', '23:01', { patrol_id: 'own', checkpoint_id: 'east' })]
    const own = roundsWith(bundle(), marks)[0]!
    expect(own).toMatchObject({ id: 'own', plan_name: 'Night route', state: 'running', end_due_at: at('23:05') })
    expect(own.visits.map((visit) => visit.state)).toEqual(['on_time', 'due'])
  })

  it('is not doubled once the server has it', () => {
    const known = round('own', '23:00', ['east', 'pump'], { state: 'running', started_at: at('23:00') })
    expect(roundsWith(bundle(known), [mark('patrol.started', '23:00', { patrol_id: 'own', route_id: 'route' })])).toHaveLength(1)
  })

  it('of a route that is gone leaves the other rounds alone', () => {
    expect(roundsWith(bundle(), [mark('patrol.started', '23:00', { patrol_id: 'own', route_id: 'gone' })])).toEqual([])
  })
})

describe('the phase of a round', () => {
  it('is next, open, running, over', () => {
    const planned = round('one', '22:00')
    expect(phaseOf(planned, ms('21:59'))).toBe('next')
    expect(phaseOf(planned, ms('22:00'))).toBe('open')
    expect(phaseOf({ ...planned, started_at: at('22:00') }, ms('23:59'))).toBe('running')
    expect(phaseOf({ ...planned, state: 'missed' }, ms('23:59'))).toBe('over')
  })
})

describe('the round that a scan counts for', () => {
  const running = (id: string, points: string[]) => round(id, '22:00', points, { started_at: at('22:00'), state: 'running' })
  const scanned = (one: Round): Round => ({ ...one, visits: one.visits.map((visit) => ({ ...visit, scanned_at: at('22:01') })) })

  it('is one being walked rather than one that may start', () => {
    expect(roundFor([round('open', '21:00'), running('walked', ['east'])], 'east', ms('22:05'))!.id).toBe('walked')
  })

  it('is one that still waits for this checkpoint', () => {
    expect(roundFor([scanned(running('first', ['east'])), running('second', ['east'])], 'east', ms('22:05'))!.id).toBe('second')
  })

  it('is a repeated scan of the running round when none waits', () => {
    expect(roundFor([scanned(running('first', ['east']))], 'east', ms('22:05'))!.id).toBe('first')
  })

  it('is the earliest of those that may start', () => {
    expect(roundFor([round('later', '22:00'), round('sooner', '21:30')], 'east', ms('22:05'))!.id).toBe('sooner')
  })

  it('is none before its time, after its end, or elsewhere', () => {
    expect(roundFor([round('next', '23:00')], 'east', ms('22:05'))).toBeUndefined()
    expect(roundFor([round('over', '21:00', ['east'], { state: 'done', ended_at: at('21:30') })], 'east', ms('22:05'))).toBeUndefined()
    expect(roundFor([running('walked', ['pump'])], 'east', ms('22:05'))).toBeUndefined()
  })
})

describe('a label', () => {
  it('is known by its digest, whether it hangs or was replaced', () => {
    expect(checkpointOf(bundle(), 'new')).toMatchObject({ checkpoint: { id: 'east' }, replaced: false })
    expect(checkpointOf(bundle(), 'old')).toMatchObject({ replaced: true })
    expect(checkpointOf(bundle(), 'strange')).toBeUndefined()
  })
})

it('measures metres on the ground', () => {
  expect(metresBetween({ lat: 31.2304, lon: 121.4737 }, { lat: 31.2313, lon: 121.4737 })).toBeCloseTo(100, 0)
  expect(metresBetween({ lat: 0, lon: 0 }, { lat: 0, lon: 0 })).toBe(0)
})
