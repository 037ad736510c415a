/** What a coupon takes off a bill. The order in which coupons are presented has no meaning: the tariff says the order. */
import type { Fen } from '../money'
import type { Minutes } from '../time'

/** `id` and `payer` are for those who settle with the shop that gave it. */
export type Coupon = { id?: string; payer?: string } & (
  | { type: 'minutes'; minutes: Minutes }
  /** Percent off. */
  | { type: 'percent'; percent: number }
  | { type: 'amount'; amount: Fen }
  | { type: 'full' }
)
