/** Coupons as they are stored: a code each, their terms with their batch. */
import { readCode, refuseOnBill } from '../../../domain/coupon'
import type { OpenId } from '../../../domain/payment'
import type { Coupon as TakesOff } from '../../../domain/tariff/coupon'
import type { Fen } from '../../../domain/money'
import type { CouponBatchDoc, CouponDoc, StayDoc } from '../documents'
import type { Ports, Reader } from '../ports'
import { Refused } from '../refused'

export interface KnownCoupon {
  coupon: CouponDoc
  batch: CouponBatchDoc
  /** Whose attempt to pay holds it. */
  heldBy: OpenId | null
}

/** The coupon behind what was typed or scanned. @throws Refused coupon-unknown */
export async function findCoupon(store: Reader, text: string): Promise<KnownCoupon> {
  const code = readCode(text)
  const coupon = code && (await store.get('coupons', code))
  if (!coupon) throw new Refused('coupon-unknown')
  return { coupon, batch: await batchOf(store, coupon), heldBy: await heldBy(store, coupon) }
}

export async function heldBy(store: Reader, { state, attempt }: CouponDoc): Promise<OpenId | null> {
  const holder = state === 'held' && attempt !== null ? await store.get('payAttempts', attempt) : undefined
  return holder?.payer ?? null
}

export async function batchOf(store: Reader, { batch, _id }: CouponDoc): Promise<CouponBatchDoc> {
  const found = await store.get('couponBatches', batch)
  if (!found) throw new Error(`coupon ${_id.slice(0, 4)}… names batch ${batch}, which does not exist`)
  return found
}

/** What the tariff reckons with; its name tells which coupon a line of the bill speaks of. */
export const takesOff = ({ coupon, batch }: KnownCoupon): TakesOff => ({ ...batch.takesOff, id: coupon._id })

/** A person's bill that coupons are presented for. */
export interface Presented {
  by: OpenId
  stay: StayDoc
  /** Before coupons and payments. */
  fee: Fen
}

/** An attempt that paying would end, the stay's own or another of the same person's, gives its coupon up. */
export function whyNotOnBill(
  { now }: Ports,
  { coupon, batch, heldBy: holder }: KnownCoupon,
  { by, stay, fee }: Presented,
) {
  const mayReplace = coupon.attempt === stay.openAttempt || holder === by ? [coupon.attempt] : []
  return refuseOnBill(coupon, batch, {
    by,
    now: now(),
    lot: stay.lot,
    fee,
    overtime: stay.payments.length > 0,
    mayReplace,
  })
}
