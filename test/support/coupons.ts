/** Where coupons are shown: at the bill of a car that has been inside for a while. */
import { issueCoupons } from '../../cloudfunctions/server/coupons/issue-coupons'
import type { CouponBatchDoc } from '../../cloudfunctions/server/documents'
import type { BatchId, CouponCode } from '../../domain/coupon'
import { fen, NOTHING } from '../../domain/money'
import { instant, MINUTE } from '../../domain/time'
import { WITH_COUPONS } from '../fixtures/tariffs/with-coupons'
import { billFromHome, nextLetters, parked } from './paying'
import { LIN, makeWorld, MORNING, type World } from './world'

/** Ms Lin's car has been inside for 90 minutes and owes ¥3.00. */
export async function inside() {
  const world = await makeWorld({ tariff: WITH_COUPONS })
  await parked(world)
  return { world, bill: await billFromHome(world) }
}

/** Why Ms Lin's bill takes none of these coupons. */
export const refused = (world: World, quote: string, ...codes: string[]) =>
  world.refusal(LIN, 'bill.coupons', { quote, codes })

/** Five times ¥1.00 off, anywhere, all day. */
export const BATCH: CouponBatchDoc = {
  _id: 'opening' as BatchId,
  name: '开业优惠',
  zone: WITH_COUPONS.zone,
  issuedAt: MORNING,
  withdrawnAt: null,
  count: 5,
  takesOff: { type: 'amount', amount: fen(100) },
  lots: [],
  validFrom: MORNING,
  validUntil: instant(MORNING + 600 * MINUTE),
  minimum: NOTHING,
  onOvertime: false,
}

/** A whole batch, and the codes of it in the order of their numbers. */
export function issueBatch({ store }: World, terms: Partial<CouponBatchDoc> = {}): Promise<CouponCode[]> {
  return issueCoupons(store, { ...BATCH, ...terms }, nextLetters)
}
