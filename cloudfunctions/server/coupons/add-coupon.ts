import { refuseCoupon } from '../../../domain/coupon'
import type { Calls, CouponView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { Ports } from '../ports'
import { Refused } from '../refused'
import { findCoupon } from './coupons'
import { listCoupons } from './list-coupons'

/** Puts a coupon into the asker's list; from then on only the asker can use it. Doing so again changes nothing. */
export async function addCoupon(ports: Ports, by: OpenId, ask: Calls['coupons.add']['ask']): Promise<CouponView[]> {
  const { store, now } = ports
  const { coupon, batch, heldBy } = await findCoupon(store, ask.code)
  const why = refuseCoupon(coupon, batch, { by, now: now() })
  if (why && why !== 'coupon-not-yet') throw new Refused(why)
  if (coupon.owner === null) {
    if (heldBy !== null && heldBy !== by) throw new Refused('coupon-held')
    const won = await store.updateIf(
      'coupons',
      coupon._id,
      { owner: null, state: coupon.state },
      { owner: by, ownedAt: now() },
    )
    if (!won) throw new Refused(await whyLost(ports, by, coupon._id))
  }
  return listCoupons(ports, by, {})
}

/** Somebody took it, or began to pay with it, in the same moment. */
async function whyLost({ store }: Ports, by: OpenId, code: string) {
  const coupon = await store.get('coupons', code)
  return coupon?.owner === by || coupon?.owner === null ? 'busy' : 'coupon-of-another'
}
