import fc from 'fast-check'
import { fen } from '../../../domain/money'
import type { Coupon } from '../../../domain/tariff/coupon'
import { useCoupons } from '../../../domain/tariff/discount'
import type { CouponRules } from '../../../domain/tariff/tariff'
import { minutes } from '../../../domain/time'

const RULES: CouponRules = { order: ['minutes', 'percent', 'amount', 'full'], minutes: 'waive', percentRound: 'halfUp' }

/** A minute is worth 10 fen. */
const worth = { shifted: (taken: number) => fen(1000 - taken * 10), first: (taken: number) => fen(taken * 10) }

const discount = (coupons: readonly Coupon[], rules: CouponRules | undefined = RULES, fee = 1000) =>
  useCoupons(fen(fee), { coupons, dueOf: (left) => left }, rules, worth)

const used = (...given: Parameters<typeof discount>) =>
  discount(...given).lines.map(({ coupon, amount }) => [coupon.id, amount])

const unused = (...given: Parameters<typeof discount>) =>
  discount(...given).unused.map(({ coupon, why }) => [coupon.id, why])

const amount = (id: string, value: number): Coupon => ({ id, type: 'amount', amount: fen(value) })
const percent = (id: string, value: number): Coupon => ({ id, type: 'percent', percent: value })
const full = (id: string): Coupon => ({ id, type: 'full' })
const time = (id: string, value: number): Coupon => ({ id, type: 'minutes', minutes: minutes(value) })

test('kinds go in the order of the list, whatever the order of presenting; one that it does not name is not used', () => {
  expect(used([amount('a', 100), percent('p', 50), time('t', 20)])).toEqual([
    ['t', -200],
    ['p', -400],
    ['a', -100],
  ])
  expect(used([amount('a', 100), percent('p', 50)], { ...RULES, order: ['amount'] })).toEqual([['a', -100]])
})

test.each([
  ['minutes', [time('a', 20), time('b', 30)], ['b', 'a']],
  ['percent', [percent('a', 10), percent('b', 20)], ['b', 'a']],
  ['amount', [amount('a', 100), amount('b', 200)], ['b', 'a']],
] as const)('of several of a kind the larger counts first: %s', (_kind, coupons, order) => {
  expect(used(coupons).map(([id]) => id)).toEqual(order)
  expect(used([...coupons].reverse()).map(([id]) => id)).toEqual(order)
})

test('equal ones go by name', () => {
  const equal = [amount('b', 100), amount('a', 100), amount('c', 100)]
  for (const presented of [equal, [...equal].reverse()])
    expect(used(presented).map(([id]) => id)).toEqual(['a', 'b', 'c'])
})

test('where a stay may use one only, the one that saves most is used', () =>
  expect(used([time('t', 20), percent('p', 10), amount('a', 300)], { ...RULES, limit: 1 })).toEqual([['a', -300]]))

test('minutes moved from the start are worth what the rest then costs less', () =>
  expect(used([time('t', 20), time('u', 10)], { ...RULES, minutes: 'shift' })).toEqual([
    ['t', -200],
    ['u', -100],
  ]))

test('a percentage is rounded as the list says', () => {
  expect(used([percent('p', 50)], RULES, 333)).toEqual([['p', -166]])
  expect(used([percent('p', 50)], { ...RULES, percentRound: 'down' }, 333)).toEqual([['p', -167]])
})

test('no coupon takes more than there is, and where nothing is to pay none is used', () => {
  expect(used([amount('a', 5000)])).toEqual([['a', -1000]])
  expect(used([amount('a', 900), amount('b', 500)]).at(-1)).toEqual(['b', -100])
  expect(used([full('f')])).toEqual([['f', -1000]])
  expect(used([amount('a', 100)], RULES, 0)).toEqual([])
})

