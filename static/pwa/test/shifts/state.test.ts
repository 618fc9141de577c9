import { beforeAll, describe, expect, it } from 'vitest'
import { loadMessages, setLanguage } from '@/i18n'
import type { Kind } from '@/outbox/events'
import type { KeptMark } from '@/session/keptMarks'
import { acksDue, actsOn, alarmsWith, badgesOf, breaksOf, correctionWords, daysOf, fault, halfDaysAsked, handoverBadge, handoversWith, handoverToWaitFor, leaveWith, mayLeave, mayWithdraw, offerBadge, offersOf, punchesWith, questionsWith, shiftsWith, shiftsWithin, wishesWith, type Leave } from '@/phone/shifts/state'
import { dayWords, isOvernight, minutesWords, timesWords } from '@/phone/shifts/times'
import type { Bundle, BundleShift, Handover, Offer } from '@/phone/shifts/types'

const ZONE = 'Asia/Shanghai'
const NOW = Date.parse('2026-11-23T10:00:00Z')

function shift(change: Partial<BundleShift> = {}): BundleShift {
  const start = { id: 'night', on: '2026-11-23', start_at: '2026-11-23T14:00:00Z', end_at: '2026-11-23T22:00:00Z' }
  return { ...start, roster_id: 'roster', site_id: 'site', post_id: 'post', post: 'Gate', note: '', shift_type_id: 'n', breaks: [{ after_minutes: 240, minutes: 30, paid: false }], slot: 1, mates: [], state: 'unconfirmed', mark: 'new', relieves_shift_id: null, relieves: null, relieved_by: null, ...change }
}

function bundle(change: Partial<Record<keyof Bundle, unknown>> = {}): Bundle {
  const site = { id: 'site', name: 'North', time_zone: ZONE, lat: 31, lon: 121, clocking: { geofence: 'flag', radius_m: 150, photo: false, methods: ['button'], tolerances: {} } }
  const empty = { acknowledgements: [], punches: [], questions: [], alarms: [], attendance: [], corrections: [], hours: null, leave: { balances: [], requests: [] }, wishes: [], offers: [], handovers: [] }
  return { generated_at: '2026-11-23T10:00:00Z', sites: [site], shift_types: [{ id: 'n', name_zh: '夜班', name_en: 'Night' }], shifts: [shift()], ...empty, ...change } as unknown as Bundle
}

const mark = (kind: Kind, payload: Record<string, unknown>, change: Partial<KeptMark> = {}): KeptMark => ({ id: `mark ${kind}`, kind, occurred_at: '2026-11-23T13:55:00Z', payload, ...change })

beforeAll(async () => {
  await loadMessages(['core', 'shifts'])
  await setLanguage('en')
})

