import type { PaymentParams, OrderNo } from '../../domain/payment'
import { EXIT, LIN, makeWorld, WANG, type World } from '../support/world'

const CAR = '京A12345'

/** A car that stands at the exit with ¥3.00 due, and Ms Lin before its bill. */
async function atTheExit() {
  const world = await makeWorld()
  await world.comesIn(CAR)
  world.wait(90)
  const { visit } = await world.arrives(EXIT, CAR)
  return { world, visit, quote: await scan(world, LIN) }
}

async function scan(world: World, by: typeof LIN): Promise<string> {
  const lane = await world.ask(by, 'lane.open', { code: world.code(EXIT) })
  if (lane.situation !== 'pay') throw new Error(`nothing to pay: ${lane.situation}`)
  return lane.bill.quote
}

async function order(world: World, quote: string, by = LIN): Promise<{ orderNo: OrderNo; params: PaymentParams }> {
  const opened = await world.ask(by, 'payment.open', { quote })
  if (opened.kind !== 'pay') throw new Error('settled without paying')
  return opened
}

const rises = (world: World, visit: string) => world.bridge.opened.filter((rise) => rise.visit === visit).length
const books = (world: World) => world.pay.books().map(({ paid, refunded }) => [paid, refunded])

test('a double tap on pay is one order', async () => {
  const { world, quote } = await atTheExit()
  const [first, second] = await Promise.all([order(world, quote), order(world, quote)])
  expect(second.orderNo).toBe(first.orderNo)
  expect(world.pay.books()).toHaveLength(1)
})

test('a cancelled payment is unpaid, can be taken up again, and is closed when its time is over', async () => {
  const { world, quote } = await atTheExit()
  const first = await order(world, quote)
  expect(await world.ask(LIN, 'payment.check', { orderNo: first.orderNo })).toMatchObject({ state: 'unpaid' })
  expect((await order(world, quote)).orderNo).toBe(first.orderNo)
  world.wait(4)
  await world.sweep()
  expect(await world.ask(LIN, 'payment.check', { orderNo: first.orderNo })).toMatchObject({ state: 'closed' })
  expect(books(world)).toEqual([[0, 0]])
})

test('the callback is lost: the phone that comes back learns the truth, and the barrier opens', async () => {
  const { world, visit, quote } = await atTheExit()
  const { orderNo, params } = await order(world, quote)
  world.pay.faults.next('callback-lost', { times: 99 })
  await world.pays(LIN, params)
  expect(rises(world, visit)).toBe(0)
  expect(await world.ask(LIN, 'payment.check', { orderNo })).toMatchObject({
    state: 'paid',
    barrier: { state: 'open' },
  })
  expect(rises(world, visit)).toBe(1)
})

test('the callback is lost and the phone is dead: sweep asks, and the barrier opens', async () => {
  const { world, visit, quote } = await atTheExit()
  const { params } = await order(world, quote)
  world.pay.faults.next('callback-lost', { times: 99 })
  await world.pays(LIN, params)
  world.wait(1)
  await world.sweep()
  expect(rises(world, visit)).toBe(1)
})

test.each(['callback-doubled', 'callback-doubled-at-once', 'callback-before-reply'] as const)(
  '%s: counted once, opened once',
  async (fault) => {
    const { world, visit, quote } = await atTheExit()
    world.pay.faults.next(fault)
    const { orderNo, params } = await order(world, quote)
    if (fault === 'callback-before-reply') await world.callbacks()
    else await world.pays(LIN, params)
    expect(await world.ask(LIN, 'payment.check', { orderNo })).toMatchObject({ state: 'paid' })
    expect((await world.store.get('stays', `demo:${CAR}`))?.payments).toHaveLength(1)
    expect(rises(world, visit)).toBe(1)
  },
)

test.each([
  'callback-wrongly-signed',
  'callback-unknown-serial',
  'callback-old-clock',
  'callback-headers-missing',
] as const)('%s: not believed, and told again properly', async (fault) => {
  const { world, visit, quote } = await atTheExit()
  const { params } = await order(world, quote)
  world.pay.faults.next(fault)
  await world.pays(LIN, params)
  expect(rises(world, visit)).toBe(0)
  world.wait(1)
  await world.callbacks()
  expect(rises(world, visit)).toBe(1)
})

test('a callback with another amount settles nothing, raises an alarm, and the money goes back', async () => {
  const { world, visit, quote } = await atTheExit()
  const { orderNo, params } = await order(world, quote)
  world.pay.faults.next('callback-wrong-amount')
  await world.pays(LIN, params)
  expect(world.alarms).toContain('payment differs from its order')
  expect(rises(world, visit)).toBe(0)
  expect(await world.ask(LIN, 'payment.check', { orderNo })).toMatchObject({
    state: 'returning',
    why: 'amount-differs',
  })
})

test('WeChat does not answer: nothing is owed, and the same order is placed at the next try', async () => {
  const { world, quote } = await atTheExit()
  world.pay.faults.next('reply-error')
  expect(await world.refusal(LIN, 'payment.open', { quote })).toBe('pay-unreachable')
  const again = await order(world, quote)
  expect(await world.store.count('payAttempts', { open: true })).toBe(1)
  await world.pays(LIN, again.params)
  expect(books(world)).toEqual([[300, 0]])
})

