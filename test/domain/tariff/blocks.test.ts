/** Blocks: what they cut, what begins with them, and which of them a price counts in. */
import { fen } from '../../../domain/money'
import type { Band, Blocks, Period, Plan } from '../../../domain/tariff/tariff'
import { visitsFee } from '../../../domain/tariff/visits'
import { minutes } from '../../../domain/time'
import { at, billed, byTheHour, linesOf } from './billed'
import { publishedTariff } from './published'

const every = (length: number, rest: Partial<Blocks> = {}): Pick<Plan, 'blocks'> => ({
  blocks: { by: 'elapsed', minutes: minutes(length), ...rest },
})

const DEAR_FIRST: readonly Band[] = [
  { to: minutes(60), unit: minutes(60), price: fen(1000) },
  { unit: minutes(60), price: fen(200) },
]

describe('later blocks begin at a position of the ladder', () => {
  test('where minutes are added up, which the lines tell', () => {
    const plan: Plan = {
      ...{ crossing: 'accumulate', counter: 'block' },
      ...every(1440, { restartAt: minutes(60) }),
      periods: [{ name: '白天', from: '08:00', to: '20:00', ladder: DEAR_FIRST }],
    }
    const { due, lines } = billed(plan, ['02T18:30', '03T19:10'])
    const first = { from: at('02T18:30'), to: at('03T18:30') }
    expect(lines.filter(({ kind }) => kind === 'units')).toMatchObject([
      { ...first, minutes: 60, units: 1, amount: 1000 },
      { ...first, minutes: 660, units: 11, amount: 2200 },
      { from: at('03T18:30'), to: at('03T19:10'), minutes: 40, units: 1, amount: 200 },
    ])
    expect(due).toBe(3400)
  })

  test.each([
    ['charged', 'piece'],
    ['charged', 'block'],
    ['elapsed', 'piece'],
    ['elapsed', 'block'],
  ] as const)('where %s minutes of a %s count', (counts, counter) => {
    const periods: Period[] = [{ name: '停车', ladder: DEAR_FIRST }]
    const plan: Plan = { ...{ counts, counter, periods }, ...every(1440, { restartAt: minutes(60) }) }
    expect(billed(plan, ['02T10:00', '03T11:30']).due).toBe(1000 + 23 * 200 + 2 * 200)
  })
})

describe('by the minute, carried', () => {
  const share = (name: string, from: `${number}:${number}`, to: `${number}:${number}`, price: number): Period => ({
    ...{ name, from, to },
    ladder: [{ unit: minutes(60), price: fen(price), round: 'prorata' }],
  })
  const plan = (blocks: Pick<Plan, 'blocks'>): Plan => ({
    crossing: 'carry',
    periods: [share('白天', '08:00', '20:00', 600), share('夜间', '20:00', '08:00', 120)],
    ...blocks,
  })
  const stay = ['02T19:50', '02T20:10'] as const

  test.each([
    ['ends with its period', {}, [10, 10], 120],
    ['ends with its block, too', every(15), [10, 5, 5], 120],
    ['is told by the blocks that it counts in', every(15, { cut: false, cap: fen(100) }), [10, 5, 5], 110],
  ] as const)('a share %s', (_how, blocks, shares, due) => {
    const made = billed(plan(blocks), stay)
    expect(made.lines.flatMap((line) => (line.kind === 'prorata' ? [line.minutes] : []))).toEqual(shares)
    expect(made.due).toBe(due)
  })
})

