/** A coupon: a code that takes something off one bill, once. What that is worth is the tariff's business (tariff/coupon.ts). */
import type { Fen } from './money'
import type { OpenId, OrderNo } from './payment'
import type { LotId } from './stay'
import type { Coupon as TakesOff } from './tariff/coupon'
import type { Instant } from './time'

/** 12 letters and digits that nobody can guess. */
export type CouponCode = string & { readonly unit: 'coupon code' }

export type BatchId = string & { readonly unit: 'coupon batch' }

/** What coupons that are issued together have in common; it never changes. */
export interface CouponTerms {
  takesOff: TakesOff
  /** Where it counts; empty: in every lot. */
  lots: readonly LotId[]
  validFrom: Instant
  /** From then on it counts no more. */
  validUntil: Instant
  /** The least fee of the stay, before coupons and payments. */
  minimum: Fen
  /** Whether it may take something off what is due after a first payment. */
  onOvertime: boolean
}

export interface CouponBatch extends CouponTerms {
  /** From then on no bill is made with a coupon of it; null: not withdrawn. */
  withdrawnAt: Instant | null
}

/** Held: an open attempt to pay counts on it. */
export type CouponState = 'issued' | 'held' | 'used'

export interface Coupon {
  state: CouponState
  /** The attempt that holds it or has used it. */
  attempt: OrderNo | null
  /** Whose it is; null: whoever shows the code may use it. */
  owner: OpenId | null
}

/** Why a coupon takes nothing off this bill. */
export type CouponRefusal =
  | 'coupon-unknown'
  | 'coupon-not-yet'
  | 'coupon-expired'
  | 'coupon-other-lot'
  | 'coupon-used'
  /** Another payment counts on it at the moment. */
  | 'coupon-held'
  /** Its batch was withdrawn by who issued it. */
  | 'coupon-void'
  /** In somebody else's list. */
  | 'coupon-of-another'
  | 'coupon-minimum'
  | 'coupon-not-on-overtime'
  /** The lot takes no coupons of this kind, or the bill's other coupons leave nothing to take off. */
  | 'coupon-saves-nothing'

/** Why a person cannot have this coupon, on whatever bill. */
export function refuseCoupon(
  { state, owner }: Coupon,
  { validFrom, validUntil, withdrawnAt }: CouponBatch,
  { by, now }: { by: OpenId; now: Instant },
): CouponRefusal | undefined {
  if (owner !== null && owner !== by) return 'coupon-of-another'
  if (state === 'used') return 'coupon-used'
  if (withdrawnAt !== null) return 'coupon-void'
  if (now >= validUntil) return 'coupon-expired'
  return now < validFrom ? 'coupon-not-yet' : undefined
}

/** Why a coupon does not count on a bill; `mayReplace`: the attempts that this payment would end or take up again. */
export function refuseOnBill(
  coupon: Coupon,
  batch: CouponBatch,
  on: { by: OpenId; now: Instant; lot: LotId; fee: Fen; overtime: boolean; mayReplace: readonly (OrderNo | null)[] },
): CouponRefusal | undefined {
  const why = refuseCoupon(coupon, batch, on)
  if (why) return why
  if (coupon.state === 'held' && !on.mayReplace.includes(coupon.attempt)) return 'coupon-held'
  if (batch.lots.length > 0 && !batch.lots.includes(on.lot)) return 'coupon-other-lot'
  if (on.overtime && !batch.onOvertime) return 'coupon-not-on-overtime'
  return on.fee < batch.minimum ? 'coupon-minimum' : undefined
}

/** Easy to read and to type: no 0, 1, I or O. */
export const CODE_LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const CODE_LENGTH = 12
const CODE = new RegExp(`^[${CODE_LETTERS}]{${CODE_LENGTH}}$`)

/** @param random five bits each, at least twelve of them. */
export const newCode = (random: Iterable<number>): CouponCode =>
  Array.from(random, (bits) => CODE_LETTERS[bits % CODE_LETTERS.length])
    .slice(0, CODE_LENGTH)
    .join('') as CouponCode

/** From what was typed or scanned: the code alone in any case, with blanks or hyphens, or a link that ends in it. */
export function readCode(text: string): CouponCode | undefined {
  const last = text.slice(text.lastIndexOf('/') + 1)
  const code = last.replace(/[\s-]/g, '').toUpperCase()
  return CODE.test(code) ? (code as CouponCode) : undefined
}

/** As printed: in groups of four. */
export const shownCode = (code: CouponCode): string => code.replace(/(.{4})(?=.)/g, '$1-')
