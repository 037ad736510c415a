/** The wrong car was paid for: the payer takes the money back, once, in time, and while nobody profits twice. */
import { openPayment } from '../../cloudfunctions/server/payment/open-payment'
import { fen } from '../../domain/money'
import { SHORT_GRACE, WITH_COUPONS } from '../fixtures/tariffs/with-coupons'
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
  rises,
  settleByCoupons,
  withCoupons,
} from '../support/paying'
import { ENTRY, EXIT, LIN, LOT, makeWorld, WANG, type World } from '../support/world'

/** Ms Lin has paid ¥3.00 from home. */
async function paid(tariff = WITH_COUPONS) {
  const world = await makeWorld({ tariff })
  await parked(world)
  return { world, orderNo: await payFromHome(world) }
}

const undo = (world: World, orderNo: string, by = LIN) => world.ask(by, 'payment.undo', { orderNo })
const refusal = (world: World, orderNo: string, by = LIN) => world.refusal(by, 'payment.undo', { orderNo })
const stay = async (world: World) => (await world.store.get('stays', `${LOT}:${CAR}`)) ?? { payments: [] }

test('taken back in time: the stay is unpaid, the money goes back, and the receipt says so', async () => {
  const { world, orderNo } = await paid()
  expect(await check(world, orderNo)).toMatchObject({ state: 'paid', undoUntil: world.now() + 10 * 60_000 })
  expect(await undo(world, orderNo)).toMatchObject({ state: 'returning', why: 'undone', back: 300 })
  expect((await billFromHome(world)).due).toBe(300)
  await pass(world, 2)
  expect(await check(world, orderNo)).toMatchObject({ state: 'returned', why: 'undone', back: 300 })
  expect(await world.ask(LIN, 'transactions.receipt', { orderNo })).toMatchObject({
    state: 'returned',
    amount: 300,
    back: 300,
    returnedAt: world.now(),
  })
  expect(kept(world)).toBe(0)
})

test('possible until ten minutes after paying, not from then on, and the screen never offers what is refused', async () => {
  for (const [later, isLate] of [
    [10 * 60_000 - 1, false],
    [10 * 60_000, true],
  ] as const) {
    const { world, orderNo } = await paid()
    world.wait(later / 60_000)
    expect('undoUntil' in (await check(world, orderNo))).toBe(!isLate)
    if (isLate) expect(await refusal(world, orderNo)).toBe('undo-too-late')
    else expect(await undo(world, orderNo)).toMatchObject({ state: 'returning' })
  }
})

test('each payment goes back once, and each person takes one of a stay back', async () => {
  const { world, orderNo } = await paid()
  await undo(world, orderNo)
  expect(await refusal(world, orderNo)).toBe('nothing-to-undo')
  const again = await payFromHome(world)
  expect(await check(world, again)).not.toHaveProperty('undoUntil')
  expect(await refusal(world, again)).toBe('undo-once')
  await pass(world, 2)
  expect(kept(world)).toBe(300)
})

test('two taps at once are one', async () => {
  const { world, orderNo } = await paid()
  const ask = { name: 'payment.undo', ask: { orderNo } }
  const answers = await Promise.all([world.raw(LIN, ask), world.raw(LIN, ask)])
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  await pass(world, 2)
  expect(world.pay.books()).toMatchObject([{ paid: 300, refunded: 300 }])
})

test("another's payment is nobody's business, and who undid does not stop the next payer", async () => {
  const { world, orderNo } = await paid()
  expect(await refusal(world, orderNo, WANG)).toBe('not-found')
  await undo(world, orderNo)
  await world.ask(WANG, 'vehicles.add', { plate: CAR })
  const wangs = await payFromHome(world, WANG)
  expect(await undo(world, wangs, WANG)).toMatchObject({ state: 'returning' })
})

test('not after the car has left', async () => {
  const { world, orderNo } = await paid()
  await driveOut(world)
  expect(await refusal(world, orderNo)).toBe('car-left')
  expect(kept(world)).toBe(300)
})

test('not for the next stay of the same car', async () => {
  const { world, orderNo } = await paid()
  await driveOut(world)
  await world.comesIn(CAR)
  expect(await refusal(world, orderNo)).toBe('car-left')
})

