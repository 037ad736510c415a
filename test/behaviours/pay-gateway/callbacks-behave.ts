import type { FaultKind } from '../../../local/pay/faults'
import { HOUR, MINUTE, SECOND, type Scene } from './scene'

/** What WeChat Pay tells the merchant by itself. */
export function callbacksBehave(current: () => Scene): void {
  let scene: Scene
  beforeEach(() => {
    scene = current()
  })

  describe('the callback of a payment', () => {
    test('tells what a query tells', async () => {
      const order = await scene.paid()
      const [notice] = await scene.world.received()
      expect(scene.read(notice)).toEqual({
        kind: 'payment',
        id: expect.stringMatching(/.+/),
        order: await scene.gateway.query(order.orderNo),
      })
    })

    test('comes again, further and further apart, until it is answered well', async () => {
      scene.world.takeCallbacks(false)
      await scene.paid()
      const counts = [await scene.received()]
      for (const wait of [14, 1, 15, 30, 179, 1]) {
        await scene.world.pass(wait * SECOND)
        counts.push(await scene.received())
      }
      expect(counts).toEqual([1, 1, 2, 3, 4, 4, 5])
      scene.world.takeCallbacks(true)
      await scene.world.pass(10 * MINUTE)
      await scene.world.pass(24 * HOUR)
      expect(await scene.received()).toBe(6)
    })

    test('is given up after sixteen deliveries in a good day', async () => {
      scene.world.takeCallbacks(false)
      await scene.paid()
      for (let hours = 0; hours < 30; hours += 1)
        for (let tries = 0; tries < 12; tries += 1) await scene.world.pass(5 * MINUTE)
      expect(await scene.received()).toBe(16)
    })

    test('that was lost comes with the first retry', async () => {
      scene.world.faults.next('callback-lost')
      await scene.paid()
      expect(await scene.received()).toBe(0)
      await scene.world.pass(15 * SECOND)
      expect(await scene.received()).toBe(1)
    })

    test('may be late', async () => {
      scene.world.faults.next('callback-late', { ms: 90 * SECOND })
      await scene.paid()
      await scene.world.pass(89 * SECOND)
      expect(await scene.received()).toBe(0)
      await scene.world.pass(SECOND)
      expect(await scene.received()).toBe(1)
    })

    test.each<FaultKind>(['callback-doubled', 'callback-doubled-at-once'])('may come twice: %s', async (fault) => {
      scene.world.faults.next(fault)
      await scene.paid()
      const notices = (await scene.world.received()).map((notice) => scene.read(notice))
      expect(notices).toHaveLength(2)
      expect(notices[1]).toEqual(notices[0])
    })

    test('may be overtaken by a later one', async () => {
      scene.world.faults.next('callback-reordered')
      const first = await scene.paid()
      expect(await scene.received()).toBe(0)
      const second = await scene.paid()
      const orders = (await scene.world.received())
        .map((notice) => scene.read(notice))
        .map((notice) => notice.kind === 'payment' && notice.order.orderNo)
      expect(orders).toEqual([second.orderNo, first.orderNo])
    })

    test('may come before the order itself was answered', async () => {
      scene.world.faults.next('callback-before-reply')
      const [order] = await scene.place()
      expect(scene.read((await scene.world.received())[0])).toMatchObject({
        kind: 'payment',
        order: { orderNo: order.orderNo },
      })
    })

    test('may tell another amount than the order has', async () => {
      scene.world.faults.next('callback-wrong-amount')
      await scene.paid()
      expect(scene.read((await scene.world.received())[0])).toMatchObject({ order: { amount: 1251 } })
    })

    test.each<[FaultKind, string]>([
      ['callback-wrongly-signed', 'bad-signature'],
      ['callback-unknown-serial', 'unknown-serial'],
      ['callback-old-clock', 'stale'],
      ['callback-headers-missing', 'headers-missing'],
    ])('is not believed when forged, and comes well signed later: %s', async (fault, why) => {
      scene.world.takeCallbacks(false)
      scene.world.faults.next(fault)
      const { orderNo } = await scene.paid()
      expect(scene.verdict((await scene.world.received())[0])).toBe(why)
      scene.world.takeCallbacks(true)
      await scene.world.pass(15 * SECOND)
      expect(scene.read((await scene.world.received())[1])).toMatchObject({ order: { orderNo } })
    })

    test('is not believed after a change of one byte, nor when it is played again later', async () => {
      await scene.paid()
      const [notice] = await scene.world.received()
      if (!notice) throw new Error('no callback was received')
      const tampered = Buffer.from(notice.body)
      tampered.writeUInt8(tampered.readUInt8(10) ^ 1, 10)
      expect(scene.verdict({ ...notice, body: tampered })).toBe('bad-signature')
      await scene.world.pass(5 * MINUTE)
      expect(scene.verdict(notice)).toMatchObject({ kind: 'payment' })
      await scene.world.pass(SECOND)
      expect(scene.verdict(notice)).toBe('stale')
    })
  })
}
