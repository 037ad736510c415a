/** Edges that random price lists seldom reach. */
import { fen } from '../../../domain/money'
import { explainLine } from '../../../domain/tariff/explain-line'
import type { Band, Plan, Product } from '../../../domain/tariff/tariff'
import { minutes } from '../../../domain/time'
import { at, billed, byTheHour, CAR, linesOf, type Times } from './billed'

const DAY: Plan = {
  periods: [
    {
      name: '白天',
      from: '08:00',
      to: '20:00',
      ladder: [
        { unit: minutes(60), price: fen(500), to: minutes(120) },
        { unit: minutes(30), price: fen(300) },
      ],
    },
    { name: '夜间', from: '20:00', to: '08:00', free: true },
  ],
}

describe('two units were begun on the first evening', () => {
  const stay = ['02T18:50', '03T08:31'] as const

  test.each([
    ['the ladder goes on after them', 'stay', 1000 + 2 * 300],
    ['the ladder begins again', 'piece', 1000 + 500],
    ['the ladder begins again with the day', 'calendarDay', 1000 + 500],
  ] as const)('%s: counter %s', (_says, counter, due) =>
    expect(billed({ ...DAY, crossing: 'split', counter }, stay).due).toBe(due),
  )

  test('what goes on says from when to when', () => {
    const { lines } = billed({ ...DAY, crossing: 'split', counter: 'stay' }, stay)
    expect(lines.filter(({ kind }) => kind === 'units')).toMatchObject([
      { from: at('02T18:50'), to: at('02T20:00'), units: 2, amount: 1000 },
      { from: at('03T08:00'), to: at('03T08:31'), units: 2, amount: 600 },
    ])
  })
})

describe('what costs nothing says why', () => {
  const stay = ['02T10:00', '02T10:30'] as const
  const span = { from: at(stay[0]), to: at(stay[1]), amount: 0 }

  test.each([
    ['threshold', 'stay', 'threshold'],
    ['threshold', 'block', 'threshold'],
    ['deduct', 'stay', 'deducted'],
  ] as const)('%s, renewed by %s', (mode, renew, why) => {
    const free = { minutes: minutes(30), mode, renew }
    const plan: Plan = { ...byTheHour(500), free, blocks: { by: 'elapsed' } }
    expect(linesOf(plan, stay)).toEqual([{ kind: 'free', why, ...span }])
  })

  test('a window of no period', () =>
    expect(linesOf({ periods: [{ ...DAY.periods[0]!, from: '12:00' }] }, stay)).toEqual([
      { kind: 'free', why: 'window', ...span },
    ]))
})

test('free time renewed in each block makes a short last block free', () => {
  const plan: Plan = {
    ...byTheHour(500),
    blocks: { by: 'elapsed' },
    free: { minutes: minutes(30), mode: 'threshold', renew: 'block' },
  }
  expect(['03T10:30', '03T10:31'].map((exit) => billed(plan, ['02T10:00', exit]).due)).toEqual([12_000, 12_500])
})

test('a stay of no minute has its price', () =>
  expect(linesOf({ ...byTheHour(500), zeroStay: fen(200) }, ['02T10:00', '02T10:00'])).toEqual([
    { kind: 'zeroStay', amount: 200 },
  ]))

test('a class that pays less says so on a line of its own', () =>
  expect(linesOf(byTheHour(500), ['02T10:00', '02T11:00'], { ...CAR, minus: fen(120) })).toMatchObject([
    { kind: 'units', amount: 500 },
    { kind: 'class', name: '小型车', amount: -120 },
  ]))

test('the sum is rounded once, on a line of its own', () => {
  const plan: Plan = { ...byTheHour(333), roundMoney: { mode: 'down', step: fen(100) } }
  expect(linesOf(plan, ['02T10:00', '02T12:00'])).toMatchObject([
    { kind: 'units', amount: 666 },
    { kind: 'rounding', amount: -66 },
  ])
})

test('a long stay has a base, and a ladder from there on', () => {
  const longStay = {
    ...{ after: minutes(1440), base: fen(4000) },
    ladder: [
      { unit: minutes(720), price: fen(1000), to: minutes(1440) },
      { unit: minutes(1440), price: fen(1500) },
    ],
  }
  const plan: Plan = { ...byTheHour(500), longStay }
  expect(billed(plan, ['02T10:00', '03T10:00']).due).toBe(24 * 500)
  expect(linesOf(plan, ['02T10:00', '04T11:00'])).toEqual([
    { kind: 'longStay', from: at('02T10:00'), to: at('03T10:00'), amount: 4000 },
    { kind: 'longStay', from: at('03T10:00'), to: at('04T10:00'), units: 2, unit: 720, price: 1000, amount: 2000 },
    { kind: 'longStay', from: at('04T10:00'), to: at('04T11:00'), units: 1, unit: 1440, price: 1500, amount: 1500 },
  ])
})

test('a long stay by the minute is exact, and its line tells the minutes', () => {
  const ladder: Band[] = [{ unit: minutes(1440), price: fen(1000), round: 'prorata' }]
  const plan: Plan = { ...byTheHour(500), longStay: { after: minutes(60), base: fen(500), ladder } }
  const rounded: Plan = { ...plan, roundMoney: { mode: 'up', step: fen(1) } }
  expect(billed(plan, ['02T10:00', '02T17:12']).due).toBe(758)
  expect(billed(rounded, ['02T10:00', '02T17:12']).due).toBe(759)
  const [, line] = linesOf(plan, ['02T10:00', '02T17:12'])
  expect(explainLine(line!, { day: at('02T10:00'), offset: minutes(480) }).note).toBe(
    '11:00–17:12\n¥10.00 / 24 小时，按 372 分钟折算',
  )
})

