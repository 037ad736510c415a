/** Where periods begin and end: on the wall clock, over midnight, over the week, and where the clock is changed. */
import { fen } from '../../../domain/money'
import { bill } from '../../../domain/tariff/bill'
import { tariffFrom } from '../../../domain/tariff/read-tariff'
import type { Period, Plan } from '../../../domain/tariff/tariff'
import { minutes, readInstant, zone } from '../../../domain/time'
import { at, billed, byTheHour, linesOf } from './billed'
import { publishedTariff, readFixture } from './published'

const hourly = (price: number, rest: Partial<Period>): Period =>
  ({ ...byTheHour(price).periods[0]!, ...rest }) as Period

test.each<[string, Partial<Period>, stay: readonly [string, string], number]>([
  ['over the end of the week', { from: 'sun 20:00', to: 'tue 06:00' }, ['01T19:00', '03T08:00'], 34 * 100],
  ['that lacks half a day of a week', { from: 'fri 18:00', to: 'fri 06:00' }, ['06T05:00', '06T19:00'], 200],
  ['from the first of its days', { from: 'mon 12:00', to: 'wed 00:00' }, ['02T11:00', '04T01:00'], 36 * 100],
  ['that ends on the day it begins', { from: 'mon 12:00', to: 'mon 14:00' }, ['02T11:00', '03T13:00'], 200],
])('a window of the week %s', (_which, window, stay, due) =>
  expect(billed({ periods: [hourly(100, window)] }, stay).due).toBe(due),
)

test('a day from 00:00 to 24:00 ends at midnight, one without a clock does not', () => {
  const due = (window: Partial<Period>) => billed({ periods: [hourly(100, window)] }, ['02T23:30', '03T00:30']).due
  expect([due({ from: '00:00', to: '24:00' }), due({})]).toEqual([200, 100])
})

test('days of a period without a clock are one occurrence only if they follow one another', () => {
  const weekend = hourly(100, { days: ['sat', 'sun'], cap: fen(700) })
  expect(billed({ periods: [weekend] }, ['07T00:00', '09T00:00']).due).toBe(700)
  expect(billed({ periods: [weekend] }, ['07T00:00', '14T12:00']).due).toBe(1400)
})

test('a free night is one line', () => {
  const plan: Plan = { periods: [hourly(100, { from: '08:00', to: '20:00' })] }
  expect(linesOf(plan, ['02T19:00', '03T09:00'])).toMatchObject([
    { kind: 'units' },
    { kind: 'free', why: 'window', from: at('02T20:00'), to: at('03T08:00') },
    { kind: 'units' },
  ])
})

test('a night that belongs to the day on which it began asks what that day was', () => {
  const night: Period = { ...hourly(100, { from: '20:00', to: '08:00', days: ['dayOff'] }), dayBy: 'start' }
  const list = tariffFrom({
    ...(readFixture('syn-mall-a.tariff.json') as object),
    plans: { car: { periods: [night] } },
    calendar: {
      covers: ['2026-01-01', '2026-12-31'],
      dates: { off: ['2026-03-03'] },
      days: [
        { type: 'dayOff', dates: 'off' },
        { type: 'workday', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] },
        { type: 'dayOff', weekdays: ['sat', 'sun'] },
      ],
    },
  })
  const morning = (day: string) => bill(list, { entry: at(`${day}T02:00`), at: at(`${day}T04:00`) }).due
  expect([morning('11'), morning('04')]).toEqual([0, 200])
})

describe('where the clock is put forward at two', () => {
  const due = (plan: Plan, entry: string, exit: string) => {
    const list = { ...publishedTariff('syn-mall-a'), zone: zone('America/New_York'), plans: { car: plan } }
    return bill(list, { entry: readInstant(entry), at: readInstant(exit) }).due
  }

  test('a night has an hour less', () => {
    const plan: Plan = {
      crossing: 'split',
      periods: [hourly(500, { from: '08:00', to: '20:00' }), hourly(100, { from: '20:00', to: '08:00' })],
    }
    expect(due(plan, '2026-03-07T19:00:00-05:00', '2026-03-08T09:00:00-04:00')).toBe(500 + 1100 + 500)
  })

  test('it cuts no unit, also where ladders begin again with the day', () =>
    expect(
      due({ ...byTheHour(100), counter: 'calendarDay' }, '2026-03-08T01:30:00-05:00', '2026-03-08T03:30:00-04:00'),
    ).toBe(100))

  test('the morning before goes by the old clock, also where days are blocks', () => {
    const plan: Plan = { blocks: { by: 'calendarDay' }, periods: [hourly(100, { from: '01:00', to: '06:00' })] }
    expect(due(plan, '2026-03-08T00:30:00-05:00', '2026-03-08T04:00:00-04:00')).toBe(200)
  })
})