describe('shifts on the phone', () => {
  const seen = mark('schedules.roster_acknowledged', { roster_id: 'roster', version: 1 })

  it('carry their site and kind, the earliest first', () => {
    const two = bundle({ shifts: [shift({ id: 'later', start_at: '2026-11-24T14:00:00Z' }), shift()] })
    expect(shiftsWith(two, []).map((one) => [one.id, one.site, one.type.en])).toEqual([['night', 'North', 'Night'], ['later', 'North', 'Night']])
  })

  it('are confirmed and no longer marked once the roster was acknowledged here', () => {
    const [one] = shiftsWith(bundle(), [seen])
    expect([one!.state, one!.mark]).toEqual(['confirmed', null])
    expect(badgesOf(one!)).toEqual([])
    expect(badgesOf(shiftsWith(bundle(), [])[0]!)).toEqual(['new'])
  })

  it('stay to be confirmed when the server did not take it', () => {
    expect(shiftsWith(bundle(), [{ ...seen, refused: true }])[0]!.state).toBe('unconfirmed')
  })

  it('ask for the newest version, whatever was acknowledged before', () => {
    const due = (version: number) => ({ roster_id: 'roster', version, name: 'November', from_on: '2026-11-01', until_on: '2026-11-30', reason: '', shifts: 3 })
    expect(acksDue(bundle({ acknowledgements: [due(1)] }), [seen])).toEqual([])
    expect(acksDue(bundle({ acknowledgements: [due(2)] }), [seen])).toHaveLength(1)
  })

  it('are called off at once', () => {
    const [one] = shiftsWith(bundle(), [mark('schedules.call_off', { shift_id: 'night', reason: 'sick' })])
    expect([one!.state, mayLeave(one!, NOW)]).toEqual(['called_off', false])
    expect(mayLeave(shiftsWith(bundle(), [])[0]!, NOW)).toBe(true)
    expect(mayLeave(shiftsWith(bundle(), [])[0]!, Date.parse('2026-11-23T14:30:00Z'))).toBe(false)
  })

  it('have their breaks at times', () => {
    expect(breaksOf(shift())).toEqual([{ start_at: '2026-11-23T18:00:00.000Z', end_at: '2026-11-23T18:30:00.000Z', paid: false }])
  })

  it('stand in the calendar under the date they begin on, leave beside them', () => {
    const leave = { id: 'l', kind: 'annual', from_on: '2026-11-25', until_on: '2026-11-26', half_days: 4, reason: '', note: '', state: 'approved' } as Leave
    const days = daysOf(shiftsWith(bundle(), []), [leave, { ...leave, from_on: '2026-11-28', until_on: '2026-11-28', state: 'asked' }], () => ZONE)
    expect([...days.keys()].sort()).toEqual(['2026-11-23', '2026-11-25', '2026-11-26'])
    expect(days.get('2026-11-23')).toMatchObject({ kind: 'night', marked: true })
    expect(days.get('2026-11-25')!.kind).toBe('leave')
  })
})

describe('times', () => {
  it('tell a night plainly, by the clock of the site', () => {
    expect(isOvernight(shift(), ZONE)).toBe(true)
    expect(isOvernight(shift(), 'UTC')).toBe(false)
    expect(timesWords(shift(), ZONE)).toBe('22:00 – 06:00 next day (Tue, Nov 24)')
    expect(timesWords(shift(), ZONE, { brief: true })).toBe('22:00 – 06:00 next day')
    expect(timesWords(shift(), 'UTC')).toBe('14:00 – 22:00')
  })

  it('say today and its neighbours', () => {
    const said = ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-25'].map((on) => dayWords(on, '2026-11-23'))
    expect(said).toEqual(['Yesterday', 'Today', 'Tomorrow', 'Wed, Nov 25'])
  })

  it('are whole minutes, never parts of an hour', () => {
    expect([0, 59, 60, 450, -75].map(minutesWords)).toEqual(['0 min', '59 min', '1 h', '7 h 30 min', '−1 h 15 min'])
  })
})

