import {
  dayOf,
  daysBetween,
  lastBilledDay,
  oldestBilledDay,
  readDay,
  startOfDay,
} from '../../../domain/reconciliation/day'
import { instant, readInstant } from '../../../domain/time'

const at = (text: string) => readInstant(`${text}+08:00`)

test('a day begins at midnight in Beijing', () => {
  expect(dayOf(at('2026-11-21T00:00:00'))).toBe('2026-11-21')
  expect(dayOf(instant(at('2026-11-21T00:00:00') - 1))).toBe('2026-11-20')
  expect(startOfDay(dayOf(at('2026-11-21T23:59:59')))).toBe(at('2026-11-21T00:00:00'))
})

test.each([
  ['2026-11-21', '2026-11-21'],
  ['2028-02-29', '2028-02-29'],
  ['2026-02-29', undefined],
  ['2026-11-31', undefined],
  ['2026-13-01', undefined],
  ['2026-1-21', undefined],
  ['yesterday', undefined],
])('%s is read as %s', (text, day) => expect(readDay(text)).toBe(day))

test('yesterday has a bill from ten in the morning on', () => {
  expect(lastBilledDay(at('2026-11-22T09:59:59'))).toBe('2026-11-20')
  expect(lastBilledDay(at('2026-11-22T10:00:00'))).toBe('2026-11-21')
})

test('bills are kept for three months', () => {
  expect(oldestBilledDay(at('2026-05-31T12:00:00'))).toBe('2026-03-03')
})

test('days between two, over the end of a month', () => {
  const days = [readDay('2026-11-29'), readDay('2026-12-02')]
  expect(days[0] && days[1] && daysBetween(days[0], days[1])).toEqual([
    '2026-11-29',
    '2026-11-30',
    '2026-12-01',
    '2026-12-02',
  ])
})
