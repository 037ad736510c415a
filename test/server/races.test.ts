/** Two people, two answers, or two moments that get in each other's way around one stay. */
import { closeAttempt } from '../../cloudfunctions/server/payment/resolve-attempt'
import { signal } from '../support/signal'
import { EXIT, LIN, LOT, makeWorld, WANG, type World } from '../support/world'

const CAR = '京A12345'

async function scan(world: World, by = LIN): Promise<string> {
  const lane = await world.ask(by, 'lane.open', { code: world.code(EXIT) })
  if (lane.situation !== 'pay') throw new Error(`nothing to pay: ${lane.situation}`)
  return lane.bill.quote
}

async function order(world: World, quote: string, by = LIN) {
  const opened = await world.ask(by, 'payment.open', { quote })
  if (opened.kind !== 'pay') throw new Error('settled without paying')
  return opened
}

async function atTheExit() {
  const world = await makeWorld()
  await world.ask(LIN, 'vehicles.add', { plate: CAR })
  await world.comesIn(CAR)
  world.wait(90)
  const { visit } = await world.arrives(EXIT, CAR)
  return { world, visit }
}

const rises = (world: World, visit: string) => world.bridge.opened.filter((rise) => rise.visit === visit).length
const kept = (world: World) => world.pay.books().reduce((sum, { paid, refunded }) => sum + paid - refunded, 0)

test('a second phone that made its bill before the first one paid cannot pay again', async () => {
  const { world } = await atTheExit()
  const first = await scan(world)
  world.wait(0.5)
  const second = await scan(world, WANG)
  await world.pays(LIN, (await order(world, first)).params)
  expect(await world.refusal(WANG, 'payment.open', { quote: second })).toBe('bill-expired')
  expect(kept(world)).toBe(300)
})

test('paid, the callback late, and pay tapped again: nobody is told that no money moved', async () => {
  const { world } = await atTheExit()
  const quote = await scan(world)
  world.pay.faults.next('callback-lost', { times: 99 })
  await world.pays(LIN, (await order(world, quote)).params)
  expect(await world.refusal(LIN, 'payment.open', { quote })).toBe('bill-expired')
  expect(await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })).toMatchObject({ situation: 'leaving' })
})

test('one failed call to WeChat, then another payer: nobody is kept waiting at the barrier', async () => {
  const { world } = await atTheExit()
  world.pay.faults.next('reply-error')
  await world.refusal(LIN, 'payment.open', { quote: await scan(world) })
  world.wait(1)
  await world.pays(WANG, (await order(world, await scan(world, WANG), WANG)).params)
  expect(kept(world)).toBe(300)
})

test('one failed call to WeChat, then a new bill: it can be paid at once', async () => {
  const { world } = await atTheExit()
  world.pay.faults.next('reply-error')
  await world.refusal(LIN, 'payment.open', { quote: await scan(world) })
  world.wait(4)
  await world.pays(LIN, (await order(world, await scan(world))).params)
  expect(kept(world)).toBe(300)
})

async function billFromHome(world: World): Promise<string> {
  const [car] = (await world.ask(LIN, 'home', {})).cars
  if (car?.state !== 'inside') throw new Error('the car is inside')
  return (await world.ask(LIN, 'bill.open', { stay: car.stay })).quote
}

test('paid from home while the car waits at the exit: that exit opens', async () => {
  const { world, visit } = await atTheExit()
  await world.pays(LIN, (await order(world, await billFromHome(world))).params)
  expect(rises(world, visit)).toBe(1)
})

test('the car backed out before it was paid for from home: no barrier is on the screen', async () => {
  const { world, visit } = await atTheExit()
  await world.backsOut(EXIT, visit)
  const { orderNo, params } = await order(world, await billFromHome(world))
  await world.pays(LIN, params)
  expect(await world.ask(LIN, 'payment.check', { orderNo })).not.toHaveProperty('barrier')
  expect(rises(world, visit)).toBe(0)
})

