/** What coupons take off: in the tariff's order, never below nothing, and only as many as a stay may use. */
import { fen, type Fen } from '../money'
import type { Coupon } from './coupon'
import type { BillLine } from './line'
import type { CouponRules } from './tariff'

/** What minutes off a stay are worth: charging begins so much later, or the first minutes alone. */
export interface MinutesWorth {
  shifted(minutes: number): Fen
  first(minutes: number): Fen
}

type CouponLine = BillLine & { kind: 'coupon' }

/** More coupons than this are not tried against one another. */
const MOST_TRIED = 8

/** The cheapest way to use the coupons, so that one coupon more never raises the amount. */
export function useCoupons(
  fee: Fen,
  coupons: readonly Coupon[],
  rules: CouponRules | undefined,
  worth: MinutesWorth,
): CouponLine[] {
  if (!rules || coupons.length === 0) return []
  const sorted = inOrder(coupons, rules).slice(0, MOST_TRIED)
  let best: CouponLine[] = []
  for (const hand of handsOf(sorted, rules)) {
    const lines = play(fee, hand, rules, worth)
    if (isBetter(lines, best)) best = lines
  }
  return best
}

/** What saves as much with fewer coupons leaves one for another day. */
const isBetter = (lines: readonly CouponLine[], best: readonly CouponLine[]): boolean =>
  saved(lines) > saved(best) || (saved(lines) === saved(best) && lines.length < best.length)

const saved = (lines: readonly CouponLine[]): number => -lines.reduce((total, { amount }) => total + amount, 0)

/** Within a kind the larger counts first; equal ones go by name, so that the order of presenting never matters. */
function sizeOf(coupon: Coupon): number {
  switch (coupon.type) {
    case 'minutes':
      return coupon.minutes
    case 'percent':
      return coupon.percent
    case 'amount':
      return coupon.amount
    case 'full':
      return 0
  }
}

const inOrder = (coupons: readonly Coupon[], { order }: CouponRules): Coupon[] =>
  coupons
    .filter(({ type }) => order.includes(type))
    .sort(
      (a, b) =>
        order.indexOf(a.type) - order.indexOf(b.type) ||
        sizeOf(b) - sizeOf(a) ||
        ((a.id ?? '') < (b.id ?? '') ? -1 : 1),
    )

/** Every choice of coupons that a stay may use, in the tariff's order. */
function handsOf(coupons: readonly Coupon[], { limit = Infinity }: CouponRules): Coupon[][] {
  let hands: Coupon[][] = [[]]
  for (const coupon of coupons) {
    const choices: Coupon[][] = hands.map((hand) => [...hand, coupon])
    hands = [...choices, ...hands].filter((hand) => hand.length <= limit)
  }
  return hands
}

function play(fee: Fen, hand: readonly Coupon[], rules: CouponRules, worth: MinutesWorth): CouponLine[] {
  const lines: CouponLine[] = []
  let left = fee
  let taken = 0
  for (const coupon of hand) {
    const rest = afterCoupon(left, coupon, rules, () => {
      const before = taken
      taken += coupon.type === 'minutes' ? coupon.minutes : 0
      return worthOf(rules, worth, taken) - worthOf(rules, worth, before)
    })
    lines.push({ kind: 'coupon', coupon, amount: fen(rest - left) })
    left = rest
  }
  return lines
}

function afterCoupon(left: Fen, coupon: Coupon, { percentRound }: CouponRules, savedByMinutes: () => number): Fen {
  const floor = (amount: number) => fen(Math.max(0, Math.min(left, amount)))
  switch (coupon.type) {
    case 'minutes':
      return floor(left - savedByMinutes())
    case 'percent':
      return floor((percentRound === 'down' ? Math.floor : Math.round)((left * (100 - coupon.percent)) / 100))
    case 'amount':
      return floor(left - coupon.amount)
    case 'full':
      return fen(0)
  }
}

const worthOf = ({ minutes }: CouponRules, { shifted, first }: MinutesWorth, taken: number): number =>
  minutes === 'shift' ? -shifted(taken) : first(taken)
