import type { NewOrder } from '../../../cloudfunctions/server/ports'
import { fen } from '../../../domain/money'
import type { Movement } from '../../../domain/reconciliation/bills'
import { dayOf, startOfDay, type BeijingDay } from '../../../domain/reconciliation/day'
import type { FaultKind } from '../../../local/pay/faults'
import { failed, HOUR, MINUTE, refundOf, SECOND, type Scene } from './scene'

const DAY = 24 * HOUR

/** The bills of a day, fetched the day after. */
export function billsBehave(current: () => Scene): void {
  let scene: Scene
  let day: BeijingDay
  beforeEach(() => {
    scene = current()
    day = dayOf(scene.world.now())
  })

  const trade = async (of = day) => {
    const answer = await scene.gateway.tradeBill(of)
    if (answer.state !== 'there') throw new Error(`the trade bill of ${of} is ${answer.state}`)
    return answer.bill
  }
  const funds = async (of = day) => {
    const answer = await scene.gateway.fundBill(of)
    if (answer.state !== 'there') throw new Error(`the fund bill of ${of} is ${answer.state}`)
    return answer.bill.movements
  }
  const sum = (movements: readonly Movement[], kind: Movement['kind']) =>
    movements.filter((one) => one.kind === kind).reduce((total, { amount }) => total + amount, 0)
  /** Until the bill of the day after `of` is written. */
  const nextNoon = async () => {
    await scene.world.pass(startOfDay(dayOf(scene.world.now())) + DAY + 12 * HOUR - scene.world.now())
  }
  const lateToday = () => scene.world.pass(startOfDay(day) + DAY - 2 * SECOND - scene.world.now())

  async function refunded(order: NewOrder, part: number, suffix?: string) {
    const refund = refundOf(order, part, suffix)
    await scene.gateway.refund(refund)
    return refund
  }

  describe('the trade bill', () => {
    test('names each payment in fen, with the number and the time that a query tells', async () => {
      const orders = [await scene.paid(), await scene.paid({ amount: fen(805) }), await scene.paid({ amount: fen(10) })]
      const known = await Promise.all(orders.map(({ orderNo }) => scene.gateway.query(orderNo)))
      await nextNoon()
      const { payments, refunds } = await trade()
      const told = known.map((order) => order.state === 'paid' && [order.orderNo, order.transactionId, order.paidAt])
      expect(payments.map(({ orderNo, transactionId, at }) => [orderNo, transactionId, at])).toEqual(told)
      expect(payments.map(({ amount, settled, fee }) => [amount, settled, fee])).toEqual([
        [1250, 1250, 8000],
        [805, 805, 5000],
        [10, 10, 0],
      ])
      expect(refunds).toEqual([])
    })

    test('has a refund on the day it was asked for, whenever the order was paid', async () => {
      const order = await scene.paid()
      await nextNoon()
      const refund = await refunded(order, 300)
      const later = dayOf(scene.world.now())
      await nextNoon()
      expect((await trade()).refunds).toEqual([])
      expect(await trade(later)).toEqual({
        payments: [],
        others: [],
        refunds: [
          {
            refundNo: refund.refundNo,
            refundId: expect.stringMatching(/\d/),
            orderNo: order.orderNo,
            at: expect.any(Number),
            amount: 300,
            settled: 300,
            fee: -2000,
            state: 'done',
          },
        ],
      })
    })

    test('tells refunds in parts one by one, and how each ended', async () => {
      const order = await scene.paid()
      await refunded(order, 300, '01')
      scene.world.faults.next('refund-closed')
      await refunded(order, 200, '02')
      scene.world.faults.next('refund-abnormal')
      await refunded(order, 150, '03')
      await nextNoon()
      const { refunds } = await trade()
      expect(refunds.map(({ amount, state }) => [amount, state])).toEqual([
        [300, 'done'],
        [200, 'failed'],
        [150, 'abnormal'],
      ])
    })

    test('cuts the day at midnight in Beijing', async () => {
      await lateToday()
      const before = await scene.paid()
      await scene.world.pass(2 * SECOND)
      const after = await scene.paid()
      await nextNoon()
      const numbers = async (of: BeijingDay) => (await trade(of)).payments.map(({ orderNo }) => orderNo)
      expect(await numbers(day)).toEqual([before.orderNo])
      expect(await numbers(dayOf((scene.world.now() - DAY) as never))).toEqual([after.orderNo])
    })
  })

  describe('the fund bill', () => {
    test('has the money of the day, what WeChat keeps of it, and what it gives back', async () => {
      const order = await scene.paid()
      await scene.paid({ amount: fen(805) })
      await refunded(order, 300)
      await nextNoon()
      const movements = await funds()
      expect(['payment', 'refund', 'fee', 'other'].map((kind) => sum(movements, kind as Movement['kind']))).toEqual([
        2055, -300, -11, 0,
      ])
      const { payments, refunds } = await trade()
      const ids = [...payments.map(({ transactionId }) => transactionId), ...refunds.map(({ refundId }) => refundId)]
      expect(new Set(movements.map(({ id }) => id))).toEqual(new Set(ids))
    })

    test('knows nothing of a refund that failed', async () => {
      scene.world.faults.next('refund-closed')
      await refunded(await scene.paid(), 300)
      await nextNoon()
      expect(sum(await funds(), 'refund')).toBe(0)
    })
  })

  describe('a bill', () => {
    test('of yesterday is there from ten in the morning on', async () => {
      await scene.paid()
      await scene.world.pass(startOfDay(day) + DAY + 9 * HOUR + 59 * MINUTE - scene.world.now())
      expect(await scene.gateway.tradeBill(day)).toEqual({ state: 'not-ready' })
      expect(await scene.gateway.fundBill(day)).toEqual({ state: 'not-ready' })
      await scene.world.pass(MINUTE)
      expect((await trade()).payments).toHaveLength(1)
    })

    test('may be late', async () => {
      await scene.paid()
      await nextNoon()
      scene.world.faults.next('bill-not-ready')
      expect(await scene.gateway.tradeBill(day)).toEqual({ state: 'not-ready' })
      expect((await trade()).payments).toHaveLength(1)
    })

    test('of a day without trade, or of today, does not exist', async () => {
      await nextNoon()
      expect(await scene.gateway.tradeBill(day)).toEqual({ state: 'none' })
      expect(await scene.gateway.fundBill(day)).toEqual({ state: 'none' })
      await scene.paid()
      expect(await scene.gateway.tradeBill(dayOf(scene.world.now()))).toEqual({ state: 'none' })
    })

    test.each<FaultKind>(['bill-changed', 'bill-cut', 'bill-wrong-hash'])(
      'that is not the file whose hash was signed is not read: %s',
      async (fault) => {
        await scene.paid()
        await nextNoon()
        scene.world.faults.next(fault, { times: 2 })
        await expect(scene.gateway.tradeBill(day)).rejects.toEqual(failed('damaged-file'))
        await expect(scene.gateway.fundBill(day)).rejects.toEqual(failed('damaged-file'))
        expect((await trade()).payments).toHaveLength(1)
      },
    )

    test.each<[FaultKind, 'bill' | 'download', string, number]>([
      ['reply-error', 'bill', 'server-error', 1],
      ['reply-error', 'download', 'server-error', 1],
      ['reply-lost', 'bill', 'unreachable', 1],
      ['reply-lost', 'download', 'unreachable', 1],
      ['reply-wrongly-signed', 'bill', 'forged-reply', 2],
      ['reply-headers-missing', 'bill', 'forged-reply', 1],
    ])('is had at the next try after %s of the %s', async (fault, call, why, times) => {
      await scene.paid()
      await nextNoon()
      scene.world.faults.next(fault, { call, times })
      await expect(scene.gateway.tradeBill(day)).rejects.toEqual(failed(why as never))
      expect((await trade()).payments).toHaveLength(1)
    })
  })
}
