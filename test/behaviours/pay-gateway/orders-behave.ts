import type { NewOrder } from '../../../cloudfunctions/server/ports'
import { fen } from '../../../domain/money'
import type { OrderNo } from '../../../domain/payment'
import { instant } from '../../../domain/time'
import { failed, LI, MINUTE, SECOND, WANG, type Scene } from './scene'

/** Placing, paying and closing orders. */
export function ordersBehave(current: () => Scene): void {
  let scene: Scene
  beforeEach(() => {
    scene = current()
  })

  describe('an order', () => {
    test('is placed, paid by its payer, and then known as paid', async () => {
      const [order, params] = await scene.place()
      expect(params).toMatchObject({ signType: 'RSA', timeStamp: String(Math.floor(scene.world.now() / SECOND)) })
      expect(params.package).toMatch(/^prepay_id=.+/)
      expect(await scene.gateway.query(order.orderNo)).toEqual({ state: 'unpaid', orderNo: order.orderNo })
      expect(await scene.world.pay(params, LI)).toBe('paid')
      expect(await scene.gateway.query(order.orderNo)).toEqual({
        state: 'paid',
        orderNo: order.orderNo,
        transactionId: expect.stringMatching(/^\w+$/),
        amount: 1250,
        currency: 'CNY',
        ...scene.gateway.merchant,
        paidAt: scene.world.now(),
        refunded: false,
      })
    })

    test('that was never placed is missing', async () => {
      const orderNo = 'NEVERPLACED' as OrderNo
      expect(await scene.gateway.query(orderNo)).toEqual({ state: 'missing', orderNo })
    })

    test('asked for again in the same words is the same order, and takes money once', async () => {
      const [order, first] = await scene.place()
      const second = await scene.gateway.order(order)
      expect(second.package).toBe(first.package)
      expect(await scene.world.pay(first, LI)).toBe('paid')
      expect(await scene.world.pay(second, LI)).toBe('already-paid')
      expect(await scene.received()).toBe(1)
    })

    test.each<[string, Partial<NewOrder>]>([
      ['amount', { amount: fen(1300) }],
      ['payer', { payer: WANG }],
      ['description', { description: '停车费 3 小时' }],
      ['expiry', { expiresAt: instant(Date.parse('2026-11-22T10:09:00+08:00')) }],
    ])('asked for again with another %s is refused, and stays what it was', async (_what, changed) => {
      const [order, params] = await scene.place()
      await expect(scene.gateway.order({ ...order, ...changed })).rejects.toEqual(failed('number-spent'))
      expect(await scene.world.pay(params, LI)).toBe('paid')
      expect(await scene.gateway.query(order.orderNo)).toMatchObject({ state: 'paid', amount: 1250 })
    })

    test('can be paid by its payer only', async () => {
      const [order, params] = await scene.place()
      expect(await scene.world.pay(params, WANG)).toBe('wrong-payer')
      expect(await scene.stateOf(order)).toBe('unpaid')
    })

    test('that was paid cannot be placed again under its number', async () => {
      const order = await scene.paid()
      await expect(scene.gateway.order(order)).rejects.toEqual(failed('number-spent'))
    })

    test('past its time is refused at the cashier, yet is not closed', async () => {
      const [order, params] = await scene.place()
      await scene.world.pass(3 * MINUTE)
      await scene.world.pass(SECOND)
      expect(await scene.world.pay(params, LI)).toBe('expired')
      expect(await scene.stateOf(order)).toBe('unpaid')
      await expect(scene.gateway.order(order)).rejects.toEqual(failed('number-spent'))
    })

    test('can be paid at the last moment of its time', async () => {
      const [, params] = await scene.place()
      await scene.world.pass(3 * MINUTE)
      expect(await scene.world.pay(params, LI)).toBe('paid')
    })

    test('lives for a minute at least, whatever was asked', async () => {
      const [, params] = await scene.place({ expiresAt: instant(scene.world.now() + SECOND) })
      await scene.world.pass(MINUTE)
      expect(await scene.world.pay(params, LI)).toBe('paid')
    })

    test('paid after its time, because the cashier was open already, is paid', async () => {
      const [order, params] = await scene.place()
      scene.world.faults.next('paid-after-expiry')
      await scene.world.pass(4 * MINUTE)
      expect(await scene.world.pay(params, LI)).toBe('paid')
      expect(await scene.stateOf(order)).toBe('paid')
      expect(await scene.received()).toBe(1)
    })
  })

  describe('closing', () => {
    test('ends an order for good', async () => {
      const [order, params] = await scene.place()
      await scene.gateway.close(order.orderNo)
      expect(await scene.stateOf(order)).toBe('closed')
      expect(await scene.world.pay(params, LI)).toBe('closed')
      await expect(scene.gateway.order(order)).rejects.toEqual(failed('number-spent'))
    })

    test('comes too late for a cashier that was open already: the order is paid', async () => {
      const [order, params] = await scene.place()
      await scene.gateway.close(order.orderNo)
      scene.world.faults.next('paid-after-close')
      expect(await scene.world.pay(params, LI)).toBe('paid')
      expect(await scene.stateOf(order)).toBe('paid')
    })

    test('twice is as good as once', async () => {
      const [order] = await scene.place()
      await scene.gateway.close(order.orderNo)
      await scene.gateway.close(order.orderNo)
      expect(await scene.stateOf(order)).toBe('closed')
    })

    test('answers well for a number that never was an order', async () => {
      const orderNo = 'NEVERPLACED' as OrderNo
      await scene.gateway.close(orderNo)
      expect(await scene.gateway.query(orderNo)).toEqual({ state: 'missing', orderNo })
    })

    test('a paid order is refused, and it stays paid', async () => {
      const order = await scene.paid()
      await expect(scene.gateway.close(order.orderNo)).rejects.toEqual(failed('number-spent'))
      expect(await scene.stateOf(order)).toBe('paid')
    })

    test('may be answered well without effect: the order is paid later', async () => {
      const [order, params] = await scene.place()
      scene.world.faults.next('close-without-effect')
      await scene.gateway.close(order.orderNo)
      expect(await scene.stateOf(order)).toBe('unpaid')
      expect(await scene.world.pay(params, LI)).toBe('paid')
      expect(await scene.stateOf(order)).toBe('paid')
    })
  })
}