describe('carried', () => {
  const ladder = [
    { to: minutes(60), unit: minutes(30), price: fen(500) },
    { to: minutes(100), unit: minutes(20), price: fen(300) },
    { unit: minutes(90), price: fen(200) },
  ]
  const plan = (counter: Plan['counter'], night: Partial<Period>): Plan =>
    ({
      ...{ crossing: 'carry', counter },
      periods: [
        { name: '白天', from: '08:00', to: '20:00', ladder },
        { name: '夜间', from: '20:00', to: '08:00', ...night },
      ],
    }) as Plan

  test('units go from band to band, each on its line', () =>
    expect(linesOf(plan('piece', { free: true }), ['02T10:00', '02T11:50'])).toMatchObject([
      { from: at('02T10:00'), to: at('02T11:00'), units: 2, amount: 1000 },
      { from: at('02T11:00'), to: at('02T11:40'), units: 2, amount: 600 },
      { from: at('02T11:40'), to: at('02T11:50'), units: 1, amount: 200 },
    ]))

  test('the ladder of the stay goes on where its last unit ended', () =>
    expect(linesOf(plan('stay', { free: true }), ['02T18:50', '03T08:40'])).toMatchObject([
      { from: at('02T18:50'), to: at('02T19:50'), units: 2 },
      { from: at('02T19:50'), to: at('02T20:10'), units: 1, unit: 20 },
      { kind: 'free', from: at('02T20:10') },
      { from: at('03T08:00'), to: at('03T08:20'), units: 1, unit: 20 },
      { from: at('03T08:20'), to: at('03T08:40'), units: 1, unit: 90 },
    ]))

  test('a unit that outlasts a whole period leaves nothing of it to be charged', () => {
    const short = { from: '20:00', to: '20:05', flat: fen(900) } as const
    expect(linesOf(plan('piece', short), ['02T19:50', '02T20:15'])).toMatchObject([{ kind: 'units', units: 1 }])
  })
})

test('each band of a piece has its line, from when to when', () => {
  const ladder = [
    { to: minutes(60), unit: minutes(60), price: fen(500) },
    { unit: minutes(30), price: fen(300) },
  ]
  expect(linesOf({ periods: [{ name: '停车', ladder }] }, ['02T10:00', '02T11:10'])).toMatchObject([
    { from: at('02T10:00'), to: at('02T11:00') },
    { from: at('02T11:00'), to: at('02T11:10') },
  ])
})

test.each(['up', 'prorata'] as const)('a factor stands on the line: rounded %s', (round) => {
  const bus = { name: '大客车', plan: 'car', multiplier: { by: 1.5, caps: true } }
  expect(linesOf(byTheHour(500, { round }), ['02T10:00', '02T11:00'], bus)).toMatchObject([{ times: 1.5, amount: 750 }])
})

test('a head over midnight is paid once, also where days count', () => {
  const head = { name: '起步', minutes: minutes(60), price: fen(300) }
  expect(billed({ ...byTheHour(100), head, counter: 'calendarDay' }, ['02T23:30', '03T00:30']).due).toBe(300)
})

test('what is waived are the first minutes that are charged, at their own price', () => {
  const plan: Plan = {
    ...{ crossing: 'split', waiveFirst: minutes(60), free: { minutes: minutes(60), mode: 'deduct' } },
    periods: [hourly(500, { from: '08:00', to: '20:00' }), hourly(100, { from: '20:00', to: '08:00' })],
  }
  expect(billed(plan, ['02T19:00', '02T22:00']).due).toBe(100)
})

test('a minutes coupon over the whole stay lets a product off, too', () => {
  const list = publishedTariff('syn-mall-a')
  const car: Plan = { ...byTheHour(500), products: [{ name: '一口价', price: fen(900) }] }
  const coupons = [{ type: 'minutes' as const, minutes: minutes(60) }]
  const due = (exit: string) => bill({ ...list, plans: { car } }, { entry: at('02T10:00'), at: at(exit), coupons }).due
  expect([due('02T11:00'), due('02T11:01')]).toEqual([0, 900])
})
