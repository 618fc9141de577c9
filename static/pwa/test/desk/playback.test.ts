import { describe, expect, it } from 'vitest'
import type { PatrolDetail, Scan, Visit } from '@/desk/boards/answers'
import { groundSteps, latestAt, momentsOf, planSteps, pointsAt, spanOf, stateAt, trailAt } from '@/desk/boards/playback'

const T = (clock: string) => `2026-11-22T${clock}:00.000Z`
const ms = (clock: string) => Date.parse(T(clock))

const visit = (id: string, over: Partial<Visit>): Visit => ({
  id, checkpoint_id: `c-${id}`, checkpoint: `Point ${id}`, position: 0, due_from_at: T('22:00'), due_until_at: T('22:30'), state: 'due', scan_id: null, scanned_at: null,
  lat: null, lon: null, radius_m: 30, floor_plan_id: null, plan_x: null, plan_y: null, ...over,
})
const scan = (id: string, checkpoint: string, at: string, over: Partial<Scan> = {}) => ({ id, checkpoint_id: checkpoint, checkpoint, occurred_at: T(at), flags: [], lat: null, lon: null, ...over }) as unknown as Scan

const patrol = (over: Partial<PatrolDetail>) => ({ started_at: null, ended_at: null, visits: [], scans: [], findings: [], positions: [], exceptions: [], ...over }) as unknown as PatrolDetail

const walked = patrol({
  started_at: T('22:00'),
  ended_at: T('22:20'),
  visits: [
    visit('a', { state: 'on_time', scan_id: 's1', scanned_at: T('22:05'), lat: 31, lon: 121, floor_plan_id: 'p', plan_x: 0.1, plan_y: 0.2 }),
    visit('b', { position: 1, state: 'late', scan_id: 's2', scanned_at: T('22:15'), floor_plan_id: 'p', plan_x: 0.5, plan_y: 0.6 }),
    visit('c', { position: 2, state: 'missed' }),
  ],
  scans: [scan('s2', 'c-b', '22:15', { lat: 31.2, lon: 121.2 }), scan('s1', 'c-a', '22:05')],
})

describe('what happened in a round', () => {
  it('stands in order, the scans with their visits', () => {
    const moments = momentsOf(walked)
    expect(moments.map((moment) => moment.id)).toEqual(['started', 's1', 's2', 'ended'])
    expect(moments[1]!.visit?.id).toBe('a')
  })

  it('begins with the start when its first scan bears the same time', () => {
    const both = patrol({ started_at: T('22:00'), scans: [scan('s', 'c-a', '22:00')] })
    expect(momentsOf(both).map((moment) => moment.kind)).toEqual(['started', 'scan'])
  })

  it('is nothing where nobody walked', () => {
    const missed = patrol({ visits: [visit('a', { state: 'missed' })] })
    expect(spanOf(missed, momentsOf(missed))).toBeNull()
  })

  it('is found by its time', () => {
    const moments = momentsOf(walked)
    expect(latestAt(moments, ms('21:59'))).toBe(-1)
    expect(moments[latestAt(moments, ms('22:10'))]!.id).toBe('s1')
  })
})

describe('a checkpoint in the playback', () => {
  it('is as it stood then, not as it ended', () => {
    const [a, b] = walked.visits as [Visit, Visit, Visit]
    expect([stateAt(a, ms('22:04')), stateAt(a, ms('22:05'))]).toEqual(['due', 'on_time'])
    expect(stateAt(b, ms('22:10'))).toBe('due')
  })

  it('is missed only once its window is over', () => {
    const missed = walked.visits[2]!
    expect([stateAt(missed, ms('22:29')), stateAt(missed, ms('22:31'))]).toEqual(['due', 'missed'])
  })

  it('carries its number and the colour of its state', () => {
    expect(pointsAt(walked, ms('22:06')).map((point) => [point.mark, point.tone])).toEqual([['1', 'ok'], ['2', 'quiet'], ['3', 'quiet']])
  })
})

describe('the way walked', () => {
  it('takes the measured place, else the checkpoint’s', () => {
    expect(groundSteps(walked).map((step) => step.place)).toEqual([[31, 121], [31.2, 121.2]])
  })

  it('leads from checkpoint to checkpoint on their plan alone', () => {
    expect(planSteps(walked, 'p').map((step) => step.place)).toEqual([[0.1, 0.2], [0.5, 0.6]])
    expect(planSteps(walked, 'another')).toEqual([])
  })

  it('is drawn as far as it has come', () => {
    const steps = planSteps(walked, 'p')
    expect(trailAt(steps, ms('22:04'))).toEqual([])
    const half = trailAt(steps, ms('22:10'))
    expect(half).toHaveLength(2)
    expect(half[1]![0]).toBeCloseTo(0.3)
    expect(half[1]![1]).toBeCloseTo(0.4)
    expect(trailAt(steps, ms('22:19'))).toEqual([[0.1, 0.2], [0.5, 0.6]])
  })
})
