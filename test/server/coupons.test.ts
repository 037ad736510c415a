/** Coupons: why one is refused, who holds it, when it is used up, and that nobody counts it twice. */
import { issueCoupons, withdrawCoupons } from '../../cloudfunctions/server/coupons/issue-coupons'
import type { CouponBatchDoc } from '../../cloudfunctions/server/documents'
import { shownCode, type BatchId, type CouponCode } from '../../domain/coupon'
import { fen, NOTHING } from '../../domain/money'
import type { LotId } from '../../domain/stay'
import { instant, minutes, MINUTE } from '../../domain/time'
import { WITH_COUPONS } from '../fixtures/tariffs/with-coupons'
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
} from '../support/paying'
import { ENTRY, EXIT, LIN, LOT, makeWorld, MORNING, WANG, type World } from '../support/world'

/** Ms Lin's car has been inside for 90 minutes and owes ¥3.00. */
async function inside() {
  const world = await makeWorld({ tariff: WITH_COUPONS })
  await parked(world)
  return { world, bill: await billFromHome(world) }
}

const refused = (world: World, quote: string, ...codes: string[]) =>
  world.refusal(LIN, 'bill.coupons', { quote, codes })

describe('a refused coupon says why', () => {
  test('a code that nobody issued, or that is none', async () => {
    const { world, bill } = await inside()
    expect(await refused(world, bill.quote, 'ABCDEFGHJKLM')).toBe('coupon-unknown')
    expect(await refused(world, bill.quote, '6901234567892')).toBe('coupon-unknown')
  })

  test('not yet valid a millisecond before its time, valid in its first', async () => {
    const { world, bill } = await inside()
    expect(await refused(world, bill.quote, await issue(world, { validFrom: instant(world.now() + 1) }))).toBe(
      'coupon-not-yet',
    )
    expect(await withCoupons(world, bill, [await issue(world, { validFrom: world.now() })])).toMatchObject({ due: 200 })
  })

  test('valid in its last millisecond, expired from its end on', async () => {
    const { world, bill } = await inside()
    expect(await refused(world, bill.quote, await issue(world, { validUntil: world.now() }))).toBe('coupon-expired')
    const last = await issue(world, { validUntil: instant(world.now() + 1) })
    expect(await withCoupons(world, bill, [last])).toMatchObject({ due: 200 })
  })

  test('another lot', async () => {
    const { world, bill } = await inside()
    expect(await refused(world, bill.quote, await issue(world, { lots: ['elsewhere' as LotId] }))).toBe(
      'coupon-other-lot',
    )
    const here = await issue(world, { lots: ['elsewhere' as LotId, LOT] })
    expect(await withCoupons(world, bill, [here])).toMatchObject({ due: 200 })
  })

  test('used by a payment before', async () => {
    const { world, bill } = await inside()
    const code = await issue(world, { onOvertime: true })
    await pay(world, await withCoupons(world, bill, [code]))
    world.wait(300)
    expect(await refused(world, (await billFromHome(world)).quote, code)).toBe('coupon-used')
  })

  test("held by another's payment", async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    await parked(world, WANG, OTHER_CAR)
    await order(world, await withCoupons(world, await billFromHome(world, WANG, OTHER_CAR), [code], WANG), WANG)
    expect(await refused(world, bill.quote, code)).toBe('coupon-held')
  })

  test('below its minimum, by the fee before coupons and payments', async () => {
    const { world, bill } = await inside()
    expect(await refused(world, bill.quote, await issue(world, { minimum: fen(301) }))).toBe('coupon-minimum')
    const exactly = await issue(world, { minimum: fen(300) })
    const another = await issue(world, { minimum: fen(300) })
    expect(await withCoupons(world, bill, [exactly, another])).toMatchObject({ due: 100 })
  })

  test('not on overtime, unless its terms allow it', async () => {
    const { world, bill } = await inside()
    await pay(world, bill)
    world.wait(120)
    const overtime = await billFromHome(world)
    expect(overtime.due).toBe(100)
    expect(await refused(world, overtime.quote, await issue(world))).toBe('coupon-not-on-overtime')
    const allowed = await issue(world, { onOvertime: true, takesOff: { type: 'amount', amount: fen(40) } })
    expect(await withCoupons(world, overtime, [allowed])).toMatchObject({ due: 60 })
  })

  test('withdrawn by who issued it', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    expect(await withdrawCoupons(world.store, await batchOf(world, code))).toBe(1)
    expect(await refused(world, bill.quote, code)).toBe('coupon-void')
    expect(await world.refusal(LIN, 'coupons.add', { code })).toBe('coupon-void')
  })

  test("in another's list", async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    await world.ask(WANG, 'coupons.add', { code })
    expect(await refused(world, bill.quote, code)).toBe('coupon-of-another')
    expect(await world.refusal(LIN, 'coupons.add', { code })).toBe('coupon-of-another')
  })

  test('nothing left to take off, more than the lot takes, or a lot that takes none', async () => {
    const { world, bill } = await inside()
    const free = await issue(world, { takesOff: { type: 'full' } })
    const [one, two, three] = [await issue(world), await issue(world), await issue(world)]
    expect(await refused(world, bill.quote, free, one)).toBe('coupon-saves-nothing')
    expect(await refused(world, bill.quote, one, two, three)).toBe('coupon-saves-nothing')
    const elsewhere = await makeWorld()
    await parked(elsewhere)
    const { quote } = await billFromHome(elsewhere)
    expect(await refused(elsewhere, quote, await issue(elsewhere))).toBe('coupon-saves-nothing')
  })
})

