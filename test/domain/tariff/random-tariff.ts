/** Random price lists that `readTariff` takes, and random stays, many of them near a change of clocks. */
import fc from 'fast-check'
import { readTariff } from '../../../domain/tariff/read-tariff'
import type { Tariff } from '../../../domain/tariff/tariff'
import { instant, MINUTE } from '../../../domain/time'

type Json = Record<string, unknown>

const optional = (of: fc.Arbitrary<Json>) => fc.oneof(fc.constant({} as Json), of)

const field = (name: string, of: fc.Arbitrary<unknown>) => optional(of.map((value) => ({ [name]: value })))

/** What forbids too much beside it to be had half of the time. */
const seldom = (of: fc.Arbitrary<Json>) => fc.oneof({ weight: 3, arbitrary: fc.constant({} as Json) }, of)

const all = (...parts: fc.Arbitrary<Json>[]): fc.Arbitrary<Json> =>
  fc.tuple(...parts).map((found) => Object.assign({}, ...found) as Json)

const fixed = (value: Json) => fc.constant(value)

const price = fc.integer({ min: 0, max: 3000 })
const cap = fc.integer({ min: 100, max: 9000 })
const unit = fc.constantFrom(5, 10, 15, 30, 60, 120)

const rounding = (of: number, exclusive: boolean) =>
  exclusive
    ? fixed({})
    : fc.oneof(
        fixed({}),
        fixed({ round: 'down' }),
        fc.integer({ min: 1, max: of - 1 }).map((tolerance) => ({ tolerance })),
      )

const band = (exclusive: boolean) =>
  unit.chain((length) =>
    all(
      fixed({ unit: length }),
      price.map((amount) => ({ price: amount })),
      rounding(length, exclusive),
    ),
  )

const ladder = (exclusive: boolean) =>
  fc.array(fc.tuple(band(exclusive), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 3 }).map((bands) => {
    let to = 0
    return bands.map(([one, units], place) => {
      to += units * Number(one['unit'])
      return place < bands.length - 1 ? { to, ...one } : one
    })
  })

const prorata = fc.tuple(unit, price).map(([length, amount]) => [{ unit: length, price: amount, round: 'prorata' }])

const charge = fc.oneof(
  { weight: 6, arbitrary: ladder(false).map((found) => ({ ladder: found })) },
  { weight: 1, arbitrary: ladder(true).map((found) => ({ ladder: found, upper: 'exclusive' })) },
  { weight: 1, arbitrary: prorata.map((found) => ({ ladder: found })) },
  {
    weight: 2,
    arbitrary: all(
      price.map((flat) => ({ flat })),
      field('per', fc.constantFrom('instance', 'piece', 'calendarDay', 'stay')),
    ),
  },
  { weight: 1, arbitrary: fixed({ free: true }) },
) as fc.Arbitrary<Json>

const two = (value: number) => String(value).padStart(2, '0')
const clock = (minute: number) => `${two(Math.floor(minute / 60))}:${two(minute % 60)}`

const priced = (window: Json) =>
  all(
    fixed({ name: '时段', ...window }),
    charge,
    field('cap', cap),
    field('capPer', fc.constantFrom('instance', 'block')),
    field('outsideCap', fc.constant(true)),
    seldom(fc.boolean().map((cut) => ({ cut }))),
  )

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']

/** The day cut at two to four times; a window may be missing, which is free. */
const windows = fc
  .uniqueArray(
    fc.integer({ min: 0, max: 47 }).map((half) => half * 30),
    { minLength: 2, maxLength: 4 },
  )
  .map((cuts) => [...cuts].sort((a, b) => a - b))
  .chain((cuts) =>
    fc.tuple(
      ...cuts.map((from, place) => priced({ from: clock(from), to: clock(cuts[(place + 1) % cuts.length] ?? 0) })),
    ),
  )
  .chain((periods) => fc.subarray(periods, { minLength: 1 }))

const wholeDays = fc
  .subarray(WEEK, { minLength: 1, maxLength: 6 })
  .chain((days) => fc.tuple(priced({ days }), priced({ days: WEEK.filter((day) => !days.includes(day)) })))

