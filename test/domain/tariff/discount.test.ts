import { fen } from '../../../domain/money'
import type { Coupon } from '../../../domain/tariff/coupon'
import { useCoupons } from '../../../domain/tariff/discount'
import type { CouponRules } from '../../../domain/tariff/tariff'
import { minutes } from '../../../domain/time'

const RULES: CouponRules = { order: ['minutes', 'percent', 'amount', 'full'], minutes: 'waive', percentRound: 'halfUp' }

/** A minute is worth 10 fen. */
const worth = { shifted: (taken: number) => fen(1000 - taken * 10), first: (taken: number) => fen(taken * 10) }

const used = (coupons: readonly Coupon[], rules: CouponRules | undefined = RULES, fee = 1000) =>
  useCoupons(fen(fee), coupons, rules, worth).map(({ coupon, amount }) => [coupon.id, amount])

const amount = (id: string, value: number): Coupon => ({ id, type: 'amount', amount: fen(value) })
const percent = (id: string, value: number): Coupon => ({ id, type: 'percent', percent: value })
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
  expect(used([amount('a', 100)], RULES, 0)).toEqual([])
})

test('no more than eight are tried against one another', () =>
  expect(used(Array.from({ length: 9 }, (_, place) => amount(`${place}`, 10)))).toHaveLength(8))

test('what saves as much with fewer coupons leaves one for another day', () => {
  expect(used([percent('p', 10), { id: 'f', type: 'full' }])).toEqual([['f', -1000]])
  expect(used([amount('a', 1000), amount('b', 500)])).toEqual([['a', -1000]])
})
