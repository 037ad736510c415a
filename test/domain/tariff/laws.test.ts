import fc from 'fast-check'
import { fen } from '../../../domain/money'
import { bill, type Bill, type Stayed } from '../../../domain/tariff/bill'
import type { Coupon } from '../../../domain/tariff/coupon'
import { totalOf } from '../../../domain/tariff/line'
import type { CouponRules, Period, Plan, Tariff } from '../../../domain/tariff/tariff'
import { visitsFee } from '../../../domain/tariff/visits'
import { instant, MINUTE, minutes, type Instant } from '../../../domain/time'
import { publishedIds, publishedTariff, staysOf } from './published'
import { FIXED_ZONE, randomEntry, randomLength, randomTariff } from './random-tariff'

const SEED = Number(process.env['FC_SEED'] ?? 20260302)

/** The seed stands in the name, so that a failure can be run again. */
const law = (says: string, property: fc.IPropertyWithHooks<never>, numRuns = 300) =>
  test(`law: ${says} (seed ${SEED})`, () => {
    fc.assert(property as unknown as fc.IProperty<unknown>, { seed: SEED, numRuns })
  }, 60_000)

const forAll = <Values extends unknown[]>(
  ...of: [...{ [Place in keyof Values]: fc.Arbitrary<Values[Place]> }, (...values: Values) => void]
) => fc.property(...(of as unknown as [fc.Arbitrary<unknown>, () => void])) as unknown as fc.IPropertyWithHooks<never>

const later = (entry: Instant, length: number) => instant(entry + length * MINUTE)

const feeOf = (tariff: Tariff, stayed: Stayed) => bill(tariff, stayed).fee
const fee = (tariff: Tariff, entry: Instant, length: number) => feeOf(tariff, { entry, at: later(entry, length) })

const planOf = (tariff: Tariff): Plan => tariff.plans['car'] as Plan

function without<Rules extends object>(rules: Rules, ...names: (keyof Rules)[]): Rules {
  const copy = { ...rules }
  for (const name of names) delete copy[name]
  return copy
}

/** `undefined` takes a rule out. */
const withPlan = (tariff: Tariff, change: { [Rule in keyof Plan]?: Plan[Rule] | undefined }): Tariff => ({
  ...tariff,
  plans: { car: { ...planOf(tariff), ...change } as Plan },
})

const withPeriods = (tariff: Tariff, change: (period: Period) => Period): Tariff =>
  withPlan(tariff, { periods: planOf(tariff).periods.map(change) })

/** Without what is not capped, or comes after the caps. */
const byPeriodsAlone = (tariff: Tariff): Tariff => ({
  ...withPlan(tariff, { products: undefined, longStay: undefined, roundMoney: undefined, waiveFirst: undefined }),
  classes: { car: { name: '小型车', plan: 'car' } },
})

law(
  'an amount is a whole number of fen, never negative, and the same each time',
  forAll(randomTariff(), randomEntry, randomLength, (tariff: Tariff, entry: Instant, length: number) => {
    const found = fee(tariff, entry, length)
    expect(Number.isSafeInteger(found) && found >= 0).toBe(true)
    expect(fee({ ...tariff }, entry, length)).toBe(found)
  }),
)

law(
  'the lines of a bill add up to what is due, payments and all',
  forAll(
    randomTariff(),
    randomEntry,
    fc.tuple(fc.nat(900), fc.nat(900), fc.nat(900)),
    fc.constantFrom('lessPaid' as const, 'rebill' as const),
    (tariff: Tariff, entry: Instant, [first, second, third]: number[], overtime: 'lessPaid' | 'rebill') => {
      const rules = { ...tariff, stay: { ...tariff.stay, overtime } }
      const payments: { at: Instant; amount: ReturnType<typeof fen>; billedTo: Instant }[] = []
      let at = entry
      for (const length of [first, second, third]) {
        at = later(at, length ?? 0)
        const made = bill(rules, { entry, at, payments: [...payments] })
        expect([made.due >= 0, totalOf(made.lines)]).toEqual([true, made.due])
        if (made.leaveBy !== undefined) expect(made.due).toBe(0)
        if (made.due > 0) payments.push({ at, amount: made.due, billedTo: at })
      }
    },
  ),
)

