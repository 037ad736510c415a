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
import type { FaultKind } from '../../../local/pay/faults'
import type { PayWorld } from './world'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

const LI = 'openid-li' as OpenId
const WANG = 'openid-wang' as OpenId

/** What every payment gateway does, whoever stands behind it. */
export function payGatewayBehaves(name: string, make: () => Promise<PayWorld>): void {
  let world: PayWorld
  let count = 0

  const newOrder = (changed: Partial<NewOrder> = {}): NewOrder => ({
    orderNo: `ORDER${String((count += 1)).padStart(4, '0')}` as OrderNo,
    payer: LI,
    amount: fen(1250),
    description: '停车费 2 小时 14 分',
    expiresAt: instant(world.now() + 3 * MINUTE),
    ...changed,
  })

  const place = async (changed: Partial<NewOrder> = {}): Promise<[NewOrder, PaymentParams]> => {
    const order = newOrder(changed)
    return [order, await world.gateway.order(order)]
  }

  const paid = async (changed: Partial<NewOrder> = {}): Promise<NewOrder> => {
    const [order, params] = await place(changed)
    expect(await world.pay(params, order.payer)).toBe('paid')
    return order
  }

  const refundOf = ({ orderNo, amount: total }: NewOrder, part: number, suffix = '01'): NewRefund => ({
    refundNo: `R${orderNo}${suffix}` as RefundNo,
    orderNo,
    amount: fen(part),
    total,
    reason: '车辆已离场，退回停车费',
  })

  const failed = (why: PayFault) => expect.objectContaining({ name: 'PayFailed', why })

  const read = (notice: RawNotice | undefined): PayNotice => {
    if (!notice) throw new Error('no callback was received')
    return world.gateway.readNotice(notice)
  }
  const whyRefused = (notice: RawNotice | undefined) => {
    try {
      return read(notice)
    } catch (error) {
      return error instanceof NoticeRefused ? error.why : error
    }
  }
  const stateOf = async ({ orderNo }: NewOrder) => (await world.gateway.query(orderNo)).state
  const received = async () => (await world.received()).length

  describe(name, () => {
    beforeEach(async () => {
      world = await make()
    })
    afterEach(() => world.close())

    describe('an order', () => {
      test('is placed, paid by its payer, and then known as paid', async () => {
        const [order, params] = await place()
        expect(params).toMatchObject({ signType: 'RSA', timeStamp: String(Math.floor(world.now() / SECOND)) })
        expect(params.package).toMatch(/^prepay_id=.+/)
        expect(await world.gateway.query(order.orderNo)).toEqual({ state: 'unpaid', orderNo: order.orderNo })
        expect(await world.pay(params, LI)).toBe('paid')
        expect(await world.gateway.query(order.orderNo)).toEqual({
          state: 'paid',
          orderNo: order.orderNo,
          transactionId: expect.stringMatching(/^\w+$/),
          amount: 1250,
          currency: 'CNY',
          ...world.gateway.merchant,
          paidAt: world.now(),
          refunded: false,
        })
      })

      test('that was never placed is missing', async () => {
        const orderNo = 'NEVERPLACED' as OrderNo
        expect(await world.gateway.query(orderNo)).toEqual({ state: 'missing', orderNo })
      })

      test('asked for again in the same words is the same order, and takes money once', async () => {
        const [order, first] = await place()
        const second = await world.gateway.order(order)
        expect(second.package).toBe(first.package)
        expect(await world.pay(first, LI)).toBe('paid')
        expect(await world.pay(second, LI)).toBe('already-paid')
        expect(await received()).toBe(1)
      })

      test.each<[string, Partial<NewOrder>]>([
        ['amount', { amount: fen(1300) }],
        ['payer', { payer: WANG }],
        ['description', { description: '停车费 3 小时' }],
        ['expiry', { expiresAt: instant(Date.parse('2026-11-22T10:09:00+08:00')) }],
      ])('asked for again with another %s is refused, and stays what it was', async (_what, changed) => {
        const [order, params] = await place()
        await expect(world.gateway.order({ ...order, ...changed })).rejects.toEqual(failed('number-used'))
        expect(await world.pay(params, LI)).toBe('paid')
        expect(await world.gateway.query(order.orderNo)).toMatchObject({ state: 'paid', amount: 1250 })
      })

      test('can be paid by its payer only', async () => {
        const [order, params] = await place()
        expect(await world.pay(params, WANG)).toBe('wrong-payer')
        expect(await stateOf(order)).toBe('unpaid')
      })

      test('that was paid cannot be placed again under its number', async () => {
        const order = await paid()
        await expect(world.gateway.order(order)).rejects.toEqual(failed('number-used'))
      })

      test('past its time is refused at the cashier, yet is not closed', async () => {
        const [order, params] = await place()
        await world.pass(3 * MINUTE)
        await world.pass(SECOND)
        expect(await world.pay(params, LI)).toBe('expired')
        expect(await stateOf(order)).toBe('unpaid')
        await expect(world.gateway.order(order)).rejects.toEqual(failed('number-used'))
      })

      test('can be paid at the last moment of its time', async () => {
        const [, params] = await place()
        await world.pass(3 * MINUTE)
        expect(await world.pay(params, LI)).toBe('paid')
      })

      test('lives for a minute at least, whatever was asked', async () => {
        const [, params] = await place({ expiresAt: instant(world.now() + SECOND) })
        await world.pass(MINUTE)
        expect(await world.pay(params, LI)).toBe('paid')
      })

      test('paid after its time, because the cashier was open already, is paid', async () => {
        const [order, params] = await place()
        world.faults.next('paid-after-expiry')
        await world.pass(4 * MINUTE)
        expect(await world.pay(params, LI)).toBe('paid')
        expect(await stateOf(order)).toBe('paid')
        expect(await received()).toBe(1)
      })
    })

    describe('closing', () => {
      test('ends an order for good', async () => {
        const [order, params] = await place()
        await world.gateway.close(order.orderNo)
        expect(await stateOf(order)).toBe('closed')
        expect(await world.pay(params, LI)).toBe('closed')
        await expect(world.gateway.order(order)).rejects.toEqual(failed('order-closed'))
      })

      test('twice is as good as once', async () => {
        const [order] = await place()
        await world.gateway.close(order.orderNo)
        await world.gateway.close(order.orderNo)
        expect(await stateOf(order)).toBe('closed')
      })

      test('answers well for a number that never was an order', async () => {
        const orderNo = 'NEVERPLACED' as OrderNo
        await world.gateway.close(orderNo)
        expect(await world.gateway.query(orderNo)).toEqual({ state: 'missing', orderNo })
      })

      test('a paid order is refused, and it stays paid', async () => {
        const order = await paid()
        await expect(world.gateway.close(order.orderNo)).rejects.toEqual(failed('already-paid'))
        expect(await stateOf(order)).toBe('paid')
      })

      test('may be answered well without effect: the order is paid later', async () => {
        const [order, params] = await place()
        world.faults.next('close-without-effect')
        await world.gateway.close(order.orderNo)
        expect(await stateOf(order)).toBe('unpaid')
        expect(await world.pay(params, LI)).toBe('paid')
        expect(await stateOf(order)).toBe('paid')
      })
    })

    describe('the callback of a payment', () => {
      test('tells what a query tells', async () => {
        const order = await paid()
        const [notice] = await world.received()
        expect(read(notice)).toEqual({
          kind: 'payment',
          id: expect.stringMatching(/.+/),
          order: await world.gateway.query(order.orderNo),
        })
      })

      test('comes again, further and further apart, until it is answered well', async () => {
        world.takeCallbacks(false)
        await paid()
        const counts = [await received()]
        for (const wait of [14, 1, 15, 30, 179, 1]) {
          await world.pass(wait * SECOND)
          counts.push(await received())
        }
        expect(counts).toEqual([1, 1, 2, 3, 4, 4, 5])
        world.takeCallbacks(true)
        await world.pass(10 * MINUTE)
        await world.pass(24 * HOUR)
        expect(await received()).toBe(6)
      })

      test('is given up after sixteen deliveries in a good day', async () => {
        world.takeCallbacks(false)
        await paid()
        for (let hours = 0; hours < 30; hours += 1)
          for (let tries = 0; tries < 12; tries += 1) await world.pass(5 * MINUTE)
        expect(await received()).toBe(16)
      })

      test('that was lost comes with the first retry', async () => {
        world.faults.next('callback-lost')
        await paid()
        expect(await received()).toBe(0)
        await world.pass(15 * SECOND)
        expect(await received()).toBe(1)
      })

      test('may be late', async () => {
        world.faults.next('callback-late', { ms: 90 * SECOND })
        await paid()
        await world.pass(89 * SECOND)
        expect(await received()).toBe(0)
        await world.pass(SECOND)
        expect(await received()).toBe(1)
      })

      test.each<FaultKind>(['callback-doubled', 'callback-doubled-at-once'])('may come twice: %s', async (fault) => {
        world.faults.next(fault)
        await paid()
        const notices = (await world.received()).map(read)
        expect(notices).toHaveLength(2)
        expect(notices[1]).toEqual(notices[0])
      })

      test('may be overtaken by a later one', async () => {
        world.faults.next('callback-reordered')
        const first = await paid()
        expect(await received()).toBe(0)
        const second = await paid()
        const orders = (await world.received())
          .map(read)
          .map((notice) => notice.kind === 'payment' && notice.order.orderNo)
        expect(orders).toEqual([second.orderNo, first.orderNo])
      })

      test('may come before the order itself was answered', async () => {
        world.faults.next('callback-before-reply')
        const [order] = await place()
        expect(read((await world.received())[0])).toMatchObject({ kind: 'payment', order: { orderNo: order.orderNo } })
      })

      test('may tell another amount than the order has', async () => {
        world.faults.next('callback-wrong-amount')
        await paid()
        expect(read((await world.received())[0])).toMatchObject({ order: { amount: 1251 } })
      })

      test.each<[FaultKind, string]>([
        ['callback-wrongly-signed', 'bad-signature'],
        ['callback-unknown-serial', 'unknown-serial'],
        ['callback-old-clock', 'stale'],
        ['callback-headers-missing', 'headers-missing'],
      ])('is not believed when forged, and comes well signed later: %s', async (fault, why) => {
        world.takeCallbacks(false)
        world.faults.next(fault)
        const { orderNo } = await paid()
        expect(whyRefused((await world.received())[0])).toBe(why)
        world.takeCallbacks(true)
        await world.pass(15 * SECOND)
        expect(read((await world.received())[1])).toMatchObject({ order: { orderNo } })
      })

      test('is not believed after a change of one byte, nor when it is played again later', async () => {
        await paid()
        const [notice] = await world.received()
        if (!notice) throw new Error('no callback was received')
        const tampered = Buffer.from(notice.body)
        tampered.writeUInt8(tampered.readUInt8(10) ^ 1, 10)
        expect(whyRefused({ ...notice, body: tampered })).toBe('bad-signature')
        await world.pass(5 * MINUTE)
        expect(whyRefused(notice)).toMatchObject({ kind: 'payment' })
        await world.pass(SECOND)
        expect(whyRefused(notice)).toBe('stale')
      })
    })

    describe('a refund', () => {
      test('is accepted first and done later, by query and by callback', async () => {
        const order = await paid()
        const refund = refundOf(order, 1250)
        expect(await world.gateway.refund(refund)).toBe('processing')
        await world.pass(MINUTE)
        expect(await world.gateway.refundState(refund.refundNo)).toBe('refunded')
        expect(read((await world.received())[1])).toEqual({
          kind: 'refund',
          id: expect.stringMatching(/.+/),
          refundNo: refund.refundNo,
          orderNo: order.orderNo,
          state: 'refunded',
        })
        expect(await world.gateway.query(order.orderNo)).toMatchObject({ state: 'paid', amount: 1250, refunded: true })
      })

      test('asked for twice under one number is one refund', async () => {
        const order = await paid()
        const refund = refundOf(order, 700)
        await world.gateway.refund(refund)
        await world.pass(MINUTE)
        expect(await world.gateway.refund(refund)).toBe('refunded')
        expect(await world.gateway.refund(refundOf(order, 550, '02'))).toBe('processing')
      })

      test('asked for again in other words is refused', async () => {
        const order = await paid()
        await world.gateway.refund(refundOf(order, 700))
        await expect(world.gateway.refund(refundOf(order, 701))).rejects.toEqual(failed('rejected'))
      })

      test('never gives back more than was paid', async () => {
        const order = await paid()
        await world.gateway.refund(refundOf(order, 700, '01'))
        await expect(world.gateway.refund(refundOf(order, 551, '02'))).rejects.toEqual(failed('rejected'))
        await expect(world.gateway.refund({ ...refundOf(order, 1, '03'), total: fen(9999) })).rejects.toEqual(
          failed('rejected'),
        )
        expect(await world.gateway.refund(refundOf(order, 550, '04'))).toBe('processing')
      })

      test('needs money that came in', async () => {
        const [order] = await place()
        await expect(world.gateway.refund(refundOf(order, 100))).rejects.toEqual(failed('rejected'))
        await expect(world.gateway.refund(refundOf(newOrder(), 100))).rejects.toEqual(failed('rejected'))
      })

      test('that WeChat closed needs a new number; the old one refunds nothing', async () => {
        const order = await paid()
        world.faults.next('refund-closed')
        await world.gateway.refund(refundOf(order, 1250, '01'))
        await world.pass(MINUTE)
        expect(await world.gateway.refund(refundOf(order, 1250, '01'))).toBe('closed')
        expect(read((await world.received())[1])).toMatchObject({ kind: 'refund', state: 'closed' })
        expect(await world.gateway.refund(refundOf(order, 1250, '02'))).toBe('processing')
        await world.pass(MINUTE)
        expect(await world.gateway.refundState(refundOf(order, 1250, '02').refundNo)).toBe('refunded')
      })

      test('may end abnormal, and then still holds its money', async () => {
        const order = await paid()
        world.faults.next('refund-abnormal')
        await world.gateway.refund(refundOf(order, 1250, '01'))
        await world.pass(MINUTE)
        expect(await world.gateway.refundState(refundOf(order, 1250, '01').refundNo)).toBe('abnormal')
        await expect(world.gateway.refund(refundOf(order, 1, '02'))).rejects.toEqual(failed('rejected'))
      })

      test('that nobody asked for has no state', async () => {
        await expect(world.gateway.refundState('RNEVERASKED01' as RefundNo)).rejects.toEqual(failed('rejected'))
      })
    })

    describe('a reply', () => {
      test('that is lost hides an effect: asking again finds the same order', async () => {
        world.faults.next('reply-lost', { call: 'order' })
        const order = newOrder()
        await expect(world.gateway.order(order)).rejects.toEqual(failed('unreachable'))
        expect(await stateOf(order)).toBe('unpaid')
        expect(await world.pay(await world.gateway.order(order), LI)).toBe('paid')
        expect(await received()).toBe(1)
      })

      test('that is lost hides a refund: asking again refunds once', async () => {
        const order = await paid()
        world.faults.next('reply-lost', { call: 'refund' })
        await expect(world.gateway.refund(refundOf(order, 700))).rejects.toEqual(failed('unreachable'))
        expect(await world.gateway.refund(refundOf(order, 700))).toBe('processing')
        expect(await world.gateway.refund(refundOf(order, 550, '02'))).toBe('processing')
      })

      test('with an error of WeChat has no effect, and the next try succeeds', async () => {
        world.faults.next('reply-error', { times: 2 })
        const order = newOrder()
        await expect(world.gateway.order(order)).rejects.toEqual(failed('server-error'))
        await expect(world.gateway.query(order.orderNo)).rejects.toEqual(failed('server-error'))
        expect(await stateOf(order)).toBe('missing')
        expect(await world.pay(await world.gateway.order(order), LI)).toBe('paid')
      })

      test.each<FaultKind>([
        'reply-wrongly-signed',
        'reply-unknown-serial',
        'reply-old-clock',
        'reply-headers-missing',
      ])('is not believed when forged: %s', async (fault) => {
        const order = await paid()
        world.faults.next(fault, { times: 3 })
        await expect(world.gateway.query(order.orderNo)).rejects.toEqual(failed('forged-reply'))
        await expect(world.gateway.close('NEVERPLACED' as OrderNo)).rejects.toEqual(failed('forged-reply'))
        await expect(world.gateway.refund(refundOf(order, 1))).rejects.toEqual(failed('forged-reply'))
        expect(await stateOf(order)).toBe('paid')
      })

      test('may be slow and is still an answer', async () => {
        world.faults.next('reply-slow', { ms: 50 })
        expect(await stateOf(await paid())).toBe('paid')
      })
    })
  })
}
