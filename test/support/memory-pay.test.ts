import { fen } from '../../domain/money'
import type { OpenId, OrderNo, RefundNo } from '../../domain/payment'
import { instant } from '../../domain/time'
import { MemoryPay } from './memory-pay'
import { testClock } from './test-clock'

const LI = 'openid-li' as OpenId
const SECOND = 1_000

const open = () => {
  const clock = testClock()
  const pay = new MemoryPay({ now: () => instant(clock.now()), pause: (ms) => Promise.resolve(clock.push(ms)) })
  const order = (orderNo: string, total = 1250) => ({
    orderNo: orderNo as OrderNo,
    payer: LI,
    amount: fen(total),
    description: '停车费',
    expiresAt: instant(clock.now() + 180 * SECOND),
  })
  return { clock, pay, order }
}

test('the books say what came in and what went back, not what was only asked for', async () => {
  const { clock, pay, order } = open()
  const [paid, unpaid] = [order('ORDER01'), order('ORDER02', 300)]
  pay.pay(await pay.gateway.order(paid), LI)
  await pay.gateway.order(unpaid)
  const refund = {
    refundNo: 'RORDER0101' as RefundNo,
    orderNo: paid.orderNo,
    amount: fen(450),
    total: paid.amount,
    reason: '退款',
  }
  await pay.gateway.refund(refund)
  expect(pay.books()).toMatchObject([
    { paid: 1250, refunded: 0 },
    { paid: 0, refunded: 0 },
  ])
  clock.push(3 * SECOND)
  await pay.runDue(() => Promise.resolve(true))
  expect(pay.books()).toMatchObject([
    { orderNo: 'ORDER01', payer: LI, paid: 1250, refunded: 450 },
    { paid: 0, refunded: 0 },
  ])
})

test('it says when something happens next by itself, so that time can jump there', async () => {
  const { clock, pay, order } = open()
  expect(pay.nextDue()).toBeUndefined()
  pay.pay(await pay.gateway.order(order('ORDER01')), LI)
  expect(pay.nextDue()).toBe(clock.now())
  await pay.runDue(() => Promise.resolve(false))
  expect(pay.nextDue()).toBe(clock.now() + 15 * SECOND)
  clock.push(15 * SECOND)
  await pay.runDue(() => Promise.resolve(true))
  expect(pay.nextDue()).toBeUndefined()
})

test('it knows what a person could still pay', async () => {
  const { clock, pay, order } = open()
  expect(pay.payable(LI)).toBeUndefined()
  const params = await pay.gateway.order(order('ORDER01'))
  expect(pay.payable(LI)).toEqual({ package: params.package })
  clock.push(181 * SECOND)
  expect(pay.payable(LI)).toBeUndefined()
})

test('a slow reply takes the time it is given', async () => {
  const { clock, pay, order } = open()
  const start = clock.now()
  pay.faults.next('reply-slow', { ms: 4_000 })
  await pay.gateway.order(order('ORDER01'))
  expect(clock.now() - start).toBe(4_000)
})

test('a crash of the merchant while it is told leaves the callback to be told again', async () => {
  const { pay, order } = open()
  pay.pay(await pay.gateway.order(order('ORDER01')), LI)
  await expect(pay.runDue(() => Promise.reject(new Error('killed')))).rejects.toThrow('killed')
  const told: unknown[] = []
  await pay.runDue((notice) => Promise.resolve(told.push(notice) > 0))
  expect(told).toHaveLength(1)
})
