import fc from 'fast-check'
import { MINUTE, instant, minutes, readInstant, zone } from '../../../domain/time'
import { charge, totalOf } from '../../../domain/tariff/charge'
import cases from '../../fixtures/tariffs/cn-tengchong-hospital.cases.json'
import stays from '../../fixtures/tariffs/cn-tengchong-hospital.stays.json'
import { TENGCHONG } from '../../fixtures/tariffs/tengchong'

const fee = (entry: string, exit: string) => totalOf(charge(TENGCHONG, readInstant(entry), readInstant(exit)))

test.each(cases.cases.map((one) => [one.entry, one.exit, one.expectFen, one.why] as const))(
  'from %s to %s costs %i fen: %s',
  (entry, exit, expected) => expect(fee(entry, exit)).toBe(expected),
)

test('150 random stays cost what a minute-by-minute walk finds', () => {
  const wrong = stays.rows.filter(([entry, exit, , expected]) => fee(String(entry), String(exit)) !== expected)
  expect(stays.rows).toHaveLength(150)
  expect(wrong).toEqual([])
})

const entries = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2026, 11, 1) }).map(instant)
const lengths = fc.integer({ min: 0, max: 10 * 1440 })

test('law: lines follow one another from entry to exit, without gap or overlap', () => {
  fc.assert(
    fc.property(entries, lengths, (entry, length) => {
      const lines = charge(TENGCHONG, entry, instant(entry + length * MINUTE))
      const spans = lines.map((line) => ('from' in line ? [line.from, line.to] : []))
      return spans.every(([from], place) => place === 0 || from === spans[place - 1]?.[1])
    }),
  )
})

test('law: a longer stay never costs less, and whole weeks later it costs the same', () => {
  fc.assert(
    fc.property(entries, lengths, fc.nat(600), (entry, length, more) => {
      const until = (extra: number) => totalOf(charge(TENGCHONG, entry, instant(entry + (length + extra) * MINUTE)))
      const week = 7 * 1440 * MINUTE
      const later = charge(TENGCHONG, instant(entry + week), instant(entry + week + length * MINUTE))
      return until(more) >= until(0) && totalOf(later) === until(0)
    }),
  )
})

test('law: seconds within a minute do not matter', () => {
  fc.assert(
    fc.property(entries, lengths, fc.nat(59_999), (entry, length, ms) => {
      const start = instant(Math.floor(entry / MINUTE) * MINUTE)
      const exit = instant(start + length * MINUTE)
      return totalOf(charge(TENGCHONG, start, exit)) === totalOf(charge(TENGCHONG, start, instant(exit + ms)))
    }),
  )
})

test('a night in which the clock is put forward is still one night', () => {
  const newYork = { ...TENGCHONG, zone: zone('America/New_York') }
  const lines = charge(newYork, readInstant('2026-03-07T23:00:00-05:00'), readInstant('2026-03-08T08:00:00-04:00'))
  expect(lines.map(({ kind }) => kind)).toEqual(['flat', 'units'])
  expect(lines[1]).toMatchObject({ from: readInstant('2026-03-08T07:00:00-04:00') })
})

test('a price list with a hole in the day is found out, not billed at nothing', () => {
  const [day] = TENGCHONG.periods
  const dayOnly = { ...TENGCHONG, freeMinutes: minutes(0), periods: day ? [day] : [] }
  expect(() =>
    charge(dayOnly, readInstant('2026-03-02T23:00:00+08:00'), readInstant('2026-03-02T23:30:00+08:00')),
  ).toThrow(RangeError)
})