describe('what was recorded here', () => {
  it('counts as a punch until the server has it, once', () => {
    const here = mark('schedules.punch', { kind: 'in', site_id: 'site', shift_id: 'night' }, { id: 'p1' })
    expect(punchesWith(bundle(), [here])).toMatchObject([{ id: 'p1', kind: 'in', waiting: true, occurred_at: here.occurred_at }])
    const there = { id: 'p1', kind: 'in', occurred_at: here.occurred_at, site_id: 'site', shift_id: 'night', flags: [] }
    expect(punchesWith(bundle({ punches: [there] }), [here])).toMatchObject([{ id: 'p1', waiting: false }])
  })

  it('answers a question once', () => {
    const open = bundle({ questions: [{ id: 'q', kind: 'when_out', presumed_at: '2026-11-22T22:00:00Z', site_id: 'site', shift_id: 'night', asked_at: '2026-11-23T04:00:00Z' }] })
    expect(questionsWith(open, [])).toMatchObject([{ id: 'q', site: 'North', shift: 'Gate · 22:00 – 06:00 next day' }])
    expect(questionsWith(open, [mark('schedules.punch_answer', { question_id: 'q', at: '' })])).toEqual([])
  })

  it('answers an alarm once', () => {
    const alarm = (reply: string | null) => bundle({ alarms: [{ id: 'a', reply }] })
    expect(alarmsWith(alarm(null), [])).toHaveLength(1)
    expect(alarmsWith(alarm('on_my_way'), [])).toEqual([])
    expect(alarmsWith(alarm(null), [mark('schedules.no_show_reply', { alarm_id: 'a', reply: 'on_my_way' })])).toEqual([])
  })

  it('is leave that waits, then leave as the server has it', () => {
    const asked = mark('schedules.leave_asked', { kind: 'annual', from_on: '2026-12-01', until_on: '2026-12-02', from_half: true, until_half: false, reason: 'home' }, { id: 'l1' })
    expect(leaveWith(bundle(), [asked])).toMatchObject([{ id: 'l1', state: 'waiting', half_days: 3, reason: 'home' }])
    expect(leaveWith(bundle(), [{ ...asked, refused: true }])[0]!.state).toBe('not_taken')
    const known = { id: 'l1', kind: 'annual', from_on: '2026-12-01', until_on: '2026-12-02', half_days: 4, reason: 'home', note: '', state: 'asked' }
    expect(leaveWith(bundle({ leave: { balances: [], requests: [known] } }), [asked])).toMatchObject([{ id: 'l1', state: 'asked' }])
  })

  it('is a wish, and a wish taken back', () => {
    const wish = { id: 'w', kind: 'avoids', from_on: '2026-11-01', until_on: null, weekday: 2, shift_type_id: null, note: '' }
    const added = mark('schedules.wish', { ...wish, id: undefined, kind: 'wants' }, { id: 'w2' })
    expect(wishesWith(bundle({ wishes: [wish] }), [added]).map((one) => [one.id, one.state])).toEqual([['w2', 'waiting'], ['w', null]])
    expect(wishesWith(bundle({ wishes: [wish] }), [mark('schedules.wish', { withdraws: 'w' })])).toEqual([])
  })
})

describe('leave', () => {
  const draft = (change = {}) => ({ kind: 'annual' as const, from_on: '2026-12-01', until_on: '2026-12-03', from_half: false, until_half: false, ...change })

  it('is counted in half days', () => {
    expect(halfDaysAsked(draft())).toBe(6)
    expect(halfDaysAsked(draft({ from_half: true, until_half: true }))).toBe(4)
  })

  it('cannot end before it begins, or be nothing at all', () => {
    expect(fault(draft())).toBeNull()
    expect(fault(draft({ until_on: '2026-11-30' }))).toBe('order')
    expect(fault(draft({ until_on: '2026-12-01', from_half: true, until_half: true }))).toBe('same')
    expect(fault(draft({ from_on: '' }))).toBe('order')
  })

  it('says which shifts lie in it', () => {
    expect(shiftsWithin(shiftsWith(bundle(), []), draft({ from_on: '2026-11-23' }), NOW)).toHaveLength(1)
    expect(shiftsWithin(shiftsWith(bundle(), []), draft(), NOW)).toEqual([])
  })

  it('may be withdrawn while it waits, or before it begins', () => {
    const one = (state: string, from_on = '2026-12-01') => ({ state, from_on }) as Leave
    expect([one('asked'), one('approved'), one('approved', '2026-11-23'), one('refused'), one('waiting')].map((each) => mayWithdraw(each, '2026-11-23'))).toEqual([true, true, false, false, false])
  })
})

describe('offers', () => {
  const offer = (change: Partial<Offer>): Offer => ({ id: 'o', kind: 'open', mine: false, shift: { start_at: '1' }, return_shift: null, state: 'open', claim: null, ...change }) as Offer

  it('stand apart: asked of me, to take, mine', () => {
    const found = offersOf(bundle({ offers: [offer({ id: 'a' }), offer({ id: 'b', kind: 'swap' }), offer({ id: 'c', mine: true, kind: 'give_away' })] }))
    expect([found.open, found.asked, found.mine].map((list) => list.map((one) => one.id))).toEqual([['a'], ['b'], ['c']])
  })

  const table: [string, Partial<Offer>, string[], string][] = [
    ['an open shift', {}, ['take'], 'open'],
    ['a swap that is asked', { kind: 'swap' }, ['decline', 'agree'], 'your_turn'],
    ['one I raised my hand for', { claim: 'waiting' }, ['leave'], 'claimed'],
    ['one that somebody else has', { state: 'taken' }, [], 'taken'],
    ['my own that is open', { mine: true }, ['withdraw'], 'open'],
    ['my own that waits for the supervisor', { mine: true, state: 'awaiting' }, ['withdraw'], 'awaiting'],
    ['my own that is decided', { mine: true, state: 'approved' }, [], 'approved'],
  ]
  it.each(table)('%s', (_, change, acts, badge) => {
    expect(actsOn(offer(change))).toEqual(acts)
    expect(offerBadge(offer(change))).toBe(badge)
  })
})

