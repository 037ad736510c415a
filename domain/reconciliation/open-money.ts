/** What an operator is told of money that has not come to its end. */
import type { Fen } from '../money'
import type { OrderNo } from '../payment'
import type { Instant } from '../time'

/** How far money is on its way back. */
export type WayBack =
  /** Listed; WeChat Pay has not taken it on. `refusal`: what it said when it refused outright. */
  | { way: 'unsent'; refusal?: string }
  /** WeChat Pay works on it. */
  | { way: 'sent' }
  /** The payer's bank account takes nothing. */
  | { way: 'stuck' }
  | { way: 'back' }

/** What came of telling that an order's money went back by hand. */
export type ByHand =
  /** It ends here, as told. */
  | 'recorded'
  /** It had ended before, or WeChat Pay says now that our own refund did it. */
  | 'back-already'
  /** Our own refund is under way: it would go back twice. */
  | 'under-way'
  | 'nothing-owed'
  | 'no-such-order'
  /** Whether our own refund is under way cannot be learnt now. */
  | 'pay-failed'

/** As many of each as a person reads; the oldest first. */
export const MOST_OPEN = 100

export interface OpenMoney {
  owed: ({ orderNo: OrderNo; amount: Fen; since: Instant } & WayBack)[]
  /** Orders that nobody can pay any more, and that could not be closed. */
  unended: { orderNo: OrderNo; amount: Fen; expiredAt: Instant }[]
  /** Effects that were given up, by name. */
  dead: { effect: string; at: Instant }[]
}