test('not while it stands at the exit; again when it has backed out, and then the barrier stays down', async () => {
  const { world, orderNo } = await paid()
  world.bridge.mood = 'stuck'
  const { visit } = await world.arrives(EXIT, CAR)
  expect(await refusal(world, orderNo)).toBe('car-leaving')
  world.bridge.mood = 'well'
  await world.backsOut(EXIT, visit)
  await undo(world, orderNo)
  const { visit: next, answer } = await world.arrives(EXIT, CAR)
  expect(answer.decision).toMatchObject({ do: 'pay', due: 300 })
  expect(rises(world, next)).toBe(0)
})

test('paid at the lane by a driver whose plate no camera could read: not while the barrier is open for it', async () => {
  const world = await makeWorld({ tariff: WITH_COUPONS })
  await parked(world)
  const { visit } = await world.arrives(EXIT, null)
  const orderNo = await pay(world, await billAtExit(world))
  expect(rises(world, visit)).toBe(1)
  expect(await check(world, orderNo)).not.toHaveProperty('undoUntil')
  expect(await refusal(world, orderNo)).toBe('car-leaving')
})

test('let out by a scan, its plate unread: not while the barrier is open for it', async () => {
  const { world, orderNo } = await paid()
  const { visit } = await world.arrives(EXIT, null)
  await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })
  expect(rises(world, visit)).toBe(1)
  expect(await refusal(world, orderNo)).toBe('car-leaving')
})

test('taken back in the moment of the scan: one of both, never a car let out for nothing', async () => {
  for (const isUndoFirst of [true, false]) {
    const { world, orderNo } = await paid()
    const { visit } = await world.arrives(EXIT, null)
    const calls = [
      () => world.raw(LIN, { name: 'payment.undo', ask: { orderNo } }),
      () => world.raw(LIN, { name: 'lane.open', ask: { code: world.code(EXIT) } }),
    ]
    await Promise.all((isUndoFirst ? calls : calls.reverse()).map((call) => call()))
    const isPaid = (await stay(world)).payments.length === 1
    expect(rises(world, visit)).toBe(isPaid ? 1 : 0)
  }
})

test('taken back in the moment when the camera at the exit sees the car: one of both', async () => {
  for (const isUndoFirst of [true, false]) {
    const { world, orderNo } = await paid()
    const calls = [() => world.raw(LIN, { name: 'payment.undo', ask: { orderNo } }), () => world.arrives(EXIT, CAR)]
    await Promise.all((isUndoFirst ? calls : calls.reverse()).map((call) => call()))
    expect(world.bridge.opened).toHaveLength((await stay(world)).payments.length === 1 ? 2 : 1)
  }
})

test('not while the lot is not heard of: the car may have been let out by hand', async () => {
  const { world, orderNo } = await paid()
  world.bridge.mood = 'silent'
  expect(await refusal(world, orderNo)).toBe('car-unsure')
  world.bridge.mood = 'well'
  world.bridge.eventDelay = 10_001
  expect(await refusal(world, orderNo)).toBe('car-unsure')
  expect(await check(world, orderNo)).toHaveProperty('undoUntil')
  expect(kept(world)).toBe(300)
  world.bridge.eventDelay = 10_000
  expect(await undo(world, orderNo)).toMatchObject({ state: 'returning' })
})

test('not when a later payment builds on it', async () => {
  const { world, orderNo: first } = await paid(SHORT_GRACE)
  world.wait(4)
  const second = await payFromHome(world)
  expect(await refusal(world, first)).toBe('paid-since')
  await undo(world, second)
  expect(await refusal(world, first)).toBe('undo-once')
})

test('its coupons are free again, for the right car', async () => {
  const world = await makeWorld({ tariff: WITH_COUPONS })
  await parked(world)
  const code = await issue(world)
  const orderNo = await pay(world, await withCoupons(world, await billFromHome(world), [code]))
  expect(await undo(world, orderNo)).toMatchObject({ back: 200 })
  expect(await coupon(world, code)).toMatchObject({ state: 'issued', attempt: null, usedAt: null })
  expect(await withCoupons(world, await billFromHome(world), [code])).toMatchObject({ due: 200 })
})