describe('where a block cuts nothing', () => {
  test('each unit counts in the block in which it begins', () =>
    expect(linesOf({ ...byTheHour(500), ...every(90, { cut: false }) }, ['02T10:00', '02T12:30'])).toMatchObject([
      { from: at('02T10:00'), to: at('02T12:00'), units: 2, amount: 1000 },
      { from: at('02T12:00'), to: at('02T12:30'), units: 1, amount: 500 },
    ]))

  test('each minute of a share does', () => {
    const plan = { ...byTheHour(600, { round: 'prorata' }), ...every(90, { cut: false, cap: fen(800) }) }
    const { due, lines } = billed(plan, ['02T10:00', '02T12:00'])
    expect(lines).toMatchObject([
      { kind: 'prorata', minutes: 90, amount: 900 },
      { kind: 'cap', amount: -100 },
      { kind: 'prorata', minutes: 30, amount: 300 },
    ])
    expect(due).toBe(1100)
  })

  test('a flat price counts in the block in which a carried unit leaves room for it', () => {
    const plan: Plan = {
      ...{ crossing: 'carry', blocks: { by: 'calendarDay', cap: fen(1000), cut: false } },
      periods: [
        { name: '白天', from: '08:00', to: '20:00', ladder: [{ unit: minutes(300), price: fen(500) }] },
        { name: '夜间', from: '20:00', to: '08:00', flat: fen(600) },
      ],
    }
    expect(billed(plan, ['02T19:30', '03T06:00']).due).toBe(1100)
  })
})

test.each([
  ['for each piece that blocks cut', every(720), 'piece', '03T10:00', 900],
  ['for one piece that they do not cut', every(720, { cut: false }), 'piece', '02T20:00', 300],
  ['for each occurrence, which they never cut', every(300), 'instance', '02T20:00', 300],
  ['for each occurrence', {}, 'piece', '03T10:00', 600],
] as const)('a flat price is paid %s', (_how, blocks, per, exit, due) => {
  const periods: Period[] = [{ name: '白天', from: '08:00', to: '20:00', flat: fen(300), per }]
  expect(billed({ periods, ...blocks }, ['02T07:00', exit]).due).toBe(due)
})

test('a head that is longer than its block fills it, and the next has its own', () => {
  const plan: Plan = { ...byTheHour(500), ...every(90), head: { name: '起步', minutes: minutes(120), price: fen(300) } }
  expect(linesOf(plan, ['02T10:00', '02T13:00'])).toMatchObject([
    { kind: 'flat', period: '起步', from: at('02T10:00'), to: at('02T11:30'), amount: 300 },
    { kind: 'flat', period: '起步', from: at('02T11:30'), to: at('02T13:00'), amount: 300 },
  ])
})

test('blocks from where charging begins, each with its free minutes', () => {
  const free = { minutes: minutes(60), mode: 'deduct', renew: 'block' } as const
  const plan: Plan = { ...byTheHour(500), free, ...every(360, { origin: 'billing', cap: fen(2000) }) }
  const { due, lines } = billed(plan, ['02T10:00', '02T18:30'])
  expect(lines).toMatchObject([
    { kind: 'free', why: 'deducted', from: at('02T10:00'), to: at('02T11:00') },
    { kind: 'units', units: 6, from: at('02T11:00'), to: at('02T17:00') },
    { kind: 'cap', over: 'block', amount: -1000 },
    { kind: 'free', why: 'deducted', from: at('02T17:00'), to: at('02T18:00') },
    { kind: 'units', units: 1 },
  ])
  expect(due).toBe(2500)
})

test('blocks from the entry do not wait for the free minutes', () => {
  const free = { minutes: minutes(60), mode: 'deduct' } as const
  expect(linesOf({ ...byTheHour(500), free, ...every(360) }, ['02T10:00', '02T17:30'])).toMatchObject([
    { kind: 'free', to: at('02T11:00') },
    { from: at('02T11:00'), to: at('02T16:00'), units: 5 },
    { from: at('02T16:00'), to: at('02T17:30'), units: 2 },
  ])
})

