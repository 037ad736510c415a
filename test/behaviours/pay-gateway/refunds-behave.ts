import { fen } from '../../../domain/money'
import type { RefundNo } from '../../../domain/payment'
import { failed, MINUTE, refundOf, type Scene } from './scene'

/** Money that goes back. */
export function refundsBehave(current: () => Scene): void {
  let scene: Scene
  beforeEach(() => {
    scene = current()
  })

  describe('a refund', () => {
    test('is accepted first and done later, by query and by callback', async () => {
      const order = await scene.paid()
      const refund = refundOf(order, 1250)
      expect(await scene.gateway.refund(refund)).toBe('processing')
      await scene.world.pass(MINUTE)
      expect(await scene.gateway.refundState(refund.refundNo)).toBe('refunded')
      expect(scene.read((await scene.world.received())[1])).toEqual({
        kind: 'refund',
        id: expect.stringMatching(/.+/),
        refundNo: refund.refundNo,
        orderNo: order.orderNo,
        state: 'refunded',
      })
      expect(await scene.gateway.query(order.orderNo)).toMatchObject({ state: 'paid', amount: 1250, refunded: true })
    })

    test('asked for twice under one number is one refund', async () => {
      const order = await scene.paid()
      const refund = refundOf(order, 700)
      await scene.gateway.refund(refund)
      await scene.world.pass(MINUTE)
      expect(await scene.gateway.refund(refund)).toBe('refunded')
      expect(await scene.gateway.refund(refundOf(order, 550, '02'))).toBe('processing')
    })

    test('asked for again in other words is refused', async () => {
      const order = await scene.paid()
      await scene.gateway.refund(refundOf(order, 700))
      await expect(scene.gateway.refund(refundOf(order, 701))).rejects.toEqual(failed('rejected'))
    })

    test('never gives back more than was paid', async () => {
      const order = await scene.paid()
      await scene.gateway.refund(refundOf(order, 700, '01'))
      await expect(scene.gateway.refund(refundOf(order, 551, '02'))).rejects.toEqual(failed('rejected'))
      await expect(scene.gateway.refund({ ...refundOf(order, 1, '03'), total: fen(9999) })).rejects.toEqual(
        failed('rejected'),
      )
      expect(await scene.gateway.refund(refundOf(order, 550, '04'))).toBe('processing')
    })

    test('needs money that came in', async () => {
      const [order] = await scene.place()
      await expect(scene.gateway.refund(refundOf(order, 100))).rejects.toEqual(failed('rejected'))
      await expect(scene.gateway.refund(refundOf(scene.newOrder(), 100))).rejects.toEqual(failed('rejected'))
    })

    test('that WeChat closed needs a new number; the old one refunds nothing', async () => {
      const order = await scene.paid()
      scene.world.faults.next('refund-closed')
      await scene.gateway.refund(refundOf(order, 1250, '01'))
      await scene.world.pass(MINUTE)
      expect(await scene.gateway.refund(refundOf(order, 1250, '01'))).toBe('closed')
      expect(scene.read((await scene.world.received())[1])).toMatchObject({ kind: 'refund', state: 'closed' })
      expect(await scene.gateway.refund(refundOf(order, 1250, '02'))).toBe('processing')
      await scene.world.pass(MINUTE)
      expect(await scene.gateway.refundState(refundOf(order, 1250, '02').refundNo)).toBe('refunded')
    })

    test('may end abnormal, and then still holds its money', async () => {
      const order = await scene.paid()
      scene.world.faults.next('refund-abnormal')
      await scene.gateway.refund(refundOf(order, 1250, '01'))
      await scene.world.pass(MINUTE)
      expect(await scene.gateway.refundState(refundOf(order, 1250, '01').refundNo)).toBe('abnormal')
      await expect(scene.gateway.refund(refundOf(order, 1, '02'))).rejects.toEqual(failed('rejected'))
    })

    test('that nobody asked for has no state', async () => {
      expect(await scene.gateway.refundState('RNEVERASKED01' as RefundNo)).toBe('missing')
    })
  })
}
