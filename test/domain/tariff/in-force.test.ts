import fc from 'fast-check'
import { inForce, versionsOf, type TariffVersion } from '../../../domain/tariff/in-force'
import type { DateText, Tariff } from '../../../domain/tariff/tariff'
import { readInstant } from '../../../domain/time'
import { TENGCHONG } from '../../fixtures/tariffs/tengchong'

const version = (name: string, effective?: Tariff['effective']): Tariff => ({
  ...TENGCHONG,
  id: 'list',
  version: name,
  ...(effective && { effective }),
})

const at = (text: string) => readInstant(`${text}:00+08:00`)
const docFor = (tariffs: readonly Tariff[], entry: string, exit: string): string | undefined =>
  inForce(versionsOf(tariffs), TENGCHONG.zone, { entry: at(entry), exit: at(exit) })?.doc

const [LAST_MINUTE, MIDNIGHT, AFTER] = ['2026-03-01T23:59', '2026-03-02T00:00', '2026-03-02T00:30'] as const
const old = version('old')

test('the version in force at the entry is charged, or at the exit where it says so', () => {
  const byEntry = [old, version('new', { from: '2026-03-02' })]
  expect(docFor(byEntry, LAST_MINUTE, AFTER)).toBe('list@old')
  expect(docFor(byEntry, MIDNIGHT, AFTER)).toBe('list@new')
  const byExit = [old, version('new', { from: '2026-03-02', by: 'exit' })]
  expect(docFor(byExit, LAST_MINUTE, LAST_MINUTE)).toBe('list@old')
  expect(docFor(byExit, LAST_MINUTE, MIDNIGHT)).toBe('list@new')
})

test('midnight is that of the lot, not of the machine', () => {
  const tariffs = [old, version('new', { from: '2026-03-02' })]
  const noonInLondon = { entry: readInstant('2026-03-01T16:00:00Z'), exit: readInstant('2026-03-01T17:00:00Z') }
  expect(inForce(versionsOf(tariffs), TENGCHONG.zone, noonInLondon)?.doc).toBe('list@new')
  expect(inForce(versionsOf(tariffs), 'UTC' as Tariff['zone'], noonInLondon)?.doc).toBe('list@old')
})

test('a price for a few days ends, and the one before is in force again', () => {
  const fair = [old, version('fair', { from: '2026-03-02', to: '2026-03-04' })]
  expect(docFor(fair, '2026-03-03T23:59', '2026-03-05T10:00')).toBe('list@fair')
  expect(docFor(fair, '2026-03-04T00:00', '2026-03-05T10:00')).toBe('list@old')
})

test('before the first version and after the last there is no price', () => {
  const spring = [version('spring', { from: '2026-03-02', to: '2026-06-01' })]
  expect(docFor(spring, LAST_MINUTE, AFTER)).toBeUndefined()
  expect(docFor(spring, '2026-06-01T00:00', '2026-06-01T01:00')).toBeUndefined()
  expect(inForce([], TENGCHONG.zone, { entry: at(MIDNIGHT), exit: at(AFTER) })).toBeUndefined()
})

test.each<[string, Tariff[], RegExp]>([
  ['two that begin together', [version('a', { from: '2026-03-02' }), version('b', { from: '2026-03-02' })], /one day/],
  ['two that have always been', [old, version('b')], /one day: none is said/],
  [
    'a day between two',
    [version('a', { to: '2026-03-02' }), version('b', { from: '2026-03-03' })],
    /began on 2026-03-02 and ends on 2026-03-02/,
  ],
  [
    'what ends by the exit and begins by the entry, since ever',
    [version('a', { to: '2026-03-02', by: 'exit' }), version('b', { from: '2026-03-02' })],
    /began before and ends on 2026-03-02/,
  ],
  [
    'an old price by the exit and a new one by the entry',
    [version('a', { from: '2026-01-01', to: '2026-03-02', by: 'exit' }), version('b', { from: '2026-03-02' })],
    /began on 2026-01-01 and ends on 2026-03-02/,
  ],
  ['two time zones', [old, { ...version('b', { from: '2026-03-02' }), zone: 'UTC' as Tariff['zone'] }], /time zone/],
])('a lot does not take %s', (_, tariffs, why) => {
  expect(() => versionsOf(tariffs)).toThrow(why)
})

const date = fc.integer({ min: 1, max: 9 }).map((day) => `2026-03-0${day}` as DateText)
const list = fc
  .uniqueArray(date, { minLength: 1, maxLength: 4 })
  .map((dates) => dates.map((from, place) => version(`v${place}`, { from })))

test('law: the order of the versions has no meaning, and a new one changes no stay that began before', () => {
  fc.assert(
    fc.property(list, date, date, (tariffs, one, other) => {
      const [entry, exit] = [one, other].sort() as [typeof one, typeof one]
      const found = docFor(tariffs, `${entry}T12:00`, `${exit}T13:00`)
      expect(docFor([...tariffs].reverse(), `${entry}T12:00`, `${exit}T13:00`)).toBe(found)
      const announced: readonly Tariff[] = [...tariffs, version('next', { from: '2026-03-10' })]
      expect(docFor(announced, `${entry}T12:00`, `${exit}T13:00`)).toBe(found)
      const expected = tariffs
        .filter(({ effective }) => (effective?.from ?? '') <= entry)
        .sort((a, b) => ((a.effective?.from ?? '') < (b.effective?.from ?? '') ? 1 : -1))
      expect(found).toBe(expected[0] && `list@${expected[0].version}`)
    }),
  )
})

test('what a lot keeps of a version is its document and its dates', () => {
  const kept: TariffVersion[] = [{ doc: 'list@new', from: '2026-03-02', by: 'exit' }, { doc: 'list@old' }]
  expect(versionsOf([old, version('new', { from: '2026-03-02', by: 'exit' })])).toEqual(kept)
})
