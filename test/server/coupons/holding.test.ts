/** Who holds a coupon, when it is used up or free again, and that nobody counts it twice. */
import { withdrawBatch } from '../../../cloudfunctions/server/coupons/manage-coupons'
import type { CouponCode } from '../../../domain/coupon'
import { inside, refused } from '../../support/coupons'
import {
  billAtExit,
  billFromHome,
  CAR,
  check,
  coupon,
  issue,
  kept,
  order,
  OTHER_CAR,
  parked,
  pay,
  rises,
  settleByCoupons,
  withCoupons,
} from '../../support/paying'
import { EXIT, LIN, WANG, type World } from '../../support/world'

describe('held, used, set free', () => {
  test('held while somebody may be paying, used by the payment', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    const { orderNo, params } = await order(world, await withCoupons(world, bill, [code]))
    expect(await coupon(world, code)).toMatchObject({ state: 'held', attempt: orderNo })
    await world.pays(LIN, params)
    expect(await coupon(world, code)).toMatchObject({ state: 'used', attempt: orderNo, usedAt: world.now() })
    expect(kept(world)).toBe(200)
  })

  test('the payment is not made: closed at its end, and the coupon is free', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    await order(world, await withCoupons(world, bill, [code]))
    world.wait(4)
    await world.sweep()
    expect(await coupon(world, code)).toMatchObject({ state: 'issued', attempt: null })
  })

  test('paid when the car had left: the money goes back, and the coupon is free', async () => {
    const { world } = await inside()
    const code = await issue(world)
    const { visit } = await world.arrives(EXIT, CAR)
    const { params } = await order(world, await withCoupons(world, await billAtExit(world), [code]))
    await world.passes(EXIT, visit)
    await world.pays(LIN, params)
    expect(await coupon(world, code)).toMatchObject({ state: 'issued', attempt: null })
  })

  test('money comes after the close, and the coupon is still free: it counts', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    const { orderNo } = await paidAfterTheClose(world, await withCoupons(world, bill, [code]))
    expect(await check(world, orderNo)).toMatchObject({ state: 'paid', amount: 200 })
    expect(await coupon(world, code)).toMatchObject({ state: 'used', attempt: orderNo })
  })

  test('money comes after the close, and its batch was withdrawn since: the bill was made before, so it counts', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    const { batch } = await coupon(world, code)
    const { orderNo } = await paidAfterTheClose(world, await withCoupons(world, bill, [code]), () =>
      withdrawBatch(world.ports, batch),
    )
    expect(await check(world, orderNo)).toMatchObject({ state: 'paid', amount: 200 })
  })

  test('money comes after the close, and the coupon was used elsewhere since: the money goes back', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    const late = await withCoupons(world, bill, [code])
    await parked(world, WANG, OTHER_CAR)
    const { orderNo } = await paidAfterTheClose(world, await again(world, late, code), () => usedByWang(world, code))
    expect(await check(world, orderNo)).toMatchObject({ state: 'returning', why: 'coupon-gone', back: 200 })
    expect((await coupon(world, code)).attempt).not.toBe(orderNo)
  })

  test('money comes after the close, and the coupon is in another list since: the money goes back', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    const { orderNo } = await paidAfterTheClose(world, await withCoupons(world, bill, [code]), () =>
      world.ask(WANG, 'coupons.add', { code }),
    )
    expect(await check(world, orderNo)).toMatchObject({ state: 'returning', why: 'coupon-gone' })
    expect(await coupon(world, code)).toMatchObject({ state: 'issued', owner: WANG })
  })
})

/** The bill's time went by while the other car was parked. */
const again = (world: World, { quote }: { quote: string }, code: CouponCode) =>
  world.ask(LIN, 'bill.coupons', { quote, codes: [code] })

async function usedByWang(world: World, code: CouponCode): Promise<void> {
  await pay(world, await withCoupons(world, await billFromHome(world, WANG, OTHER_CAR), [code], WANG), WANG)
}

/** The order is closed by our books, and the cashier that was open already takes the money all the same. */
async function paidAfterTheClose(
  world: World,
  bill: { quote: string },
  meanwhile: () => Promise<unknown> = () => Promise.resolve(),
) {
  const { orderNo, params } = await order(world, bill)
  const known = await world.store.get('payAttempts', orderNo)
  if (!known) throw new Error('no attempt')
  world.pay.faults.next('callback-lost', { outTradeNo: orderNo, times: 1 })
  world.pay.pay(params, LIN)
  await world.callbacks()
  await closedByMistake(world, orderNo)
  await meanwhile()
  world.wait(1)
  await world.callbacks()
  return { orderNo }
}

