/** WeChat Pay beside the cloud: the cashier, the callbacks, and forged callbacks. */
import { receiveNotice } from '../../cloudfunctions/server/payment/receive-notice'
import { NoticeRefused, type RawNotice } from '../../cloudfunctions/server/ports'
import type { AttemptDoc } from '../../cloudfunctions/server/documents'
import { isOpen, type OpenId, type OrderNo, type PaymentParams } from '../../domain/payment'
import { rawNotice } from '../support/memory-pay-notice'
import type { Day } from './day'

export class WeChat {
  #delivering = false

  constructor(private readonly day: Day) {}

  /** The person confirms. What our books call closed nobody may be able to pay. */
  async pay(by: OpenId, orderNo: OrderNo, params: PaymentParams): Promise<void> {
    const outcome = this.day.pay.pay(params, by)
    this.day.tell(`${by} at the cashier with ${orderNo}: ${outcome}`)
    if (outcome !== 'paid') return
    const attempt = await this.day.store.get('payAttempts', orderNo)
    if (!attempt) this.day.violated(`${orderNo} was paid, and nobody wrote it down`)
    if (attempt?.payment.state === 'closed') this.day.violated(`${orderNo} was called closed and could be paid`)
    this.day.spawn(this.tellCallbacks())
  }

  /** Delivers what is due, one callback after the other. */
  async tellCallbacks(): Promise<void> {
    if (this.#delivering) return
    this.#delivering = true
    await this.day.time.sleep(this.day.random.between(50, 3_000))
    await this.day.pay.runDue((notice) => this.#deliver(notice))
    this.#delivering = false
  }

  async #deliver(notice: RawNotice): Promise<boolean> {
    try {
      await this.day.call('pay-notify', (ports) => receiveNotice(ports, notice))
      return true
    } catch (error) {
      if (!(error instanceof NoticeRefused)) this.day.expected(error)
      return false
    }
  }

  /** Somebody who knows an order number says that it was paid. */
  async forge(): Promise<void> {
    const open = await this.day.store.find('payAttempts', { open: true }, { limit: 10 })
    const claimed = open.find(({ payment }) => isOpen(payment))
    if (!claimed) return
    this.day.happened('callback forged')
    await this.#deliver(rawNotice(this.#claim(claimed), this.day.now(), 'callback-wrongly-signed'))
  }

  #claim({ _id: orderNo, amount }: AttemptDoc): Parameters<typeof rawNotice>[0] {
    const order = {
      state: 'paid' as const,
      orderNo,
      transactionId: `forged-${orderNo}`,
      amount,
      currency: 'CNY',
      ...this.day.pay.gateway.merchant,
      paidAt: this.day.now(),
      refunded: false,
    }
    return { kind: 'payment', id: `forged-${orderNo}`, order }
  }
}
