/** Coupons that shops beside the demo lot give away. */
import { randomBytes } from 'node:crypto'
import type { CouponBatchDoc, CouponDoc } from '../../cloudfunctions/server/documents'
import { newCode, type BatchId, type CouponCode, type CouponTerms } from '../../domain/coupon'
import { fen, NOTHING } from '../../domain/money'
import { after, DAY_MINUTES, minutes, type Instant } from '../../domain/time'
import { LOT_ID, TARIFF } from './lot'

/** What stands before a coupon's code in the link that its square code carries. */
export const COUPON_LINK = 'https://boyi.example/c/'

/** A shop's pile of coupons. */
export interface Pile {
  shop: string
  takesOff: CouponTerms['takesOff']
  codes: CouponCode[]
}

const SHOPS: readonly (Pick<Pile, 'shop' | 'takesOff'> & { batch: string })[] = [
  { batch: 'demo-cafe', shop: '街角咖啡', takesOff: { type: 'amount', amount: fen(200) } },
  { batch: 'demo-market', shop: '好邻超市', takesOff: { type: 'full' } },
]

const COUNT = 50
const VALID = minutes(90 * DAY_MINUTES)

export const newPiles = (): Pile[] =>
  SHOPS.map(({ shop, takesOff }) => ({
    shop,
    takesOff,
    codes: Array.from({ length: COUNT }, () => newCode(randomBytes(16))),
  }))

export function couponDocs(piles: readonly Pile[], now: Instant): { batches: CouponBatchDoc[]; coupons: CouponDoc[] } {
  const batches = SHOPS.map(({ batch, shop, takesOff }): CouponBatchDoc => ({
    _id: batch as BatchId,
    name: `${shop}停车券`,
    zone: TARIFF.zone,
    issuedAt: now,
    withdrawnAt: null,
    count: COUNT,
    takesOff,
    lots: [LOT_ID],
    validFrom: now,
    validUntil: after(now, VALID),
    minimum: NOTHING,
    onOvertime: true,
  }))
  const coupons = batches.flatMap(({ _id: batch, validUntil }, place) =>
    (piles[place]?.codes ?? []).map((_id, index): CouponDoc => ({
      _id,
      batch,
      number: index + 1,
      validUntil,
      state: 'issued',
      attempt: null,
      owner: null,
      ownedAt: null,
      usedAt: null,
    })),
  )
  return { batches, coupons }
}
