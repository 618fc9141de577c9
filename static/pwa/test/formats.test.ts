import { expect, it } from 'vitest'
import { instantAt } from '@/i18n/formats'

it.each([
  ['2026-11-22T21:30', 'Asia/Shanghai', '2026-11-22T13:30:00.000Z'],
  ['2026-07-01T00:15', 'Europe/London', '2026-06-30T23:15:00.000Z'],
  ['2026-01-01T00:15', 'America/Los_Angeles', '2026-01-01T08:15:00.000Z'],
  ['2026-03-29T03:30', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ['2026-10-25T03:30', 'Europe/Berlin', '2026-10-25T02:30:00.000Z'],
])('%s on clocks in %s is one instant', (local, zone, instant) => {
  expect(instantAt(local, zone)).toBe(instant)
})
