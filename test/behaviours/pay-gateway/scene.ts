import {
  NoticeRefused,
  type NewOrder,
  type NewRefund,
  type PayFault,
  type PayNotice,
  type RawNotice,
} from '../../../cloudfunctions/server/ports'
import { fen } from '../../../domain/money'
import type { OpenId, OrderNo, PaymentParams, RefundNo } from '../../../domain/payment'
import { instant } from '../../../domain/time'
import type { PayWorld } from './world'

export const SECOND = 1_000
export const MINUTE = 60 * SECOND
export const HOUR = 60 * MINUTE

export const LI = 'openid-li' as OpenId
export const WANG = 'openid-wang' as OpenId

export const failed = (why: PayFault): unknown => expect.objectContaining({ name: 'PayFailed', why })

export const refundOf = ({ orderNo, amount: total }: NewOrder, part: number, suffix = '01'): NewRefund => ({
  refundNo: `R${orderNo}${suffix}` as RefundNo,
  orderNo,
  amount: fen(part),
  total,
  reason: '车辆已离场，退回停车费',
})

/** A driver, Li, who pays 12.50, and the merchant who is told of it. */
export class Scene {
  #count = 0

  constructor(readonly world: PayWorld) {}

  get gateway() {
    return this.world.gateway
  }

  newOrder(changed: Partial<NewOrder> = {}): NewOrder {
    this.#count += 1
    return {
      orderNo: `ORDER${String(this.#count).padStart(4, '0')}` as OrderNo,
      payer: LI,
      amount: fen(1250),
      description: '停车费 2 小时 14 分',
      expiresAt: instant(this.world.now() + 3 * MINUTE),
      ...changed,
    }
  }

  async place(changed: Partial<NewOrder> = {}): Promise<[NewOrder, PaymentParams]> {
    const order = this.newOrder(changed)
    return [order, await this.gateway.order(order)]
  }

  async paid(changed: Partial<NewOrder> = {}): Promise<NewOrder> {
    const [order, params] = await this.place(changed)
    expect(await this.world.pay(params, order.payer)).toBe('paid')
    return order
  }

  async stateOf({ orderNo }: NewOrder) {
    return (await this.gateway.query(orderNo)).state
  }

  /** How many callbacks came so far. */
  async received() {
    return (await this.world.received()).length
  }

  read(notice: RawNotice | undefined): PayNotice {
    if (!notice) throw new Error('no callback was received')
    return this.gateway.readNotice(notice)
  }

  /** The callback's meaning, or why it is not believed. */
  verdict(notice: RawNotice | undefined): unknown {
    try {
      return this.read(notice)
    } catch (error) {
      return error instanceof NoticeRefused ? error.why : error
    }
  }
}