describe('nothing is used up in vain', () => {
  test('what one coupon covers leaves the others unused', () => {
    const covered = [percent('p', 50), amount('a', 1000), full('f')]
    expect(used(covered)).toEqual([['a', -1000]])
    expect(unused(covered)).toEqual([
      ['p', 'saves-nothing'],
      ['f', 'saves-nothing'],
    ])
  })

  test('of those that would do, the one for everything is kept, then the larger', () => {
    expect(used([full('f'), amount('a', 1000), amount('b', 5000)])).toEqual([['a', -1000]])
    expect(used([amount('b', 5000), full('f')])).toEqual([['b', -1000]])
    expect(used([amount('b', 5000), full('f')], { ...RULES, order: ['full', 'amount'] })).toEqual([['b', -1000]])
    expect(used([percent('p', 100), percent('q', 100), full('f')])).toEqual([['p', -1000]])
  })

  test('one coupon rather than two, where both ways come to the same', () =>
    expect(used([amount('a', 400), amount('b', 600), amount('c', 1000)])).toEqual([['c', -1000]]))

  test('a coupon that takes off nothing by itself is used where another needs it', () => {
    const hours = { ...worth, first: (taken: number) => fen(Math.floor(taken / 60) * 300) }
    const halves = [time('t', 30), time('u', 30)]
    const both = useCoupons(fen(1000), { coupons: halves, dueOf: (left) => left }, RULES, hours)
    expect(both.lines.map(({ amount: off }) => off)).toEqual([0, -300])
    expect(both.unused).toEqual([])
    const alone = useCoupons(fen(1000), { coupons: halves.slice(1), dueOf: (left) => left }, RULES, hours)
    expect(alone).toEqual({ lines: [], unused: [{ coupon: halves[1], why: 'saves-nothing' }] })
  })

  test('minutes that would make it dearer are left out', () => {
    const dearerLater = { ...worth, shifted: (taken: number) => fen(taken > 30 ? 1500 : 1000 - taken) }
    const rules: CouponRules = { ...RULES, minutes: 'shift' }
    const found = useCoupons(
      fen(1000),
      { coupons: [time('t', 30), time('u', 20)], dueOf: (left) => left },
      rules,
      dearerLater,
    )
    expect(found.lines.map(({ coupon, amount: off }) => [coupon.id, off])).toEqual([['t', -30]])
  })

  test('what is due counts, not what is left: below the least amount a coupon saves nothing', () => {
    const least = { coupons: [amount('a', 500)], dueOf: (left: number) => Math.max(800, left) }
    expect(useCoupons(fen(800), least, RULES, worth).unused).toMatchObject([{ why: 'saves-nothing' }])
    expect(useCoupons(fen(900), least, RULES, worth).unused).toEqual([])
  })
})

describe('why a coupon is not used', () => {
  test('its kind is not taken, or no coupon is', () => {
    expect(unused([percent('p', 50), amount('a', 1)], { ...RULES, order: ['amount'] })).toEqual([['p', 'not-taken']])
    const none = useCoupons(fen(1000), { coupons: [amount('a', 1)], dueOf: (left) => left }, undefined, worth)
    expect(none).toEqual({ lines: [], unused: [{ coupon: amount('a', 1), why: 'not-taken' }] })
  })

  test('a stay may use no more; one that would save nothing anyway is told as that', () => {
    const rules: CouponRules = { ...RULES, limit: 2 }
    expect(unused([amount('a', 100), amount('b', 200), amount('c', 300), amount('d', 0)], rules)).toEqual([
      ['a', 'limit'],
      ['d', 'saves-nothing'],
    ])
    expect(used([amount('a', 100), amount('b', 200), amount('c', 300)], rules)).toHaveLength(2)
  })

  test('one name counts once', () => {
    expect(used([amount('a', 100), amount('a', 100)])).toEqual([['a', -100]])
    expect(unused([amount('a', 100), amount('a', 100)])).toEqual([['a', 'twice']])
  })

  test('no more than eight are tried against one another', () => {
    const nine = Array.from({ length: 9 }, (_, place) => amount(`${place}`, 10 + place))
    expect(used(nine)).toHaveLength(8)
    expect(unused(nine)).toEqual([['0', 'too-many']])
  })
})

describe('coupons that earlier payments used up', () => {
  const later = (coupons: readonly Coupon[], rules: CouponRules = RULES) =>
    useCoupons(fen(1000), { coupons, usedUp: [amount('u', 100)], dueOf: (left) => left }, rules, worth)

  test('count in any case, and towards what a stay may use', () => {
    expect(later([]).lines).toMatchObject([{ coupon: { id: 'u' }, amount: -100 }])
    expect(later([full('f')]).lines.map(({ coupon }) => coupon.id)).toEqual(['u', 'f'])
    expect(later([full('f')], { ...RULES, limit: 1 })).toMatchObject({
      lines: [{ coupon: { id: 'u' } }],
      unused: [{ coupon: { id: 'f' }, why: 'limit' }],
    })
  })

  test('are not taken a second time', () =>
    expect(later([amount('u', 100)]).unused).toMatchObject([{ coupon: { id: 'u' }, why: 'twice' }]))
})