/** WeChat calls it closed for a moment: what its books show late is told by the callback. */
async function closedByMistake(world: World, orderNo: string): Promise<void> {
  const { pay } = world.ports
  const query = pay.query
  world.ports.pay = {
    ...pay,
    query: (no) => (no === orderNo ? Promise.resolve({ state: 'closed', orderNo: no }) : query(no)),
  }
  await world.ask(LIN, 'payment.check', { orderNo })
  world.ports.pay = pay
}

describe('one coupon, two wishes', () => {
  test('two phones race for it: one pays with it, the other is told', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    await parked(world, WANG, OTHER_CAR)
    const lins = await again(world, bill, code)
    const wangs = await withCoupons(world, await billFromHome(world, WANG, OTHER_CAR), [code], WANG)
    const answers = await Promise.all([
      world.raw(LIN, { name: 'payment.open', ask: { quote: lins.quote } }),
      world.raw(WANG, { name: 'payment.open', ask: { quote: wangs.quote } }),
    ])
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ why: 'coupon-held' })
  })

  test('two people add it at once: it is in one list', async () => {
    const { world } = await inside()
    const code = await issue(world)
    const answers = await Promise.all([LIN, WANG].map((by) => world.raw(by, { name: 'coupons.add', ask: { code } })))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
    expect(answers.find(({ ok }) => !ok)).toMatchObject({ why: 'coupon-of-another' })
  })

  test("begun for one car and given up, it can be used for the payer's other car at once", async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    await parked(world, LIN, OTHER_CAR)
    const first = await order(world, await again(world, bill, code))
    const second = await pay(world, await withCoupons(world, await billFromHome(world, LIN, OTHER_CAR), [code]))
    expect(await check(world, first.orderNo)).toMatchObject({ state: 'closed' })
    expect(world.pay.pay(first.params, LIN)).toBe('closed')
    expect(await coupon(world, code)).toMatchObject({ state: 'used', attempt: second })
  })

  test('nobody puts a coupon into a list while another pays with it', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    const { orderNo, params } = await order(world, await withCoupons(world, bill, [code]))
    expect(await world.refusal(WANG, 'coupons.add', { code })).toBe('coupon-held')
    await world.pays(LIN, params)
    expect(await check(world, orderNo)).toMatchObject({ state: 'paid' })
  })

  test('taken into another list between bill and payment: the bill is made anew', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    const less = await withCoupons(world, bill, [code])
    await world.ask(WANG, 'coupons.add', { code })
    expect(await world.refusal(LIN, 'payment.open', { quote: less.quote })).toBe('bill-expired')
    expect(await refused(world, less.quote, code)).toBe('coupon-of-another')
  })
})

describe('nothing is left to pay', () => {
  test('settled without WeChat, and the lane opens', async () => {
    const { world } = await inside()
    const code = await issue(world, { takesOff: { type: 'full' } })
    const { visit } = await world.arrives(EXIT, CAR)
    const orderNo = await settleByCoupons(world, await withCoupons(world, await billAtExit(world), [code]))
    expect(world.pay.books()).toEqual([])
    expect(rises(world, visit)).toBe(1)
    expect(await check(world, orderNo)).toMatchObject({ state: 'paid', amount: 0, barrier: { state: 'open' } })
    expect(await coupon(world, code)).toMatchObject({ state: 'used', attempt: orderNo })
    expect(await world.ask(LIN, 'transactions.receipt', { orderNo })).toMatchObject({ amount: 0, transactionId: null })
  })

  test('the instance dies between hold and settlement: tapped again it settles, untouched it is freed', async () => {
    for (const isTapped of [true, false]) {
      const { world, bill } = await inside()
      const code = await issue(world, { takesOff: { type: 'full' } })
      const free = await withCoupons(world, bill, [code])
      await dyingBeforeSettlement(world, free.quote)
      expect(await coupon(world, code)).toMatchObject({ state: 'held' })
      if (isTapped) await settleByCoupons(world, free)
      world.wait(4)
      await world.sweep()
      expect(await coupon(world, code)).toMatchObject({ state: isTapped ? 'used' : 'issued' })
      expect(world.pay.books()).toEqual([])
    }
  })
})

/** The first transaction holds the coupon; the second, which would settle, never comes. */
async function dyingBeforeSettlement(world: World, quote: string): Promise<void> {
  const { store } = world.ports
  let transactions = 0
  const mortal: World['store']['transaction'] = (work) =>
    ++transactions > 1 ? Promise.reject(new Error('the instance died')) : store.transaction(work)
  world.ports.store = { ...store, transaction: mortal }
  expect(await world.refusal(LIN, 'payment.open', { quote })).toBe('fault')
  world.ports.store = store
}
