import type { BillView, Calls } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { Bill } from '../../../domain/tariff/bill'
import { findCoupon, takesOff, whyNotOnBill, type KnownCoupon } from '../coupons/coupons'
import type { QuoteDoc } from '../documents'
import { loadLot } from '../lot/lots'
import type { Ports } from '../ports'
import { Refused } from '../refused'
import { billOf, feeBefore, priceStay, quote, type PricedStay } from './price-stay'

/** An asker's bill made before, as things stand now. */
export interface Rebilled extends PricedStay {
  before: QuoteDoc
}

/** A bill older than its validity still says which stay is meant. @throws Refused not-found, stay-over, no-price */
export async function rebill(ports: Ports, by: OpenId, name: string): Promise<Rebilled> {
  const { store, now } = ports
  const before = await store.get('quotes', name)
  if (!before || before.askedBy !== by) throw new Refused('not-found')
  const stay = await store.get('stays', before.stay)
  if (!stay || stay.id !== before.stayId) throw new Refused('stay-over')
  const lot = await loadLot(store, stay.lot)
  const priced = await priceStay(ports, { stay, lot }, now())
  if (!priced) throw new Refused('no-price')
  return { before, ...priced }
}

/** The bill with exactly these coupons. The first that is not good for it refuses the question. */
export async function billWithCoupons(ports: Ports, by: OpenId, ask: Calls['bill.coupons']['ask']): Promise<BillView> {
  const { before, ...what } = await rebill(ports, by, ask.quote)
  const presented = await Promise.all(ask.codes.map((code) => findCoupon(ports.store, code)))
  const coupons = withoutRepeats(presented)
  const { at } = before
  return quote(ports, by, { ...what, bill: couponBill(ports, by, what, coupons), at, coupons })
}

/** Scanned twice, it still counts once. */
const withoutRepeats = (coupons: readonly KnownCoupon[]): KnownCoupon[] => [
  ...new Map(coupons.map((known) => [known.coupon._id, known])).values(),
]

/** @throws Refused by the first coupon that does not count, or that leaves the amount as it is. */
function couponBill(
  ports: Ports,
  by: OpenId,
  { stay, tariff }: Omit<Rebilled, 'before'>,
  coupons: readonly KnownCoupon[],
): Bill {
  const fee = feeBefore(stay, tariff, ports.now())
  for (const coupon of coupons) {
    const why = whyNotOnBill(ports, coupon, { by, stay, fee })
    if (why) throw new Refused(why)
  }
  const bill = billOf(stay, tariff, ports.now(), coupons.map(takesOff))
  if (bill.unused.length > 0) throw new Refused('coupon-saves-nothing')
  return bill
}