describe('caps', () => {
  test('what a cap cuts in one block is one line, however many bands it cuts', () => {
    const periods: Period[] = [{ name: '停车', ladder: DEAR_FIRST }]
    expect(linesOf({ periods, totalCap: fen(500) }, ['02T10:00', '02T13:00'])).toMatchObject([
      { kind: 'units', amount: 1000 },
      { kind: 'units', amount: 400 },
      { kind: 'cap', amount: -900 },
    ])
  })

  test('a cap that goes on over blocks has a line in each of them', () =>
    expect(linesOf({ ...byTheHour(100), ...every(1440), totalCap: fen(2000) }, ['02T10:00', '04T10:00'])).toEqual([
      expect.objectContaining({ kind: 'units', units: 24, amount: 2400 }),
      { kind: 'cap', over: 'stay', cap: 2000, from: at('02T10:00'), to: at('03T10:00'), amount: -400 },
      expect.objectContaining({ kind: 'units', units: 24, amount: 2400 }),
      { kind: 'cap', over: 'stay', cap: 2000, from: at('02T10:00'), to: at('04T10:00'), amount: -2400 },
    ]))

  const night = (rest: Partial<Period>): Plan => ({
    blocks: { by: 'calendarDay' },
    periods: [{ ...byTheHour(100).periods[0]!, name: '夜间', from: '20:00', to: '08:00', cap: fen(300), ...rest }],
  })

  test.each([
    ['of an occurrence lasts over midnight', {}, 300],
    ['of an occurrence in a block begins again', { capPer: 'block' }, 600],
  ] as const)('a cap %s', (_how, rest, due) => expect(billed(night(rest), ['02T20:00', '03T08:00']).due).toBe(due))

  test('a cap of an occurrence in a block is for each of them', () => {
    const plan: Plan = { ...night({ capPer: 'block' }), blocks: { by: 'elapsed', minutes: minutes(2880) } }
    expect(billed(plan, ['02T12:00', '04T12:00']).due).toBe(600)
  })

  test('a cap over several blocks says so', () =>
    expect(
      linesOf({ ...byTheHour(100), ...every(60, { groups: [{ blocks: 2, cap: fen(150) }] }) }, [
        '02T10:00',
        '02T12:00',
      ]).at(-1),
    ).toEqual({ kind: 'cap', over: 'blocks', cap: 150, from: at('02T10:00'), to: at('02T12:00'), amount: -50 }))

  const outside = (rest: Partial<Plan>): Plan => ({
    crossing: 'split',
    periods: [
      { name: '白天', from: '08:00', to: '20:00', ladder: [{ unit: minutes(60), price: fen(500) }] },
      {
        ...{ name: '夜间', from: '20:00', to: '08:00', outsideCap: true, cap: fen(700) },
        ladder: [{ unit: minutes(60), price: fen(100) }],
      },
    ],
    ...rest,
  })

  test.each([
    ['the caps of blocks', { blocks: { by: 'elapsed', cap: fen(1000) } }, 1000 + 700],
    ['the caps of groups', { blocks: { by: 'elapsed', groups: [{ blocks: 2, cap: fen(800) }] } }, 800 + 700],
    ['not that of the stay', { blocks: { by: 'elapsed', cap: fen(1000) }, totalCap: fen(1500) }, 1500],
  ] as const)('a period outside of caps is outside of %s', (_which, rest, due) =>
    expect(billed(outside(rest), ['02T16:00', '03T08:00']).due).toBe(due),
  )
})

