/**
 * Coupons inside the transactions of a payment: held with the attempt, used or set free with its end. Whether they are good for
 * the bill was asked when it was made. Nobody asks again while its price holds, three minutes: not whether their time has ended
 * since, nor whether their batch was withdrawn.
 */
import type { AttemptDoc, CouponDoc } from '../documents'
import type { Ports, Transaction } from '../ports'
import { Refused } from '../refused'

type Holder = Pick<AttemptDoc, '_id' | 'coupons' | 'payer' | 'open'>

/** In nobody's list, or in the payer's own. */
const isFor = ({ owner }: CouponDoc, { payer }: Holder): boolean => owner === null || owner === payer

/**
 * Holds them all, or none.
 * @returns the attempt that holds one of them now: it must end first.
 * @throws Refused when one of them was used, or taken by another, since the bill was made.
 */
export async function holdCoupons(tx: Transaction, holder: Holder): Promise<AttemptDoc | undefined> {
  for (const code of holder.coupons) {
    const coupon = await tx.get('coupons', code)
    if (coupon?.state === 'held') return holderOf(tx, coupon)
    if (coupon?.state !== 'issued' || !isFor(coupon, holder)) throw new Refused('bill-expired')
  }
  for (const code of holder.coupons) await tx.update('coupons', code, { state: 'held', attempt: holder._id })
  return undefined
}

async function holderOf(tx: Transaction, { _id, attempt }: CouponDoc): Promise<AttemptDoc> {
  const holder = attempt === null ? undefined : await tx.get('payAttempts', attempt)
  if (!holder) throw new Error(`coupon ${_id.slice(0, 4)}… is held by nobody`)
  return holder
}

/** Those that it holds or has used; of an attempt that was closed before, they may be with another by now. */
export async function freeCoupons(tx: Transaction, { coupons, open, payment }: AttemptDoc): Promise<void> {
  if (!open && payment.state !== 'applied') return
  for (const code of coupons) await tx.update('coupons', code, { state: 'issued', attempt: null, usedAt: null })
}

/**
 * Whether all of them can still be counted. An open attempt holds its coupons; of one that was closed before its money came,
 * they must be free again and nobody else's.
 */
export async function canUse(tx: Transaction, holder: Holder): Promise<boolean> {
  if (holder.open) return true
  for (const code of holder.coupons) {
    const coupon = await tx.get('coupons', code)
    if (coupon?.state !== 'issued' || !isFor(coupon, holder)) return false
  }
  return true
}

export async function useCoupons({ now }: Ports, tx: Transaction, { _id, coupons }: Holder): Promise<void> {
  for (const code of coupons) await tx.update('coupons', code, { state: 'used', attempt: _id, usedAt: now() })
}
