import type { OrderNo } from '../../../domain/payment'
import type { FaultKind } from '../../../local/pay/faults'
import { failed, LI, refundOf, type Scene } from './scene'

/** Replies that are lost, late, forged or errors. */
export function repliesBehave(current: () => Scene): void {
  let scene: Scene
  beforeEach(() => {
    scene = current()
  })

  describe('a reply', () => {
    test('that is lost hides an effect: asking again finds the same order', async () => {
      scene.world.faults.next('reply-lost', { call: 'order' })
      const order = scene.newOrder()
      await expect(scene.gateway.order(order)).rejects.toEqual(failed('unreachable'))
      expect(await scene.stateOf(order)).toBe('unpaid')
      expect(await scene.world.pay(await scene.gateway.order(order), LI)).toBe('paid')
      expect(await scene.received()).toBe(1)
    })

    test('that is lost hides a refund: asking again refunds once', async () => {
      const order = await scene.paid()
      scene.world.faults.next('reply-lost', { call: 'refund' })
      await expect(scene.gateway.refund(refundOf(order, 700))).rejects.toEqual(failed('unreachable'))
      expect(await scene.gateway.refund(refundOf(order, 700))).toBe('processing')
      expect(await scene.gateway.refund(refundOf(order, 550, '02'))).toBe('processing')
    })

    test('with an error of WeChat has no effect, and the next try succeeds', async () => {
      scene.world.faults.next('reply-error', { times: 2 })
      const order = scene.newOrder()
      await expect(scene.gateway.order(order)).rejects.toEqual(failed('server-error'))
      await expect(scene.gateway.query(order.orderNo)).rejects.toEqual(failed('server-error'))
      expect(await scene.stateOf(order)).toBe('missing')
      expect(await scene.world.pay(await scene.gateway.order(order), LI)).toBe('paid')
    })

    test.each<[FaultKind, number]>([
      ['reply-wrongly-signed', 2],
      ['reply-unknown-serial', 1],
      ['reply-old-clock', 1],
      ['reply-headers-missing', 1],
    ])('is not believed when forged: %s', async (fault, repliesACall) => {
      const order = await scene.paid()
      scene.world.faults.next(fault, { times: 3 * repliesACall })
      await expect(scene.gateway.query(order.orderNo)).rejects.toEqual(failed('forged-reply'))
      await expect(scene.gateway.close('NEVERPLACED' as OrderNo)).rejects.toEqual(failed('forged-reply'))
      await expect(scene.gateway.refund(refundOf(order, 1))).rejects.toEqual(failed('forged-reply'))
      expect(await scene.stateOf(order)).toBe('paid')
    })

    test('that is signed wrongly once, as WeChat does to see whether we look, is asked for again', async () => {
      const order = scene.newOrder()
      scene.world.faults.next('reply-wrongly-signed')
      const params = await scene.gateway.order(order)
      scene.world.faults.next('reply-wrongly-signed')
      expect(await scene.stateOf(order)).toBe('unpaid')
      expect(await scene.world.pay(params, LI)).toBe('paid')
      scene.world.faults.next('reply-wrongly-signed')
      expect(await scene.gateway.refund(refundOf(order, 700))).toBe('processing')
      expect(await scene.gateway.refund(refundOf(order, 550, '02'))).toBe('processing')
    })

    test('may be slow and is still an answer', async () => {
      scene.world.faults.next('reply-slow', { ms: 50 })
      expect(await scene.stateOf(await scene.paid())).toBe('paid')
    })
  })
}