test('paid by coupons alone: they are free again, and WeChat is not asked for nothing', async () => {
  const world = await makeWorld({ tariff: WITH_COUPONS })
  await parked(world)
  const code = await issue(world, { takesOff: { type: 'full' } })
  const orderNo = await settleByCoupons(world, await withCoupons(world, await billFromHome(world), [code]))
  expect(await undo(world, orderNo)).toMatchObject({ state: 'returned', back: 0 })
  expect(await coupon(world, code)).toMatchObject({ state: 'issued' })
  expect((await billFromHome(world)).due).toBe(300)
  await world.sweep()
  expect(await world.store.count('outbox', { state: 'due' })).toBe(0)
  expect(world.pay.books()).toEqual([])
})

test('an order for the time after a payment is not taken up again once that payment went back', async () => {
  const { world, orderNo: first } = await paid(SHORT_GRACE)
  world.wait(4)
  const overtime = await order(world, await billFromHome(world))
  await undo(world, first)
  const anew = await order(world, await billFromHome(world))
  expect(anew.orderNo).not.toBe(overtime.orderNo)
  await world.pays(LIN, anew.params)
  expect(await check(world, anew.orderNo)).toMatchObject({ state: 'paid' })
})

test('an order for the time after a payment is paid although that payment went back: its money goes back too', async () => {
  const { world, orderNo: first } = await paid(SHORT_GRACE)
  world.wait(4)
  const overtime = await order(world, await billFromHome(world))
  await undo(world, first)
  await world.pays(LIN, overtime.params)
  expect(await check(world, overtime.orderNo)).toMatchObject({ state: 'returning', why: 'earlier-undone' })
  await pass(world, 2)
  expect(kept(world)).toBe(0)
})

test('an order for the time after a payment that went back is paid when the whole was paid anew: paid already', async () => {
  const { world, orderNo: first } = await paid(SHORT_GRACE)
  world.wait(4)
  const overtime = await order(world, await billFromHome(world))
  await undo(world, first)
  world.wait(1)
  await world.ask(WANG, 'vehicles.add', { plate: CAR })
  const wangs = await payFromHome(world, WANG)
  world.pay.faults.next('paid-after-close', { outTradeNo: overtime.orderNo })
  await world.pays(LIN, overtime.params)
  expect(await check(world, overtime.orderNo)).toMatchObject({ state: 'returning', why: 'paid-already' })
  expect(await check(world, wangs, WANG)).toMatchObject({ state: 'paid' })
})

test('a bill that counted on a payment is not paid after another took its place', async () => {
  const { world, orderNo: first } = await paid(SHORT_GRACE)
  world.wait(4)
  const overtime = await billFromHome(world)
  await undo(world, first)
  await payFromHome(world)
  await expect(openPayment(world.ports, LIN, { quote: overtime.quote })).rejects.toThrow('bill-expired')
})

test('WeChat does not answer: the next sweep sends the money back', async () => {
  const { world, orderNo } = await paid()
  world.pay.faults.next('reply-error', { call: 'refund' })
  expect(await undo(world, orderNo)).toMatchObject({ state: 'returning' })
  await world.sweep()
  world.wait(2)
  await pass(world, 2)
  expect(await check(world, orderNo)).toMatchObject({ state: 'returned' })
  expect(world.pay.books()).toMatchObject([{ paid: fen(300), refunded: fen(300) }])
})

test('there is time to allow a message about the money', async () => {
  const { world, orderNo } = await paid()
  await undo(world, orderNo)
  world.wait(1)
  await world.callbacks()
  expect(await world.ask(LIN, 'payment.tell', { orderNo, of: 'returned' })).toEqual({ willTell: true })
  await pass(world, 2)
  await world.sweep()
  expect(world.messages).toMatchObject([{ kind: 'returned', to: LIN, amount: 300, why: 'undone' }])
})

test('a car that has only come in has nothing to undo', async () => {
  const world = await makeWorld()
  await world.arrives(ENTRY, CAR)
  expect(await refusal(world, 'unknown')).toBe('not-found')
})
