/** Coupons on whole bills: with free time, long stays, payments and flat prices. */
import { fen } from '../../../domain/money'
import { bill, type Stayed } from '../../../domain/tariff/bill'
import type { Coupon } from '../../../domain/tariff/coupon'
import type { CouponRules, Plan, StayRules, Tariff } from '../../../domain/tariff/tariff'
import { after, minutes, readInstant, type Instant } from '../../../domain/time'
import { publishedTariff } from './published'

const CAME_IN = readInstant('2026-03-02T10:00:00+08:00')
const minutesIn = (count: number): Instant => after(CAME_IN, minutes(count))

const RULES: CouponRules = { order: ['minutes', 'percent', 'amount', 'full'], minutes: 'shift', percentRound: 'halfUp' }
const time = (count: number): Coupon => ({ id: `${count} min`, type: 'minutes', minutes: minutes(count) })
const amount = (value: number): Coupon => ({ id: `${value} fen`, type: 'amount', amount: fen(value) })

/** Five yuan an hour. */
const HOURLY: Plan = { periods: [{ name: '停车', ladder: [{ unit: minutes(60), price: fen(500) }] }] }

const list = (plan: Plan = HOURLY, stay: Partial<StayRules> = {}): Tariff => ({
  ...publishedTariff('syn-mall-a'),
  plans: { car: plan },
  stay: { payGrace: minutes(15), overtime: 'lessPaid', coupons: RULES, ...stay },
})

const billed = (tariff: Tariff, length: number, coupons: readonly Coupon[], rest: Partial<Stayed> = {}) => {
  const { due, lines, unused } = bill(tariff, { entry: CAME_IN, at: minutesIn(length), coupons, ...rest })
  const used = lines.flatMap((line) => (line.kind === 'coupon' ? [line.coupon.id] : []))
  return { due, used, unused: unused.map(({ coupon, why }) => [coupon.id, why]) }
}

describe('minutes that move the start of charging', () => {
  test.each([
    [119, 500],
    [120, 0],
    [300, 0],
  ])('%i of a stay of 120', (off, due) => expect(billed(list(), 120, [time(off)])).toMatchObject({ due }))

  test('longer than the stay, they do not reach what another coupon takes off', () =>
    expect(billed(list(), 120, [time(300), amount(500)])).toEqual({
      due: 0,
      used: ['300 min'],
      unused: [['500 fen', 'saves-nothing']],
    }))

  test('free time is judged by the real stay', () => {
    const free = list({ ...HOURLY, free: { minutes: minutes(30), mode: 'threshold' } })
    expect(billed(free, 30, [time(60)]).unused).toEqual([['60 min', 'saves-nothing']])
    expect(billed(free, 100, [time(60)]).due).toBe(500)
  })

  test('deducted free time comes on top', () => {
    const free = list({ ...HOURLY, free: { minutes: minutes(30), mode: 'deduct' } })
    expect(billed(free, 150, [time(60)]).due).toBe(500)
    expect(billed(free, 151, [time(60)]).due).toBe(1000)
  })

  const weekly: Plan = {
    ...HOURLY,
    longStay: { after: minutes(10_080), base: fen(90_000), ladder: [{ unit: minutes(1440), price: fen(3000) }] },
  }

  test('a stay that they make a week long or shorter is no long stay', () => {
    const hours = (length: number) => (length / 60) * 500
    expect(billed(list(weekly), 10_080 + 60, [time(60)]).due).toBe(hours(10_080))
    expect(billed(list(weekly), 10_080 + 61, [time(60)])).toMatchObject({ due: 93_000 })
    expect(billed(list(weekly), 10_080 + 1440 + 60, [time(60)])).toMatchObject({ due: 93_000, used: ['60 min'] })
  })
})

test('minutes let off leave what a class pays on top', () => {
  const camper = { name: '房车', plan: 'car', plus: fen(1000) }
  const tariff = { ...list(HOURLY, { coupons: { ...RULES, minutes: 'waive' } }), classes: { car: camper } }
  expect(billed(tariff, 120, [])).toMatchObject({ due: 2000 })
  expect(billed(tariff, 120, [time(60)])).toMatchObject({ due: 1500 })
  expect(billed(tariff, 0, [])).toMatchObject({ due: 0 })
})

describe('how many a stay may use', () => {
  const limited = (limit: number) => list(HOURLY, { coupons: { ...RULES, limit } })
  const hand = [time(60), amount(100), amount(300)]

  test.each([
    [1, 500, ['60 min']],
    [2, 200, ['60 min', '300 fen']],
    [3, 100, ['60 min', '300 fen', '100 fen']],
    [4, 100, ['60 min', '300 fen', '100 fen']],
  ])('%i', (limit, due, used) => expect(billed(limited(limit), 120, hand)).toMatchObject({ due, used }))
})

test('the least amount is due with a coupon as well, unless nothing is', () => {
  const least = list(HOURLY, { minimum: fen(400) })
  expect(billed(least, 60, [amount(50)])).toEqual({ due: 450, used: ['50 fen'], unused: [] })
  expect(billed(least, 60, [amount(50), amount(100)])).toMatchObject({ due: 400, used: ['100 fen'] })
  expect(billed(list(HOURLY, { minimum: fen(500) }), 60, [amount(50)]).unused).toEqual([['50 fen', 'saves-nothing']])
  expect(billed(least, 60, [amount(50), amount(500)])).toMatchObject({ due: 0, used: ['500 fen'] })
})