describe('handovers', () => {
  const handover = (change: Partial<Handover> = {}): Handover => ({ id: 'h', from_shift_id: 'night', at: '2026-11-23T22:00:00Z', mine: true, to: 'Ben', given_at: null, accepted_at: null, items: [], matters: [], difference_note: '', ...change }) as Handover
  const given = mark('schedules.handover_given', { handover_id: 'h' })
  const night = { ...shift(), site: 'North', type: { zh: '', en: '' } }

  const at = (text: string) => Date.parse(text)
  const CHANGE = at('2026-11-23T21:50:00Z')

  it('are given once, of the running shift alone', () => {
    const mine = bundle({ handovers: [handover(), handover({ id: 'h2', from_shift_id: 'next' })] })
    expect(handoversWith(mine, [], CHANGE, 'night').toGive.map((one) => one.id)).toEqual(['h'])
    expect(handoversWith(mine, [], CHANGE, undefined).toGive).toEqual([])
    const after = handoversWith(bundle({ handovers: [handover()] }), [given], CHANGE, 'night')
    expect([after.toGive.length, after.past.length, after.past[0]!.given_at]).toEqual([0, 1, given.occurred_at])
  })

  it('are accepted by the other side when it is time, with what differs', () => {
    const theirs = (change: Partial<Handover> = {}) => bundle({ handovers: [handover({ mine: false, ...change })] })
    const open = (one: Bundle, now: string) => handoversWith(one, [], at(now), undefined).toAccept.length
    expect(open(theirs(), '2026-11-23T21:00:00Z')).toBe(1)
    expect(open(theirs(), '2026-11-23T19:00:00Z')).toBe(0)
    expect(open(theirs({ given_at: '2026-11-23T18:55:00Z' }), '2026-11-23T19:00:00Z')).toBe(1)
    expect(open(theirs({ given_at: '2026-11-23T22:00:00Z' }), '2026-11-24T11:00:00Z')).toBe(0)
    expect(handoversWith(theirs(), [mark('schedules.handover_accepted', { handover_id: 'h' })], CHANGE, undefined).toAccept).toEqual([])
    expect(handoverBadge(handover({ given_at: '1' }))).toBe('given')
    expect(handoverBadge(handover({ accepted_at: '1', difference_note: 'one radio' }))).toBe('difference')
  })

  it('keep the guard at the post until somebody has taken over', () => {
    expect(handoverToWaitFor(bundle({ handovers: [handover({ given_at: '2026-11-23T21:58:00Z' })] }), night)).toEqual({ name: 'Ben' })
    expect(handoverToWaitFor(bundle({ handovers: [handover({ accepted_at: '2026-11-23T22:00:00Z' })] }), night)).toBeNull()
    expect(handoverToWaitFor(bundle(), night)).toBeNull()
    expect(handoverToWaitFor(bundle({ handovers: [handover()] }), null)).toBeNull()
  })
})

describe('corrections', () => {
  it('are said in words', () => {
    const one = { adds: [{ id: 'a', kind: 'in', at: '2026-11-23T14:00:00Z' }], voids: [{}, {}] } as unknown as Bundle['corrections'][number]
    expect(correctionWords(one, ZONE)).toBe('Add Clock-in Nov 23, 22:00 · 2 clock-ins or -outs void')
  })
})