/** Written apart from the engine: each way to pick coupons, played in each order that the rules allow, by the words of the list. */
describe('every way tried, one after the other', () => {
  const anyCoupon = fc.oneof(
    fc.integer({ min: 1, max: 4 }).map((quarter) => time('', quarter * 15)),
    fc.constantFrom(5, 10, 20, 33, 50, 100).map((value) => percent('', value)),
    fc.constantFrom(50, 100, 200, 500, 1000).map((value) => amount('', value)),
    fc.constant(full('')),
  )
  const anyRules = fc
    .record({
      order: fc.shuffledSubarray(['percent', 'amount', 'full'] as const),
      minutes: fc.constantFrom('shift' as const, 'waive' as const),
      percentRound: fc.constantFrom('halfUp' as const, 'down' as const),
      limit: fc.integer({ min: 1, max: 6 }),
    })
    .map((rules): CouponRules => ({ ...rules, order: ['minutes', ...rules.order] }))
  /** What is left after so many minutes off, by quarters of an hour; up and down, as products may make it. */
  const anySteps = fc.array(fc.nat(1000), { minLength: 25, maxLength: 25 })

  const leftBy = (hand: readonly Coupon[], rules: CouponRules, steps: readonly number[]): number => {
    const off = (taken: number) => (taken === 0 ? 0 : 1000 - (steps[taken / 15] ?? 0))
    let [left, taken] = [1000, 0]
    for (const kind of rules.order)
      for (const one of hand.filter(({ type }) => type === kind).sort((a, b) => valueOf(b) - valueOf(a))) {
        const before = left
        if (one.type === 'full') left = 0
        if (one.type === 'amount') left -= one.amount
        if (one.type === 'percent') {
          const rest = left * (1 - one.percent / 100)
          left = rules.percentRound === 'down' ? Math.floor(rest + 1e-9) : Math.floor(rest + 0.5 + 1e-9)
        }
        if (one.type === 'minutes') {
          left -= off(taken + one.minutes) - off(taken)
          taken += one.minutes
        }
        left = Math.min(before, Math.max(0, left))
      }
    return left
  }
  const valueOf = (one: Coupon): number =>
    one.type === 'minutes' ? one.minutes : one.type === 'percent' ? one.percent : one.type === 'amount' ? one.amount : 0

  test('law: what is due is the least that any way comes to, and no way with fewer coupons does', () => {
    fc.assert(
      fc.property(fc.array(anyCoupon, { maxLength: 6 }), anyRules, anySteps, (found, rules, steps) => {
        const coupons = found.map((one, place): Coupon => ({ ...one, id: `${place}` }))
        const ways = Array.from({ length: 2 ** coupons.length }, (_, bits) =>
          coupons.filter((_one, place) => (bits >> place) % 2 === 1),
        ).filter((hand) => hand.length <= (rules.limit ?? 9))
        const least = Math.min(...ways.map((hand) => leftBy(hand, rules, steps)))
        const fewest = Math.min(
          ...ways.filter((hand) => leftBy(hand, rules, steps) === least).map(({ length }) => length),
        )
        const worthSteps = {
          shifted: (taken: number) => fen(steps[taken / 15] ?? 0),
          first: (taken: number) => fen(1000 - (steps[taken / 15] ?? 0)),
        }
        const atZero = { shifted: () => fen(1000), first: () => fen(0) }
        const made = useCoupons(fen(1000), { coupons, dueOf: (left) => left }, rules, {
          shifted: (taken) => (taken === 0 ? atZero : worthSteps).shifted(taken),
          first: (taken) => (taken === 0 ? atZero : worthSteps).first(taken),
        })
        expect(1000 + made.lines.reduce((sum, line) => sum + line.amount, 0)).toBe(least)
        expect(made.lines).toHaveLength(fewest)
        expect(made.lines.length + made.unused.length).toBe(coupons.length)
      }),
      { numRuns: 400 },
    )
  })
})
