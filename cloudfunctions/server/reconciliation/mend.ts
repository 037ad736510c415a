/** What the bill knows and we do not, and can still be told by the usual ways. */
import type { OrderNo } from '../../../domain/payment'
import type { TradeBill } from '../../../domain/reconciliation/bills'
import type { Books } from '../../../domain/reconciliation/compare'
import { runEffect } from '../effects/effects'
import { settlePayment } from '../payment/settle-payment'
import type { Ports } from '../ports'

/** Orders that the bill has as paid, or as sent back, and our books do not. */
export interface Behind {
  paid: OrderNo[]
  sentBack: OrderNo[]
}

export function ordersBehind({ unpaid, refunds }: Books, trade: TradeBill): Behind {
  const done = new Set(trade.refunds.filter(({ state }) => state === 'done').map(({ refundNo }) => refundNo))
  const sent = refunds.filter(({ refundNo, state }) => state === 'sent' && done.has(refundNo))
  return {
    paid: trade.payments.map(({ orderNo }) => orderNo).filter((orderNo) => unpaid.has(orderNo)),
    sentBack: sent.map(({ orderNo }) => orderNo),
  }
}

/** Settles what was paid, and follows refunds that are done. */
export async function mend(ports: Ports, { paid, sentBack }: Behind): Promise<void> {
  for (const orderNo of paid) await settle(ports, orderNo)
  for (const orderNo of sentBack) await runEffect(ports, { do: 'refund', orderNo })
}

/** The bill is no more than a reason to ask: what counts is WeChat's verified answer. */
async function settle(ports: Ports, orderNo: OrderNo): Promise<void> {
  try {
    const order = await ports.pay.query(orderNo)
    if (order.state === 'paid') await settlePayment(ports, order)
  } catch (error) {
    ports.log.info('payment of the bill not settled', { orderNo, error: String(error) })
  }
}
