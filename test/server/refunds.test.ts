/** Money that goes back: whole or in part, by notice or by query, whatever becomes of it at WeChat. */
import { refundPayment } from '../../cloudfunctions/server/payment/refund-payment'
import { givePartBack } from '../../cloudfunctions/server/payment/undo-payment'
import type { NewRefund } from '../../cloudfunctions/server/ports'
import { fen } from '../../domain/money'
import type { OrderNo } from '../../domain/payment'
import { WITH_COUPONS } from '../fixtures/tariffs/with-coupons'
import {
  billAtExit,
  billFromHome,
  CAR,
  check,
  coupon,
  driveOut,
  issue,
  kept,
  order,
  parked,
  pass,
  pay,
  payFromHome,
  withCoupons,
} from '../support/paying'
import { signal } from '../support/signal'
import { EXIT, LIN, makeWorld, WANG, type World } from '../support/world'

/** Paid when the car had just left: Ms Lin is owed ¥3.00, and `sweep` asks WeChat to send it back. */
async function paidTooLate(prepare: (world: World) => void = () => undefined) {
  const world = await makeWorld()
  await parked(world)
  const { visit } = await world.arrives(EXIT, CAR)
  const { orderNo, params } = await order(world, await billAtExit(world))
  await world.passes(EXIT, visit)
  prepare(world)
  await world.pays(LIN, params)
  await world.sweep()
  return { world, orderNo }
}

/** Paid, and driven out. */
async function left() {
  const world = await makeWorld({ tariff: WITH_COUPONS })
  await parked(world)
  const code = await issue(world)
  const orderNo = await pay(world, await withCoupons(world, await billFromHome(world), [code]))
  await driveOut(world)
  return { world, orderNo, code }
}

const state = async (world: World, orderNo: OrderNo) => (await world.store.get('payAttempts', orderNo))?.payment
const counted = async (world: World) =>
  (await world.store.find('stays', { state: 'left', lot: 'demo' as never }, { limit: 9 })).flatMap(({ payments }) =>
    payments.map(({ amount }) => amount),
  )

test('by notice alone', async () => {
  const { world, orderNo } = await paidTooLate()
  world.wait(1)
  await world.callbacks()
  expect(await check(world, orderNo)).toMatchObject({ state: 'returned', back: 300 })
  await world.sweep()
  expect(await world.store.count('outbox', { state: 'due' })).toBe(0)
})

test('by query alone', async () => {
  const { world, orderNo } = await paidTooLate()
  world.pay.faults.next('callback-lost', { times: 99 })
  await pass(world, 3)
  expect(await check(world, orderNo)).toMatchObject({ state: 'returned', back: 300 })
})

test('by both, and told twice: once', async () => {
  const { world, orderNo } = await paidTooLate()
  world.pay.faults.next('callback-doubled', { times: 9 })
  await pass(world, 3)
  const before = await world.store.get('payAttempts', orderNo)
  await pass(world, 3)
  expect(await world.store.get('payAttempts', orderNo)).toEqual(before)
  expect(kept(world)).toBe(0)
})

test('asked for and the answer lost: the same number asks again, and it goes back once', async () => {
  const { world, orderNo } = await paidTooLate((world) => world.pay.faults.next('reply-lost', { call: 'refund' }))
  expect(await state(world, orderNo)).toMatchObject({ state: 'owed', refundsClosed: 0 })
  world.pay.faults.next('callback-lost', { times: 99 })
  await pass(world, 4)
  expect(await check(world, orderNo)).toMatchObject({ state: 'returned' })
  expect(world.pay.books()).toMatchObject([{ paid: 300, refunded: 300 }])
})

test.each([0, 99])('WeChat closes it, %i notices lost: the next has the next number', async (lost) => {
  const { world, orderNo } = await paidTooLate((world) => world.pay.faults.next('refund-closed'))
  if (lost) world.pay.faults.next('callback-lost', { times: lost })
  await pass(world, 16)
  expect(await state(world, orderNo)).toMatchObject({
    state: 'refunded',
    refundsClosed: 1,
    refundNo: `R${orderNo}02`,
  })
  expect(world.pay.books()).toMatchObject([{ paid: 300, refunded: 300 }])
})

test('closed by WeChat before the answer to our question came: it is noticed by asking again', async () => {
  const { world, orderNo } = await paidTooLate((world) => {
    world.pay.faults.next('refund-closed')
    world.pay.faults.next('reply-lost', { call: 'refund' })
  })
  await pass(world, 8)
  expect(await state(world, orderNo)).toMatchObject({ state: 'refunded', refundsClosed: 1 })
})

test('an answer that comes after WeChat closed the refund, and after that was known, changes nothing', async () => {
  const { world, orderNo } = await paidTooLate((world) => {
    world.pay.faults.next('refund-closed')
    world.pay.faults.next('reply-lost', { call: 'refund' })
  })
  const { pay } = world.ports
  const [asked, answered] = [signal(), signal()]
  const refund = async (wish: NewRefund) => {
    const state = await pay.refund(wish)
    asked.give()
    await answered.given
    return state
  }
  const slower = refundPayment({ ...world.ports, pay: { ...pay, refund } }, orderNo)
  await asked.given
  world.wait(1)
  await world.callbacks()
  expect(await refundPayment(world.ports, orderNo)).toBe(false)
  expect(await state(world, orderNo)).toMatchObject({ state: 'owed', refundsClosed: 1 })
  answered.give()
  await slower
  await pass(world, 20)
  expect(await check(world, orderNo)).toMatchObject({ state: 'returned' })
})