law(
  'within the grace after a payment nothing is due',
  forAll(
    randomTariff(),
    randomEntry,
    randomLength,
    fc.nat(15),
    (tariff: Tariff, entry: Instant, length: number, grace: number) => {
      const at = later(entry, length)
      const { due } = bill(tariff, { entry, at })
      const payments = [{ at, amount: due, billedTo: at }]
      expect(bill(tariff, { entry, at: later(at, grace), payments }).due).toBe(0)
    },
  ),
)

law(
  'whole weeks later, with no clock change, a stay costs the same',
  forAll(
    randomTariff(fc.constant(FIXED_ZONE)),
    randomEntry,
    randomLength,
    fc.integer({ min: 1, max: 20 }),
    (tariff: Tariff, entry: Instant, length: number, weeks: number) => {
      expect(fee(tariff, later(entry, weeks * 7 * 1440), length)).toBe(fee(tariff, entry, length))
    },
  ),
)

law(
  'seconds within a minute do not matter',
  forAll(
    randomTariff(),
    randomEntry,
    randomLength,
    fc.nat(59_999),
    (tariff: Tariff, entry: Instant, length: number, ms: number) => {
      const at = later(entry, length)
      const [began, ended] = [instant(entry + ms), instant(at + 59_999 - ms)]
      fc.pre(began <= ended)
      expect(feeOf(tariff, { entry: began, at: ended })).toBe(feeOf(tariff, { entry, at }))
    },
  ),
)

law(
  'no cap of a calculation by periods is exceeded: not by the stay, nor by its blocks',
  forAll(randomTariff(), randomEntry, randomLength, (tariff: Tariff, entry: Instant, length: number) => {
    const { blocks, totalCap = Infinity, periods } = planOf(tariff)
    const found = fee(byPeriodsAlone(tariff), entry, length)
    expect(found).toBeLessThanOrEqual(totalCap)
    if (blocks?.cap === undefined || blocks.capTimes === 'first') return
    if (periods.some(({ outsideCap }) => outsideCap)) return
    const most =
      blocks.by === 'calendarDay'
        ? Math.ceil((length + 60) / 1440) + 1
        : Math.ceil(length / (blocks.minutes ?? 1440)) + 1
    expect(found).toBeLessThanOrEqual(most * blocks.cap)
  }),
)

law(
  'a period that stands outside of the caps never makes a stay cheaper',
  forAll(randomTariff(), randomEntry, randomLength, (tariff: Tariff, entry: Instant, length: number) => {
    const plain = byPeriodsAlone(tariff)
    const inside = withPeriods(plain, (period) => without(period, 'outsideCap'))
    expect(fee(plain, entry, length)).toBeGreaterThanOrEqual(fee(inside, entry, length))
  }),
)

law(
  'whether blocks cut is nothing to a stay within one block',
  forAll(
    randomTariff(),
    randomEntry,
    fc.nat(360),
    fc.boolean(),
    (tariff: Tariff, entry: Instant, length: number, cut: boolean) => {
      const { blocks } = planOf(tariff)
      if (blocks?.by !== 'elapsed' || blocks.origin === 'billing') return
      const other = withPeriods(tariff, (period) => ({ ...period, cut }))
      expect(fee(other, entry, length)).toBe(fee(tariff, entry, length))
    },
  ),
)

law(
  'what is waived before the caps and what after them is the same where nothing is capped, and costs no more after',
  forAll(
    randomTariff(),
    randomEntry,
    randomLength,
    fc.integer({ min: 1, max: 400 }),
    (tariff: Tariff, entry: Instant, length: number, waiveFirst: number) => {
      const { blocks, periods } = planOf(tariff)
      const capped = withPlan(tariff, { products: undefined, longStay: undefined, waiveFirst: minutes(waiveFirst) })
      const uncapped = withPlan(capped, {
        blocks: blocks && without(blocks, 'cap', 'groups'),
        periods: periods.map((period) => without(period, 'cap') as Period),
        totalCap: undefined,
      })
      const when = (waiveWhen: Plan['waiveWhen'], list: Tariff): number =>
        fee(withPlan(list, { waiveWhen }), entry, length)
      expect(when('beforeCaps', uncapped)).toBe(when('afterCaps', uncapped))
      expect(when('afterCaps', capped)).toBeLessThanOrEqual(when('beforeCaps', capped))
    },
  ),
)