describe('what the first minutes cost is waived', () => {
  const capped = (waiveWhen: Plan['waiveWhen'], rest: Partial<Plan>): Plan =>
    ({ ...byTheHour(500), waiveFirst: minutes(120), waiveWhen, ...rest }) as Plan

  test.each<[string, Partial<Plan>, after: number, before: number]>([
    ['the stay', { totalCap: fen(1500) }, 500, 1500],
    ['each block', every(180, { cap: fen(700) }), 2 * 700 - 700, 500 + 700],
    ['the first block', every(180, { cap: fen(700), capTimes: 'first' }), 700 + 1500 - 700, 500 + 1500],
    ['groups of blocks', every(60, { groups: [{ blocks: 2, cap: fen(700) }] }), 3 * 700 - 700, 2 * 700],
    ['the period', { periods: [{ ...byTheHour(500).periods[0]!, cap: fen(1500) }] }, 500, 1500],
  ])('after or before the cap of %s', (_of, rest, after, before) => {
    const stay = ['02T10:00', '02T16:00'] as const
    expect([billed(capped('afterCaps', rest), stay).due, billed(capped('beforeCaps', rest), stay).due]).toEqual([
      after,
      before,
    ])
  })

  test('before the caps, what has no cap makes no room under that of another', () => {
    const [period] = byTheHour(500).periods
    const periods: Period[] = [
      { ...period!, name: '上午', from: '00:00', to: '12:00', outsideCap: true },
      { ...period!, name: '下午', from: '12:00', to: '24:00', cap: fen(1200) },
    ]
    const plan = capped('beforeCaps', { periods, crossing: 'split', blocks: { by: 'elapsed', cap: fen(1000) } })
    expect(billed(plan, ['02T10:00', '02T16:00']).due).toBe(1000)
  })

  test('before the caps, one period makes no room under the cap of another', () => {
    const [period] = byTheHour(500).periods
    const periods: Period[] = [
      { ...period!, name: '上午', from: '00:00', to: '12:00' },
      { ...period!, name: '下午', from: '12:00', to: '24:00', cap: fen(1200) },
    ]
    expect(billed(capped('beforeCaps', { periods, crossing: 'split' }), ['02T10:00', '02T16:00']).due).toBe(1200)
  })

  test('no more than the stay costs, on one line', () => {
    const { due, lines } = billed(capped('beforeCaps', { totalCap: fen(1500) }), ['02T10:00', '02T11:30'])
    expect(lines.slice(1)).toEqual([{ kind: 'waiver', from: at('02T10:00'), to: at('02T11:30'), amount: -1000 }])
    expect(due).toBe(0)
  })

  test('the first minutes of several visits that are added up', () => {
    const plan: Plan = { ...byTheHour(500), crossing: 'accumulate', counter: 'stay', waiveFirst: minutes(60) }
    const list = { ...publishedTariff('syn-mall-a'), plans: { car: plan } }
    const { total, lines } = visitsFee({ ...list, stay: { ...list.stay, visits: { kind: 'sumOfDay' } } }, [
      { entry: at('02T10:00'), exit: at('02T10:40') },
      { entry: at('02T12:00'), exit: at('02T13:00') },
    ])
    expect(total).toBe(500)
    expect(lines.at(-1)).toEqual({ kind: 'waiver', from: at('02T10:00'), to: at('02T12:20'), amount: -500 })
  })
})

describe('by the time of entry', () => {
  const plan = (rest: Partial<Plan> = {}, night: Partial<Period> = {}): Plan => ({
    crossing: 'entry',
    periods: [
      { ...byTheHour(100).periods[0]!, name: '白天', from: '08:00', to: '20:00' },
      { name: '夜间', from: '20:00', to: '06:00', flat: fen(900), ...night } as Period,
    ],
    ...rest,
  })

  test.each<[string, Plan, string, number]>([
    ['its units go on', plan(), '02T19:30', 22 * 100],
    ['a flat price is one', plan(), '02T21:00', 900],
    ['one for each day is', plan({}, { per: 'calendarDay' }), '02T21:00', 2 * 900],
    ['one for each piece is', plan(every(600), { per: 'piece' }), '02T21:00', 3 * 900],
    ['what is no period is free', plan(), '02T07:59', 0],
    [
      'it counts before free minutes are over',
      plan({ free: { minutes: minutes(60), mode: 'deduct' } }),
      '02T19:30',
      2100,
    ],
  ])('the period of the entry prices the stay: %s', (_how, list, entry, due) =>
    expect(billed(list, [entry, '03T17:30']).due).toBe(due),
  )
})