test('the cost of the first minutes that is waived is a line, unless it is nothing', () => {
  const stay = ['02T10:00', '02T11:30'] as const
  expect(linesOf({ ...byTheHour(500), waiveFirst: minutes(60) }, stay).at(-1)).toEqual({
    ...{ kind: 'waiver', from: at('02T10:00'), to: at('02T11:00'), amount: -500 },
  })
  expect(linesOf({ ...byTheHour(0), waiveFirst: minutes(60) }, stay)).toHaveLength(1)
})

test('deducted minutes come before the first ones that are waived', () => {
  const free = { minutes: minutes(60), mode: 'deduct' } as const
  const plan: Plan = { ...byTheHour(500), free, waiveFirst: minutes(60) }
  expect(billed(plan, ['02T10:00', '02T13:00']).due).toBe(500)
})

describe('products', () => {
  const product = (rest: Partial<Product>): Plan => ({
    ...{ ...byTheHour(500), choose: 'first' },
    products: [{ name: '一口价', price: fen(100), ...rest }],
  })
  const stays: Times[] = ['10:59', '11:00', '12:00', '12:01'].map((exit) => ['02T10:00', `02T${exit}`])
  const dues = (plan: Plan) => stays.map((stay) => billed(plan, stay).due)

  test('the shortest and the longest stay that they are for still have them', () =>
    expect(dues(product({ minMinutes: minutes(60), maxMinutes: minutes(120) }))).toEqual([500, 100, 100, 1500]))

  test('an exit window begins with its first minute and ends before its last', () =>
    expect(dues(product({ exit: { from: { at: '11:00' }, to: { at: '12:00' } } }))).toEqual([500, 100, 1000, 1500]))

  test('the calculation beside them is offered up to its longest stay', () => {
    const plan: Plan = { ...product({ price: fen(5000) }), choose: 'min', normalOnlyIf: { maxMinutes: minutes(120) } }
    expect(dues(plan)).toEqual([500, 500, 1000, 5000])
  })

  test.each([
    ['a Friday', '06T06:30', 500],
    ['the Saturday after', '07T06:30', 100],
    ['the Sunday after', '08T06:30', 500],
  ])('one for Fridays whose window begins a day later: entry on %s', (_day, entry, due) => {
    const window = { from: { at: '06:00', day: 1 }, to: { at: '24:00', day: 1 } } as const
    const plan = product({ days: ['fri'], entry: window })
    expect(billed(plan, [entry, entry.replace('06:', '07:')]).due).toBe(due)
  })

  test('one for each date says how many', () =>
    expect(linesOf(product({ perDate: 'touched' }), ['02T10:00', '04T00:00'])).toEqual([
      { kind: 'product', product: '一口价', from: at('02T10:00'), to: at('04T00:00'), dates: 2, amount: 200 },
    ]))

  test('the cheapest of several counts, the first of equal ones', () => {
    const products = [300, 200, 200].map((price, place): Product => ({ name: `${place}`, price: fen(price) }))
    expect(linesOf({ ...byTheHour(500), products, choose: 'min' }, ['02T10:00', '02T11:00'])).toMatchObject([
      { kind: 'product', product: '1', amount: 200 },
    ])
  })
})

test('a share by the minute is rounded on its own line, and is told in minutes', () =>
  expect(linesOf(byTheHour(100, { round: 'prorata' }), ['02T10:00', '02T10:20'])).toEqual([
    {
      ...{ kind: 'prorata', period: '停车', from: at('02T10:00'), to: at('02T10:20') },
      ...{ minutes: 20, unit: 60, price: 100, amount: 33 },
    },
  ]))

describe('a carried unit that its block cuts', () => {
  const plan = (tolerance: number): Plan => ({
    ...byTheHour(500, { unit: minutes(50), tolerance: minutes(tolerance) }),
    ...{ crossing: 'carry', blocks: { by: 'elapsed', minutes: minutes(120) } },
  })

  test('is whole, unless what is left of it is within the tolerance', () =>
    expect([0, 19, 20].map((left) => billed(plan(left), ['02T10:00', '02T12:00']).due)).toEqual([1500, 1500, 1000]))

  test('ends with the block, and the next begins there', () =>
    expect(linesOf(plan(0), ['02T10:00', '02T12:10'])).toMatchObject([
      { from: at('02T10:00'), to: at('02T12:00'), units: 3 },
      { from: at('02T12:00'), to: at('02T12:10'), units: 1 },
    ]))
})

test('the cap of a period is named after it, that of a block has no name', () => {
  const [period] = byTheHour(500).periods
  const plan: Plan = { periods: [{ ...period!, cap: fen(1200) }], blocks: { by: 'elapsed', cap: fen(1000) } }
  expect(linesOf(plan, ['02T10:00', '02T14:00']).slice(1)).toEqual([
    { kind: 'cap', over: 'period', of: '停车', cap: 1200, from: at('02T10:00'), to: at('02T14:00'), amount: -800 },
    { kind: 'cap', over: 'block', cap: 1000, from: at('02T10:00'), to: at('02T14:00'), amount: -200 },
  ])
})