law(
  'where the entry prices the whole stay, it costs what the same period costs that never ends',
  forAll(randomTariff(), randomEntry, randomLength, (tariff: Tariff, entry: Instant, length: number) => {
    if (planOf(tariff).free?.mode === 'deduct') return
    const rest = { crossing: 'entry', products: undefined, head: undefined, longStay: undefined } as const
    const byEntry = (periods: Plan['periods']): number => fee(withPlan(tariff, { ...rest, periods }), entry, length)
    const { periods } = planOf(tariff)
    const alone = periods.map((period) => byEntry([without(period, 'from', 'to', 'days', 'dayBy')]))
    expect([0, ...alone]).toContain(byEntry(periods))
  }),
)

law(
  'a lost ticket on top costs its price and the fee',
  forAll(randomTariff(), randomEntry, randomLength, (tariff: Tariff, entry: Instant, length: number) => {
    const lostTicket = { amount: fen(3000), plus: 'fee' } as const
    const lost = { entry, at: later(entry, length), lostTicket: true }
    const made = bill({ ...tariff, stay: { ...tariff.stay, lostTicket } }, lost)
    expect([made.due, totalOf(made.lines)]).toEqual([fee(tariff, entry, length) + 3000, made.due])
  }),
)

const coupon: fc.Arbitrary<Coupon> = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map((count): Coupon => ({ type: 'minutes', minutes: minutes(count) })),
  fc.integer({ min: 1, max: 100 }).map((percent): Coupon => ({ type: 'percent', percent })),
  fc.integer({ min: 1, max: 3000 }).map((amount): Coupon => ({ type: 'amount', amount: fen(amount) })),
  fc.constant<Coupon>({ type: 'full' }),
)

const couponRules: fc.Arbitrary<CouponRules> = fc
  .tuple(
    fc.shuffledSubarray(['percent', 'amount', 'full'] as const, { minLength: 3 }),
    fc.constantFrom('shift' as const, 'waive' as const),
    fc.constantFrom('halfUp' as const, 'down' as const),
    fc.constantFrom(undefined, 1, 2),
  )
  .map(([order, kind, percentRound, limit]): CouponRules => ({
    ...{ order: ['minutes', ...order], minutes: kind, percentRound },
    ...(limit !== undefined && { limit }),
  }))

/** A bill with coupons, perhaps after a payment that had its own, and with the least that one pays. */
const presented = fc.record({
  tariff: randomTariff(),
  rules: couponRules,
  minimum: fc.constantFrom(undefined, fen(1), fen(700)),
  entry: randomEntry,
  length: fc.integer({ min: 0, max: 1440 }),
  coupons: fc.array(coupon, { minLength: 1, maxLength: 5 }),
  paid: fc.option(fc.record({ after: fc.nat(600), coupons: fc.array(coupon, { maxLength: 2 }) }), { nil: undefined }),
})

type Presented = typeof presented extends fc.Arbitrary<infer Value> ? Value : never

function billedWith({ tariff, rules, minimum, entry, length, paid }: Omit<Presented, 'coupons'>) {
  const stay = { ...tariff.stay, coupons: rules, ...(minimum !== undefined && { minimum }) }
  const list: Tariff = { ...tariff, stay }
  const made = (at: Instant, stayed: Partial<Stayed>) => bill(list, { entry, at, ...stayed })
  const paidAt = paid && later(entry, paid.after)
  const before = named(paid?.coupons ?? [], 'before')
  const first = paidAt && made(paidAt, { coupons: before })
  const payments = first && [
    { at: paidAt, billedTo: paidAt, amount: first.due, coupons: before.filter((one) => isUsed(first, one)) },
  ]
  const at = later(entry, length + (paid ? paid.after + 20 : 0))
  return (coupons: readonly Coupon[]) => {
    const found = made(at, { coupons, ...(payments && { payments }) })
    expect(totalOf(found.lines)).toBe(found.due)
    return found
  }
}

const isUsed = ({ unused }: Bill, one: Coupon): boolean => !unused.some(({ coupon: { id } }) => id === one.id)

const named = (coupons: readonly Coupon[], name = 'now'): Coupon[] =>
  coupons.map((one, place) => ({ ...one, id: `${name} ${place}` }))

