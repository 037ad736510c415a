/** What the bill knows and we do not, and can still be told by the usual ways. */
import type { OrderNo } from '../../../domain/payment'
import type { TradeBill } from '../../../domain/reconciliation/bills'
import type { Books } from '../../../domain/reconciliation/compare'
import { runEffect } from '../effects/effects'
import type { Ports } from '../ports'
import { settlePayment } from '../payment/settle-payment'

/** Settles what was paid, and follows refunds that are done. @returns the orders that were in need of it. */
export async function mend(ports: Ports, { unpaid, refunds }: Books, trade: TradeBill): Promise<OrderNo[]> {
  const paid = trade.payments.map(({ orderNo }) => orderNo).filter((orderNo) => unpaid.has(orderNo))
  for (const orderNo of paid) await settle(ports, orderNo)
  const done = new Set(trade.refunds.filter(({ state }) => state === 'done').map(({ refundNo }) => refundNo))
  const sent = refunds.filter(({ refundNo, state }) => state === 'sent' && done.has(refundNo))
  for (const { orderNo } of sent) await runEffect(ports, { do: 'refund', orderNo })
  return [...paid, ...sent.map(({ orderNo }) => orderNo)]
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