const night = fc.subarray(WEEK, { minLength: 1 }).chain((days) =>
  fc.tuple(
    fc.constantFrom('minute', 'start').chain((dayBy) => priced({ from: '21:30', to: '06:15', days, dayBy })),
    priced({}),
  ),
)

const weekTime = fc
  .tuple(fc.constantFrom(...WEEK), fc.integer({ min: 0, max: 95 }))
  .map(([weekday, quarter]) => `${weekday} ${clock(quarter * 15)}`)

/** A part of the week, and the rest of it, or what lies under it. */
const parts = fc.uniqueArray(weekTime, { minLength: 2, maxLength: 2 }).chain(([from, to]) =>
  fc.tuple(
    priced({ from, to }),
    fc.boolean().chain((rest) => priced(rest ? { from: to, to: from } : {})),
  ),
)

const periods = fc.oneof(
  priced({}).map((one) => ({ periods: [one] })),
  priced({ from: '00:00', to: '24:00' }).map((one) => ({ periods: [one] })),
  windows.map((found) => ({ periods: found })),
  wholeDays.map((found) => ({ periods: found })),
  night.map((found) => ({ periods: found, overlap: 'firstMatch' })),
  parts.map((found) => ({ periods: found, overlap: 'firstMatch' })),
) as fc.Arbitrary<Json>

const blocks = fc.oneof(
  all(
    fixed({ by: 'elapsed' }),
    field('minutes', fc.constantFrom(360, 720, 1000)),
    field('origin', fc.constantFrom('entry', 'billing')),
    seldom(fc.constantFrom(15, 60, 90).map((restartAt) => ({ restartAt }))),
    field('cap', cap),
    field('capTimes', fc.constantFrom('each', 'first')),
    seldom(fixed({ cut: false })),
    field(
      'groups',
      cap.map((amount) => [{ blocks: 2, cap: amount }]),
    ),
  ),
  all(
    fixed({ by: 'calendarDay' }),
    field('cap', cap),
    seldom(fc.constantFrom(30, 60).map((restartAt) => ({ restartAt }))),
    seldom(fixed({ cut: false })),
  ),
)

const free = all(
  fc.integer({ min: 1, max: 120 }).map((minutes) => ({ minutes })),
  fc.oneof(fixed({ mode: 'deduct' }), fixed({ mode: 'threshold' }), fixed({ mode: 'threshold', strict: true })),
  field('renew', fc.constantFrom('stay', 'block')),
)

const edge = all(
  fc.integer({ min: 0, max: 24 }).map((hour) => ({ at: clock(hour * 60) })),
  field('day', fc.integer({ min: 1, max: 3 })),
  field('inclusive', fc.boolean()),
)

const window = all(field('from', edge), field('to', edge))

const product = all(
  fixed({ name: '一口价' }),
  price.map((amount) => ({ price: amount })),
  field('days', fc.subarray(WEEK, { minLength: 1 })),
  field('entry', window),
  field('exit', window),
  seldom(fc.integer({ min: 1, max: 600 }).map((minMinutes) => ({ minMinutes }))),
  seldom(fc.integer({ min: 60, max: 2000 }).map((maxMinutes) => ({ maxMinutes }))),
  seldom(fc.constantFrom('touched', 'exitIncluded').map((perDate) => ({ perDate }))),
)

const products = all(
  fc.array(product, { minLength: 1, maxLength: 3 }).map((list) => ({ products: list })),
  field('choose', fc.constantFrom('first', 'min')),
  seldom(
    all(
      field('maxMinutes', fc.integer({ min: 60, max: 1440 })),
      field('sameDay', fc.boolean()),
      field('notOnDays', fc.subarray(WEEK, { minLength: 1 })),
    ).map((normalOnlyIf) => ({ normalOnlyIf })),
  ),
)

const longStay = all(
  fc.integer({ min: 60, max: 3000 }).map((after) => ({ after })),
  price.map((base) => ({ base })),
  fc.oneof(ladder(false), prorata).map((found) => ({ ladder: found })),
)

const roundMoney = fc.record({ mode: fc.constantFrom('halfUp', 'down', 'up'), step: fc.constantFrom(1, 10, 50, 100) })

/** What does not come often enough to leave the rest as it is. */
const special = fc.oneof(
  { weight: 6, arbitrary: fixed({}) },
  { weight: 2, arbitrary: products },
  { weight: 1, arbitrary: longStay.map((found) => ({ longStay: found })) },
)