law(
  'one coupon more never raises what is due, and the order of presenting has no influence',
  forAll(presented, (given: Presented) => {
    const billed = billedWith(given)
    const coupons = named(given.coupons)
    const all = billed(coupons)
    expect(all.due).toBeLessThanOrEqual(billed(coupons.slice(1)).due)
    expect(billed([...coupons].reverse())).toEqual(all)
  }),
)

law(
  'every coupon that is used up saves something, and without the others nothing changes',
  forAll(presented, (given: Presented) => {
    const billed = billedWith(given)
    const coupons = named(given.coupons)
    const all = billed(coupons)
    const used = coupons.filter((one) => isUsed(all, one))
    for (const one of coupons) {
      const without = (these: readonly Coupon[]) => billed(these.filter((other) => other !== one))
      if (used.includes(one)) expect(without(used).due).toBeGreaterThan(all.due)
      else expect({ ...without(coupons), unused: [] }).toEqual({ ...all, unused: [] })
    }
  }),
)

law(
  'one visit billed through the rules for several equals the stay billed alone',
  forAll(
    randomTariff(),
    randomEntry,
    randomLength,
    fc.constantFrom('join' as const, 'nthOfDay' as const, 'none' as const),
    (tariff: Tariff, entry: Instant, length: number, kind: 'join' | 'nthOfDay' | 'none') => {
      const visits =
        kind === 'join' ? { kind, gap: minutes(30) } : kind === 'nthOfDay' ? { kind, plans: ['car'] } : undefined
      const list: Tariff = visits ? { ...tariff, stay: { ...tariff.stay, visits } } : tariff
      expect(visitsFee(list, [{ entry, exit: later(entry, length) }]).total).toBe(fee(list, entry, length))
    },
  ),
)

law(
  'carried units of one period that nothing caps cost the same as split ones',
  forAll(
    fc.tuple(fc.integer({ min: 1, max: 90 }), fc.nat(900)),
    randomEntry,
    randomLength,
    ([unit, price]: [number, number], entry: Instant, length: number) => {
      const list = (crossing: 'split' | 'carry') => ({
        ...publishedTariff('syn-mall-a'),
        plans: { car: { crossing, periods: [{ name: '停车', ladder: [{ unit: minutes(unit), price: fen(price) }] }] } },
      })
      expect(fee(list('carry'), entry, length)).toBe(Math.ceil(length / unit) * price)
      expect(fee(list('split'), entry, length)).toBe(Math.ceil(length / unit) * price)
    },
  ),
)

describe('published lists', () => {
  /** A flat price that comes first may make a longer stay cheaper. */
  const growing = publishedIds.filter(
    (id) => publishedTariff(id).plans['car']?.choose !== 'first' && staysOf(id).length > 0,
  )

  test.each(growing)('%s: a later exit never lowers the fee', (id) => {
    const list = publishedTariff(id)
    const falls: string[] = []
    for (const hour of [0, 6, 9, 13, 18, 23]) {
      const entry = instant(Date.UTC(2026, 2, 4, hour, 7))
      let last = 0
      for (let length = 0; length <= 25 * 60; length += 1) {
        const found = fee(list, entry, length)
        if (found < last) falls.push(`${hour}:07, ${length} min`)
        last = found
      }
    }
    expect(falls).toEqual([])
  })

  test.each(['cn-wuhan-airport-t2-2013', 'cn-zhangye-airport', 'us-barta-garage', 'cn-beilun-hospital'])(
    '%s: where the rule restarts completely, cutting a stay there changes nothing',
    (id) => {
      const list = publishedTariff(id)
      for (const { stayed } of staysOf(id)) {
        const length = Math.floor((stayed.at - stayed.entry) / MINUTE)
        if (length <= 1440) continue
        const cut = { ...stayed, entry: later(stayed.entry, 1440) }
        const first = { ...stayed, at: cut.entry }
        expect(feeOf(list, first) + feeOf(list, cut)).toBe(feeOf(list, stayed))
      }
    },
  )

  test('the free minutes of a threshold are free, one more is not', () => {
    const list = publishedTariff('cn-tengchong-hospital')
    const noon = instant(Date.UTC(2026, 2, 4, 4))
    expect([fee(list, noon, 30), fee(list, noon, 31)]).toEqual([0, 300])
  })
})
