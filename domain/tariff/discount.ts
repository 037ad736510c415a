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

/** Why a coupon is not used up. */
export type UnusedReason =
  /** The price list takes no coupons, none of this kind, or none against a flat price. */
  | 'not-taken'
  /** With it, no less would be due. */
  | 'saves-nothing'
  /** It would take something off, but a stay may use no more, and others take off more. */
  | 'limit'
  /** Its name was presented before. */
  | 'twice'
  /** More than eight that might be used were presented. */
  | 'too-many'

export interface UnusedCoupon {
  coupon: Coupon
  why: UnusedReason
}

export interface Presented {
  coupons: readonly Coupon[]
  /** Used up by earlier payments of this stay: they count in any case. */
  usedUp?: readonly Coupon[]
  /** What is due where so much of the fee is left. */
  dueOf: (left: Fen) => number
}

export interface Discount {
  lines: CouponLine[]
  unused: UnusedCoupon[]
}

/** More coupons than this are not tried against one another. */
const MOST_TRIED = 8

/** One choice of the coupons, in the order in which they count. */
interface Hand {
  coupons: readonly Coupon[]
  lines: CouponLine[]
  due: number
}

/**
 * The cheapest way to use the coupons, so that one more never raises what is due. Of ways that cost the same it is the one
 * with the fewest coupons, and of those the one that keeps the most valuable: nothing is used up in vain.
 */
export function useCoupons(
  fee: Fen,
  { coupons, usedUp = [], dueOf }: Presented,
  rules: CouponRules | undefined,
  worth: MinutesWorth,
): Discount {
  if (coupons.length + usedUp.length === 0) return { lines: [], unused: [] }
  if (!rules) return { lines: [], unused: unusedFor('not-taken', coupons) }
  const { takes, unused } = sorted(coupons, usedUp, rules)
  const tried = takes.slice(0, MOST_TRIED)
  const worthOnce = remembered(worth)
  const deal = (hand: readonly Coupon[]): Hand => {
    const { lines, left } = play(fee, inOrder([...usedUp, ...hand], rules), rules, worthOnce)
    return { coupons: hand, lines, due: dueOf(left) }
  }
  const best = bestOf(handsOf(tried, (rules.limit ?? Infinity) - usedUp.length).map(deal), dearestFirst(tried, rules))
  const whyNot = (coupon: Coupon): UnusedReason =>
    deal([...best.coupons, coupon]).due < best.due ? 'limit' : 'saves-nothing'
  const kept = tried.filter((coupon) => !best.coupons.includes(coupon))
  return {
    lines: best.lines,
    unused: [
      ...unused,
      ...kept.map((coupon) => ({ coupon, why: whyNot(coupon) })),
      ...unusedFor('too-many', takes.slice(MOST_TRIED)),
    ],
  }
}

export const unusedFor = (why: UnusedReason, coupons: readonly Coupon[]): UnusedCoupon[] =>
  coupons.map((coupon) => ({ coupon, why }))

/** Those that can be tried, in their order, and those that cannot. */
function sorted(coupons: readonly Coupon[], usedUp: readonly Coupon[], rules: CouponRules) {
  const names = new Set(usedUp.map(({ id }) => id))
  const takes: Coupon[] = []
  const unused: UnusedCoupon[] = []
  for (const coupon of inOrder(coupons, rules)) {
    const { id, type } = coupon
    if (!rules.order.includes(type)) unused.push({ coupon, why: 'not-taken' })
    else if (id !== undefined && names.has(id)) unused.push({ coupon, why: 'twice' })
    else takes.push({ ...coupon })
    names.add(id)
  }
  return { takes, unused }
}

/** Many hands take the same minutes off. */
function remembered({ shifted, first }: MinutesWorth): MinutesWorth {
  const once = (worth: (minutes: number) => Fen) => {
    const known = new Map<number, Fen>()
    return (minutes: number): Fen => {
      const amount = known.get(minutes) ?? worth(minutes)
      known.set(minutes, amount)
      return amount
    }
  }
  return { shifted: once(shifted), first: once(first) }
}

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

const nameOf = ({ id = '', payer = '' }: Coupon): string => `${id} ${payer}`

const byName = (one: Coupon, other: Coupon): number => (nameOf(one) < nameOf(other) ? -1 : 1)

const inOrder = (coupons: readonly Coupon[], { order }: CouponRules): Coupon[] =>
  [...coupons].sort(
    (one, other) =>
      order.indexOf(one.type) - order.indexOf(other.type) || sizeOf(other) - sizeOf(one) || byName(one, other),
  )

/** What a person would rather keep: a coupon for everything, then the larger of a kind. */
const dearestFirst = (coupons: readonly Coupon[], { order }: CouponRules): Coupon[] => {
  const rank = ({ type }: Coupon) => (type === 'full' ? Infinity : order.indexOf(type))
  return [...coupons].sort(
    (one, other) => compare(rank(other), rank(one)) || sizeOf(other) - sizeOf(one) || byName(other, one),
  )
}

const compare = (one: number, other: number): number => (one === other ? 0 : one < other ? -1 : 1)

/** Every choice of at most so many. */
function handsOf(coupons: readonly Coupon[], most: number): Coupon[][] {
  let hands: Coupon[][] = [[]]
  for (const coupon of coupons)
    hands = [...hands, ...hands.filter(({ length }) => length < most).map((hand) => [...hand, coupon])]
  return hands
}

function bestOf([first, ...hands]: readonly Hand[], dearest: readonly Coupon[]): Hand {
  const spent = ({ coupons }: Hand): string => dearest.map((coupon) => (coupons.includes(coupon) ? 1 : 0)).join('')
  return hands.reduce((best, hand) => {
    const order = compare(hand.due, best.due) || compare(hand.coupons.length, best.coupons.length)
    return order < 0 || (order === 0 && spent(hand) < spent(best)) ? hand : best
  }, first as Hand)
}

function play(
  fee: Fen,
  hand: readonly Coupon[],
  rules: CouponRules,
  worth: MinutesWorth,
): { lines: CouponLine[]; left: Fen } {
  const lines: CouponLine[] = []
  let left = fee
  let taken = 0
  for (const coupon of hand) {
    const rest = afterCoupon(left, coupon, rules, (minutes) => {
      const before = taken
      taken += minutes
      return worthOf(rules, worth, taken) - worthOf(rules, worth, before)
    })
    lines.push({ kind: 'coupon', coupon, amount: fen(rest - left) })
    left = rest
  }
  return { lines, left }
}

function afterCoupon(
  left: Fen,
  coupon: Coupon,
  { percentRound }: CouponRules,
  saved: (minutes: number) => number,
): Fen {
  const floor = (amount: number) => fen(Math.max(0, Math.min(left, amount)))
  switch (coupon.type) {
    case 'minutes':
      return floor(left - saved(coupon.minutes))
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