const waiver = all(
  fc.integer({ min: 1, max: 400 }).map((waiveFirst) => ({ waiveFirst })),
  field('waiveWhen', fc.constantFrom('afterCaps', 'beforeCaps')),
)

const plan = all(
  periods,
  fc.constantFrom('split', 'split', 'carry', 'carry', 'accumulate', 'entry').map((crossing) => ({ crossing })),
  field('counter', fc.constantFrom('piece', 'block', 'calendarDay', 'stay')),
  field('counts', fc.constantFrom('charged', 'elapsed')),
  field('blocks', blocks),
  field('free', free),
  seldom(
    fc
      .record({ minutes: fc.integer({ min: 1, max: 90 }), price })
      .map((head) => ({ head: { name: '起步价', ...head } })),
  ),
  field('totalCap', cap),
  special,
  seldom(waiver),
  seldom(roundMoney.map((found) => ({ roundMoney: found }))),
  seldom(price.map((zeroStay) => ({ zeroStay }))),
)

const multiplier = all(
  fc.constantFrom(0.5, 1.5, 2, 0.83, 1.15).map((by) => ({ by })),
  fc.boolean().map((caps) => ({ caps })),
  field('when', fc.constantFrom('beforeRounding', 'afterRounding')),
)

const vehicleClass = all(
  fixed({ name: '小型车', plan: 'car' }),
  seldom(multiplier.map((found) => ({ multiplier: found }))),
  seldom(fc.integer({ min: 1, max: 500 }).map((minus) => ({ minus }))),
  seldom(fc.integer({ min: 1, max: 500 }).map((plus) => ({ plus }))),
)

export const FIXED_ZONE = 'Asia/Shanghai'

/** Changes by an hour, in either half of the year; and one by half an hour. */
const zones = fc.constantFrom(FIXED_ZONE, 'America/New_York', 'Europe/London', 'Australia/Lord_Howe')

const tariffJson = (zone: fc.Arbitrary<string>) =>
  fc.tuple(plan, zone, vehicleClass).map(([one, zone_, car]) => ({
    ...{ id: 'random', version: '1', name: '随机', zone: zone_, currency: 'CNY' },
    plans: { car: one },
    classes: { car },
    defaultClass: 'car',
    stay: { payGrace: 15, overtime: 'lessPaid' },
  }))

/** Leaves out what the reader does not take beside the rest; what it takes then is a price list. */
function mended(json: Json): Json | undefined {
  const copy = JSON.parse(JSON.stringify(json)) as Json
  for (let round = 0; round < 9; round += 1) {
    const reading = readTariff(copy)
    if (reading.ok) return copy
    for (const { path } of reading.faults) leaveOut(copy, path)
  }
  return undefined
}

/** `$.plans.car.periods[0].cap`: the cap goes. */
function leaveOut(json: Json, path: string): void {
  const steps = path.match(/\w+/g) ?? []
  const last = steps.pop() ?? ''
  const parent = steps.reduce<unknown>((at, step) => (at as Json | undefined)?.[step], json)
  if (parent) delete (parent as Json)[last]
}

export const randomTariff = (zone: fc.Arbitrary<string> = zones): fc.Arbitrary<Tariff> =>
  tariffJson(zone)
    .map(mended)
    .filter((json) => json !== undefined)
    .map((json) => json as unknown as Tariff)

/** Nights in which one of the zones puts its clock forward or back. */
const CHANGES = ['2026-03-08', '2026-11-01', '2026-03-29', '2026-10-25', '2026-04-04', '2026-10-03']

const near = fc
  .tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -2880, max: 1440 }))
  .map(([date, minutes]) => instant(Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE))

const anytime = fc.integer({ min: 0, max: 340 * 1440 }).map((minute) => instant(Date.UTC(2026, 0, 1) + minute * MINUTE))

export const randomEntry = fc.oneof(near, anytime)

/** Mostly hours, sometimes days. */
export const randomLength = fc.oneof(
  fc.integer({ min: 0, max: 360 }),
  fc.integer({ min: 0, max: 1440 }),
  fc.integer({ min: 0, max: 5 * 1440 }),
)