describe('after a payment', () => {
  const paid = (length: number, value: number, coupons: readonly Coupon[] = []): Pick<Stayed, 'payments'> => ({
    payments: [{ at: minutesIn(length), billedTo: minutesIn(length), amount: fen(value), coupons }],
  })

  test('within the grace none is used', () =>
    expect(billed(list(), 70, [amount(100)], paid(60, 500))).toEqual({
      due: 0,
      used: [],
      unused: [['100 fen', 'saves-nothing']],
    }))

  test('what the first payment used counts again, and a second may take off the rest', () => {
    expect(billed(list(), 100, [], paid(60, 400, [amount(100)]))).toMatchObject({ due: 500, used: ['100 fen'] })
    expect(billed(list(), 100, [amount(500)], paid(60, 400, [amount(100)]))).toMatchObject({ due: 0, unused: [] })
  })

  test('a coupon is not used up for what is paid already', () => {
    const before = paid(60, 900)
    expect(billed(list(), 100, [amount(100), amount(300)], before)).toMatchObject({ due: 0, used: ['100 fen'] })
    expect(billed(list(), 100, [amount(300)], paid(60, 1000)).unused).toEqual([['300 fen', 'saves-nothing']])
  })

  test('a new bill from the payment on takes its own coupons alone', () => {
    const anew = list(HOURLY, { overtime: 'rebill' })
    expect(billed(anew, 100, [amount(200)], paid(60, 400, [amount(100)]))).toMatchObject({
      due: 300,
      used: ['200 fen'],
    })
  })
})

describe('a lost ticket', () => {
  const lost = { lostTicket: true }
  const flat = { lostTicket: fen(3000) }

  test('takes coupons only where the list says so', () => {
    expect(billed(list(HOURLY, flat), 60, [amount(100)], lost)).toEqual({
      due: 3000,
      used: [],
      unused: [['100 fen', 'not-taken']],
    })
    const onFlats = list(HOURLY, { ...flat, coupons: { ...RULES, onFlats: true } })
    expect(billed(onFlats, 60, [amount(100), time(60)], lost)).toEqual({
      due: 2900,
      used: ['100 fen'],
      unused: [['60 min', 'saves-nothing']],
    })
  })

  test('without a price is told', () => {
    const { due, warnings } = bill(list(), { entry: CAME_IN, at: minutesIn(60), ...lost })
    expect([due, warnings]).toEqual([500, [{ kind: 'lost-ticket-unpriced' }]])
    expect(bill(list(HOURLY, flat), { entry: CAME_IN, at: minutesIn(60), ...lost }).warnings).toEqual([])
    expect(bill(list(), { entry: CAME_IN, at: minutesIn(60), unplated: true }).warnings).toEqual([])
  })
})

test('a list without coupons takes none, and says so', () => {
  const { coupons: _, ...stay } = list().stay
  expect(billed({ ...list(), stay }, 60, [amount(100)])).toEqual({
    due: 500,
    used: [],
    unused: [['100 fen', 'not-taken']],
  })
})

describe('beyond the calendar', () => {
  const covers = ['2026-03-02', '2026-03-03'] as const
  const days = [{ type: 'workday', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] }] as const
  const known: Tariff = { ...list(), calendar: { covers, days, dates: {} } }
  const warnings = (from: string, to: string, tariff = known) =>
    bill(tariff, { entry: readInstant(`${from}:00+08:00`), at: readInstant(`${to}:00+08:00`) }).warnings

  test.each([
    ['the first and the last day are known', '2026-03-02T00:00', '2026-03-03T23:59', false],
    ['midnight after the last day ends it', '2026-03-03T10:00', '2026-03-04T00:00', false],
    ['a minute later does not', '2026-03-03T10:00', '2026-03-04T00:01', true],
    ['a minute before the first day', '2026-03-01T23:59', '2026-03-02T08:00', true],
    ['a stay of no time after the last day', '2026-03-04T00:00', '2026-03-04T00:00', true],
    ['a stay of no time on the first', '2026-03-02T00:00', '2026-03-02T00:00', false],
  ])('%s', (_, from, to, told) =>
    expect(warnings(from, to)).toEqual(told ? [{ kind: 'outside-calendar', covers }] : []),
  )

  test('without a calendar every day is known', () =>
    expect(warnings('2031-01-01T10:00', '2031-01-02T10:00', list())).toEqual([]))
})

test('a stay that ends before it begins has no price', () => {
  const ended = { entry: CAME_IN, at: readInstant('2026-03-02T09:59:59+08:00') }
  expect(() => bill(list(), ended)).toThrow(
    new RangeError('a stay from 2026-03-02T02:00:00.000Z cannot end before, at 2026-03-02T01:59:59.000Z'),
  )
  expect(bill(list(), { entry: CAME_IN, at: CAME_IN }).due).toBe(0)
})