test('the lane was closed when the car came, and open when it paid: the barrier opens', async () => {
  const world = await makeWorld()
  await world.comesIn(CAR)
  world.wait(90)
  await world.store.update('lanes', EXIT, { open: false })
  const { visit } = await world.arrives(EXIT, CAR)
  await world.store.update('lanes', EXIT, { open: true })
  await world.pays(LIN, (await order(world, await scan(world))).params)
  expect(rises(world, visit)).toBe(1)
})

test('locked between bill and payment: the barrier stays down, by retry and by sweep too', async () => {
  const { world, visit } = await atTheExit()
  const { params } = await order(world, await scan(world))
  await world.store.update('stays', `${LOT}:${CAR}`, { locked: true })
  await world.pays(LIN, params)
  world.wait(2)
  await world.sweep()
  expect(rises(world, visit)).toBe(0)
})

test('paid while standing there, let out by hand, heard of afterwards: it was owed, and is kept', async () => {
  const { world, visit } = await atTheExit()
  const { params } = await order(world, await scan(world))
  world.pay.faults.next('callback-lost')
  await world.pays(LIN, params)
  world.wait(0.2)
  await world.passes(EXIT, visit)
  world.wait(2)
  await world.callbacks()
  await world.sweep()
  expect(kept(world)).toBe(300)
  expect(rises(world, visit)).toBe(0)
})

test('a refund that WeChat closed is made again under a new number', async () => {
  const { world, visit } = await atTheExit()
  const { params } = await order(world, await scan(world))
  world.pay.faults.next('refund-closed')
  await world.passes(EXIT, visit)
  await world.pays(LIN, params)
  for (let tries = 0; tries < 6; tries++) {
    world.wait(30)
    await world.callbacks()
    await world.sweep()
  }
  expect(kept(world)).toBe(0)
})

test("a part refunded in the merchant's console does not pass for the whole", async () => {
  const { world, visit } = await atTheExit()
  const { orderNo, params } = await order(world, await scan(world))
  await world.passes(EXIT, visit)
  world.pay.faults.next('reply-error', { call: 'refund' })
  await world.pays(LIN, params)
  await world.sweep()
  const refund = { refundNo: 'console1', orderNo, amount: 100, total: 300, reason: 'by hand' }
  await world.ports.pay.refund(refund as Parameters<typeof world.ports.pay.refund>[0])
  world.wait(1)
  await world.callbacks()
  expect(world.alarms).toContain('a refund that is not ours')
  expect(await world.ask(LIN, 'payment.check', { orderNo })).toMatchObject({ state: 'returning' })
})

test('placed in the very moment in which it is given up as never placed: whoever can pay it finds it open', async () => {
  const { world } = await atTheExit()
  const { pay } = world.ports
  const [begun, looked, placed] = [signal(), signal(), signal()]
  const slowOrder: typeof pay.order = async (wish) => {
    begun.give()
    await looked.given
    return pay.order(wish)
  }
  let queries = 0
  const slowQuery: typeof pay.query = async (orderNo) => {
    const known = await pay.query(orderNo)
    if (++queries === 1) return known
    looked.give()
    await placed.given
    return known
  }
  world.ports.pay = { ...pay, order: slowOrder }
  const opening = order(world, await scan(world))
  await begun.given
  const [attempt] = await world.store.find('payAttempts', { open: true }, { limit: 1 })
  if (!attempt) throw new Error('no attempt')
  const closing = closeAttempt({ ...world.ports, pay: { ...pay, query: slowQuery } }, attempt)
  const { orderNo, params } = await opening
  placed.give()
  expect((await closing).payment).toEqual({ state: 'prepaid' })
  expect(await world.store.get('payAttempts', orderNo)).toMatchObject({ open: true })
  await world.pays(LIN, params)
  expect(await world.ask(LIN, 'payment.check', { orderNo })).toMatchObject({ state: 'paid' })
})
