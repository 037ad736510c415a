/** What WeChat Pay sends, in its words, and what it means in ours. */
import * as z from 'zod/mini'
import { fen } from '../../../domain/money'
import type { OrderNo, RefundNo } from '../../../domain/payment'
import { readInstant } from '../../../domain/time'
import type { OrderState, RefundState } from '../ports'

const text = z.string().check(z.minLength(1))
const orderNo = z.pipe(
  text,
  z.transform((number) => number as OrderNo),
)
const refundNo = z.pipe(
  text,
  z.transform((number) => number as RefundNo),
)
const moment = z.pipe(z.iso.datetime({ offset: true }), z.transform(readInstant))

export const placedOrder = z.object({ prepay_id: text })

/** `total` is the order's sum; `payer_total`, which we leave alone, is what is left of it after WeChat's own coupons. */
const paidTransaction = z.object({
  trade_state: z.enum(['SUCCESS', 'REFUND']),
  out_trade_no: orderNo,
  transaction_id: text,
  appid: z.string(),
  mchid: z.string(),
  success_time: moment,
  amount: z.object({ total: z.int().check(z.nonnegative()), currency: z._default(z.string(), 'CNY') }),
})

const otherTransaction = z.object({ trade_state: z.enum(['NOTPAY', 'CLOSED']), out_trade_no: orderNo })

export const transaction = z.discriminatedUnion('trade_state', [paidTransaction, otherTransaction])

type Paid = Extract<OrderState, { state: 'paid' }>

/** An order with a refund was paid all the same: REFUND is never unpaid. */
export const paidOrder = (paid: z.infer<typeof paidTransaction>): Paid => ({
  state: 'paid',
  orderNo: paid.out_trade_no,
  transactionId: paid.transaction_id,
  amount: fen(paid.amount.total),
  currency: paid.amount.currency,
  appid: paid.appid,
  mchid: paid.mchid,
  paidAt: paid.success_time,
  refunded: paid.trade_state === 'REFUND',
})

const UNPAID = { NOTPAY: 'unpaid', CLOSED: 'closed' } as const

export const orderState = (found: z.infer<typeof transaction>): OrderState =>
  found.trade_state === 'SUCCESS' || found.trade_state === 'REFUND'
    ? paidOrder(found)
    : { state: UNPAID[found.trade_state], orderNo: found.out_trade_no }

const refundStatus = z.enum(['PROCESSING', 'SUCCESS', 'CLOSED', 'ABNORMAL'])

export const REFUND_STATES: Record<z.infer<typeof refundStatus>, RefundState> = {
  PROCESSING: 'processing',
  SUCCESS: 'refunded',
  CLOSED: 'closed',
  ABNORMAL: 'abnormal',
}

export const refund = z.object({ out_refund_no: refundNo, out_trade_no: orderNo, status: refundStatus })

/** The envelope of every callback; what it is about lies encrypted inside. */
export const notice = z.object({
  id: text,
  event_type: z.string(),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    original_type: z.string(),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z._default(z.string(), ''),
  }),
})

export const paymentNotice = paidTransaction

export const refundNotice = z.object({ out_refund_no: refundNo, out_trade_no: orderNo, refund_status: refundStatus })

export const complaint = z.object({ code: z.string(), message: z._default(z.string(), '') })

export const billLink = z.object({ hash_type: z.literal('SHA1'), hash_value: text, download_url: z.url() })