async function batchOf(world: World, code: CouponCode): Promise<CouponBatchDoc> {
  const batch = await world.store.get('couponBatches', (await coupon(world, code)).batch)
  if (!batch) throw new Error('no batch')
  return batch
}

describe('what it takes off', () => {
  test.each([
    ['an amount', { type: 'amount', amount: fen(120) }, 180],
    ['minutes', { type: 'minutes', minutes: minutes(90) }, 0],
    ['percent, a half fen upwards', { type: 'percent', percent: 33.5 }, 200],
    ['all', { type: 'full' }, 0],
  ] as const)('%s', async (_what, takesOff, due) => {
    const { world, bill } = await inside()
    expect(await withCoupons(world, bill, [await issue(world, { takesOff })])).toMatchObject({ due })
  })

  test('typed with hyphens in small letters, scanned twice or from a link: the same coupon, once', async () => {
    const { world, bill } = await inside()
    const code = await issue(world)
    const written = [code, shownCode(code).toLowerCase(), `https://boyi.example/c/${code}`]
    expect(await withCoupons(world, bill, written)).toMatchObject({ due: 200, coupons: [{ code }] })
  })

  test('the bill without it again owes the whole', async () => {
    const { world, bill } = await inside()
    const less = await withCoupons(world, bill, [await issue(world)])
    expect(await withCoupons(world, less, [])).toMatchObject({ due: 300, coupons: [] })
  })
})

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

describe('a batch', () => {
  const BATCH: CouponBatchDoc = {
    _id: 'opening' as BatchId,
    name: '开业优惠',
    zone: WITH_COUPONS.zone,
    issuedAt: MORNING,
    count: 5,
    takesOff: { type: 'amount', amount: fen(100) },
    lots: [],
    validFrom: MORNING,
    validUntil: instant(MORNING + 600 * MINUTE),
    minimum: NOTHING,
    onOvertime: false,
  }
  let drawn = 0
  const letters = () => Array.from({ length: 12 }, (_, place) => (place === 0 ? drawn++ : 0))

  test('issued again after a crash it goes on where it stopped, with new codes even for drawn ones', async () => {
    const { store } = await makeWorld()
    drawn = 0
    const insert: typeof store.insert = (collection, doc) =>
      collection === 'coupons' && drawn > 3 ? Promise.reject(new Error('died')) : store.insert(collection, doc)
    await expect(issueCoupons({ ...store, insert }, BATCH, letters)).rejects.toThrow('died')
    drawn = 1
    const codes = await issueCoupons(store, { ...BATCH, issuedAt: instant(MORNING + 1) }, letters)
    expect(new Set(codes).size).toBe(5)
    expect(await store.count('coupons', { batch: BATCH._id })).toBe(5)
    expect([...(await issueCoupons(store, BATCH, letters))].sort()).toEqual([...codes].sort())
  })

  test('its terms never change', async () => {
    const { store } = await makeWorld()
    await issueCoupons(store, BATCH, letters)
    await expect(issueCoupons(store, { ...BATCH, minimum: fen(1) }, letters)).rejects.toThrow('other terms')
  })

  test('withdrawn: what was used stays used', async () => {
    const { world, bill } = await inside()
    const [used] = await issueCoupons(world.store, BATCH, letters)
    await pay(world, await withCoupons(world, bill, [used ?? '']))
    expect(await withdrawCoupons(world.store, BATCH)).toBe(4)
    expect(await world.store.count('coupons', { batch: BATCH._id, state: 'used' })).toBe(1)
  })
})

describe('the list', () => {
  test('what saves most comes first; what cannot be used says why', async () => {
    const { world, bill } = await inside()
    const [one, full, late] = [
      await issue(world),
      await issue(world, { takesOff: { type: 'full' } }),
      await issue(world, { validFrom: instant(world.now() + MINUTE) }),
    ]
    for (const code of [late, one, full]) await world.ask(LIN, 'coupons.add', { code })
    const seen = await world.ask(LIN, 'coupons.list', { quote: bill.quote })
    expect(seen.map(({ code, saves, why }) => [code, saves ?? why])).toEqual([
      [full, 300],
      [one, 100],
      [late, 'coupon-not-yet'],
    ])
    expect(await world.ask(WANG, 'coupons.list', {})).toEqual([])
  })

  test('added twice it is there once', async () => {
    const { world } = await inside()
    const code = await issue(world)
    await world.ask(LIN, 'coupons.add', { code })
    expect(await world.ask(LIN, 'coupons.add', { code })).toHaveLength(1)
  })
})

test('a coupon never helps a car out that was not billed with it', async () => {
  const { world } = await inside()
  await world.comesIn('京C11111')
  expect(await world.refusal(WANG, 'bill.coupons', { quote: (await billFromHome(world)).quote, codes: [] })).toBe(
    'not-found',
  )
  expect((await world.store.get('lanes', ENTRY))?.visit).toBeNull()
})