test('two people at one car: the second waits a minute, then takes over, and only one pays', async () => {
  const { world, visit, quote } = await atTheExit()
  const first = await order(world, quote)
  expect(await world.refusal(WANG, 'payment.open', { quote: await scan(world, WANG) })).toBe('being-paid')
  world.wait(1)
  const second = await order(world, await scan(world, WANG), WANG)
  expect(second.orderNo).not.toBe(first.orderNo)
  expect(world.pay.pay(first.params, LIN)).toBe('closed')
  await world.pays(WANG, second.params)
  expect(books(world)).toEqual([
    [0, 0],
    [300, 0],
  ])
  expect(rises(world, visit)).toBe(1)
})

test('closing took no effect and both paid: the second money goes back by itself', async () => {
  const { world, quote } = await atTheExit()
  const first = await order(world, quote)
  world.wait(1)
  const wish = await scan(world, WANG)
  world.pay.faults.next('close-without-effect')
  expect(await world.refusal(WANG, 'payment.open', { quote: wish })).toBe('order-pending')
  const second = await order(world, wish, WANG)
  await world.pays(WANG, second.params)
  expect(world.pay.pay(first.params, LIN)).toBe('closed')
  expect(
    books(world)
      .flat()
      .reduce((sum, amount) => sum + amount, 0),
  ).toBe(300)
})

test('an order that was paid after all when a new bill is wanted counts, and nobody pays twice', async () => {
  const { world, quote } = await atTheExit()
  const first = await order(world, quote)
  world.pay.faults.next('callback-lost', { times: 99 })
  await world.pays(LIN, first.params)
  world.wait(1)
  const wish = await scan(world, WANG)
  expect(await world.refusal(WANG, 'payment.open', { quote: wish })).toBe('bill-expired')
  expect(await world.ask(WANG, 'lane.open', { code: world.code(EXIT) })).toMatchObject({ situation: 'leaving' })
  expect(books(world)).toEqual([[300, 0]])
})

test('paid when the car had left: the money goes back, and the payer is told so', async () => {
  const { world, visit, quote } = await atTheExit()
  const { orderNo, params } = await order(world, quote)
  await world.passes(EXIT, visit)
  expect(world.alarms).toContain('left unpaid')
  await world.pays(LIN, params)
  expect(await world.ask(LIN, 'payment.check', { orderNo })).toMatchObject({ state: 'returning', why: 'stay-over' })
  await world.sweep()
  world.wait(2)
  await world.callbacks()
  expect(await world.ask(LIN, 'payment.check', { orderNo })).toMatchObject({ state: 'returned' })
  expect(books(world)).toEqual([[300, 300]])
  expect(await world.ask(LIN, 'transactions.list', {})).toMatchObject({ items: [{ state: 'returned' }] })
})

test.each([
  ['nobody else has paid: it counts', false],
  ['another has paid: it goes back', true],
])('paid at a cashier that stayed open after the order was closed, and %s', async (_then, isPaidByAnother) => {
  const { world, quote } = await atTheExit()
  const late = await order(world, quote)
  world.wait(4)
  await world.sweep()
  expect(await world.ask(LIN, 'payment.check', { orderNo: late.orderNo })).toMatchObject({ state: 'closed' })
  if (isPaidByAnother) await world.pays(WANG, (await order(world, await scan(world, WANG), WANG)).params)
  world.pay.faults.next('paid-after-close', { outTradeNo: late.orderNo })
  await world.pays(LIN, late.params)
  const found = await world.ask(LIN, 'payment.check', { orderNo: late.orderNo })
  expect(found).toMatchObject(isPaidByAnother ? { state: 'returning', why: 'paid-already' } : { state: 'paid' })
  await world.sweep()
  world.wait(2)
  await world.callbacks()
  await world.sweep()
  expect(
    books(world)
      .map(([paid = 0, refunded = 0]) => paid - refunded)
      .reduce((sum, kept) => sum + kept),
  ).toBe(300)
})

test('the refund notice is lost: sweep follows the refund to its end', async () => {
  const { world, visit, quote } = await atTheExit()
  const { orderNo, params } = await order(world, quote)
  await world.passes(EXIT, visit)
  await world.pays(LIN, params)
  await world.sweep()
  world.pay.faults.next('callback-lost', { times: 99 })
  world.wait(2)
  await world.callbacks()
  await world.sweep()
  expect(await world.ask(LIN, 'payment.check', { orderNo })).toMatchObject({ state: 'returned' })
})

test('a bill whose time is over is not paid; the new one has the new price', async () => {
  const { world, quote } = await atTheExit()
  world.wait(3)
  expect(await world.refusal(LIN, 'payment.open', { quote })).toBe('bill-expired')
})

test('an order that WeChat never got is given up in the end, and the stay can be paid', async () => {
  const { world, quote } = await atTheExit()
  world.pay.faults.next('reply-error')
  expect(await world.refusal(LIN, 'payment.open', { quote })).toBe('pay-unreachable')
  world.wait(15)
  await world.sweep()
  expect(await world.store.count('payAttempts', { open: true })).toBe(0)
  await world.pays(LIN, (await order(world, await scan(world, LIN))).params)
  expect(books(world)).toEqual([[300, 0]])
})

test("nobody pays by another's bill, or looks into another's payment", async () => {
  const { world, quote } = await atTheExit()
  expect(await world.refusal(WANG, 'payment.open', { quote })).toBe('not-found')
  const { orderNo } = await order(world, quote)
  expect(await world.refusal(WANG, 'payment.check', { orderNo })).toBe('not-found')
  expect(await world.refusal(WANG, 'transactions.receipt', { orderNo })).toBe('not-found')
})