test('told again of a refund that was closed and asked for anew: no alarm', async () => {
  const { world, orderNo } = await paidTooLate((world) => world.pay.faults.next('refund-closed'))
  world.pay.faults.next('callback-doubled', { times: 9 })
  await pass(world, 6)
  expect(await state(world, orderNo)).toMatchObject({ state: 'refunded', refundsClosed: 1 })
  expect(world.alarms).not.toContain('a refund that is not ours')
})

test('abnormal: a person is called, and it is still owed', async () => {
  const { world, orderNo } = await paidTooLate((world) => world.pay.faults.next('refund-abnormal'))
  await pass(world, 3)
  expect(world.alarms).toContain('refund needs a person')
  expect(await check(world, orderNo)).toMatchObject({ state: 'returning', back: 300 })
})

test('some of it, after the car has left: the rest counts, and the coupon stays used', async () => {
  const { world, orderNo, code } = await left()
  await givePartBack(world.ports, orderNo, fen(50))
  expect(await check(world, orderNo)).toMatchObject({ state: 'returning', why: 'goodwill', back: 50 })
  await pass(world, 2)
  expect(await world.ask(LIN, 'transactions.receipt', { orderNo })).toMatchObject({
    state: 'returned',
    amount: 200,
    back: 50,
    why: 'goodwill',
  })
  expect(await counted(world)).toEqual([150])
  expect(kept(world)).toBe(150)
  expect(await coupon(world, code)).toMatchObject({ state: 'used', attempt: orderNo })
})

test('some of it, closed by WeChat: the same part again', async () => {
  const { world, orderNo } = await left()
  world.pay.faults.next('refund-closed')
  await givePartBack(world.ports, orderNo, fen(50))
  await pass(world, 6)
  expect(kept(world)).toBe(150)
  expect(await state(world, orderNo)).toMatchObject({ state: 'refunded', back: 50, paid: 200, refundsClosed: 1 })
})

test('once, not while the car is inside, and never more than was paid', async () => {
  const { world, orderNo } = await left()
  for (const back of [0, -1, 201])
    await expect(givePartBack(world.ports, orderNo, back as never)).rejects.toThrow('between 1 and 200 fen')
  await givePartBack(world.ports, orderNo, fen(200))
  await expect(givePartBack(world.ports, orderNo, fen(1))).rejects.toThrow('nothing-to-undo')
  await expect(givePartBack(world.ports, 'unknown' as OrderNo, fen(1))).rejects.toThrow('not-found')
  const still = await makeWorld()
  await parked(still)
  const inside = await payFromHome(still)
  await expect(givePartBack(still.ports, inside, fen(1))).rejects.toThrow('still-inside')
})

describe('messages that the payer has allowed', () => {
  test('when the money arrives, once', async () => {
    const world = await makeWorld()
    await parked(world)
    const { orderNo, params } = await order(world, await billFromHome(world))
    expect(await world.ask(LIN, 'payment.tell', { orderNo, of: 'paid' })).toEqual({ willTell: true })
    world.pay.faults.next('callback-doubled')
    await world.pays(LIN, params)
    await world.sweep()
    expect(world.messages).toMatchObject([{ kind: 'paid', to: LIN, amount: 300, at: world.now() }])
    expect(await world.ask(LIN, 'payment.tell', { orderNo, of: 'paid' })).toEqual({ willTell: false })
  })

  test('when it has gone back, with what and why', async () => {
    const { world, orderNo } = await paidTooLate()
    expect(await world.ask(LIN, 'payment.tell', { orderNo, of: 'returned' })).toEqual({ willTell: true })
    expect(await check(world, orderNo)).toMatchObject({ state: 'returning', told: true })
    await pass(world, 3)
    expect(world.messages).toMatchObject([{ kind: 'returned', to: LIN, amount: 300, why: 'stay-over' }])
    expect(await world.ask(LIN, 'payment.tell', { orderNo, of: 'returned' })).toEqual({ willTell: false })
  })

  test('not when nothing arrives, nothing goes back, or nobody has asked', async () => {
    const world = await makeWorld()
    await parked(world)
    const first = await order(world, await billFromHome(world))
    await world.ask(LIN, 'payment.tell', { orderNo: first.orderNo, of: 'paid' })
    await pass(world, 5)
    const second = await payFromHome(world)
    expect(await world.ask(LIN, 'payment.tell', { orderNo: second, of: 'returned' })).toEqual({ willTell: false })
    await pass(world, 2)
    expect(world.messages).toEqual([])
  })

  test("nobody is told of another's money", async () => {
    const { world, orderNo } = await paidTooLate()
    expect(await world.refusal(WANG, 'payment.tell', { orderNo, of: 'returned' })).toBe('not-found')
  })

  test('not sent today: tried again until it is', async () => {
    const { world, orderNo } = await paidTooLate()
    await world.ask(LIN, 'payment.tell', { orderNo, of: 'returned' })
    const { send } = world.ports.messenger
    world.ports.messenger.send = () => Promise.reject(new Error('no message today'))
    await pass(world, 2)
    world.ports.messenger.send = send
    await pass(world, 5)
    expect(world.messages).toHaveLength(1)
  })
})

test('money that cannot be sent for days is never forgotten: somebody is told, and it goes back when it can', async () => {
  const { world, orderNo } = await paidTooLate((there) => there.pay.faults.next('refund-closed', { times: 200 }))
  for (let hours = 0; hours < 72; hours++) {
    world.wait(60)
    await world.sweep()
  }
  expect(world.alarms).toContain('money is owed for more than a day')
  expect(await state(world, orderNo)).not.toMatchObject({ state: 'refunded' })
  world.pay.faults.clear()
  for (let hours = 0; hours < 24; hours++) {
    world.wait(60)
    await world.callbacks()
    await world.sweep()
  }
  expect(await state(world, orderNo)).toMatchObject({ state: 'refunded' })
})
