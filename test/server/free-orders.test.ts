/** Orders that coupons alone pay for. WeChat never has them, so it is never asked, whatever becomes of the call that settles. */
import { closeAttempt } from '../../cloudfunctions/server/payment/resolve-attempt'
import type { Ports } from '../../cloudfunctions/server/ports'
import type { CallRefusal } from '../../domain/contract'
import { WITH_COUPONS } from '../fixtures/tariffs/with-coupons'
import {
  billFromHome,
  CAR,
  check,
  coupon,
  driveOut,
  issue,
  parked,
  payFromHome,
  settleByCoupons,
  withCoupons,
} from '../support/paying'
import { signal } from '../support/signal'
import { LIN, LOT, makeWorld, type World } from '../support/world'

/** Ms Lin's car is inside, and a coupon pays for all of it. */
async function free() {
  const world = await makeWorld({ tariff: WITH_COUPONS })
  await parked(world)
  const code = await issue(world, { takesOff: { type: 'full' } })
  return { world, code, bill: await withCoupons(world, await billFromHome(world), [code]) }
}

/** The order is made, and its settlement waits until it is let go on. */
async function slowly(world: World, quote: string): Promise<() => Promise<CallRefusal | 'settled'>> {
  const { store } = world.ports
  const [settling, goOn] = [signal(), signal()]
  let transactions = 0
  const transaction: World['store']['transaction'] = async (work) => {
    if (++transactions === 1) return store.transaction(work)
    settling.give()
    await goOn.given
    return store.transaction(work)
  }
  world.ports.store = { ...store, transaction }
  const answer = world.raw(LIN, { name: 'payment.open', ask: { quote } })
  await settling.given
  world.ports.store = store
  return async () => {
    goOn.give()
    const envelope = await answer
    return envelope.ok ? 'settled' : envelope.why
  }
}

/** WeChat is not there to be asked. */
function unasked(world: World): string[] {
  const asked: string[] = []
  const ask = (call: 'query' | 'close') => (orderNo: string) => {
    asked.push(`${call} ${orderNo}`)
    return Promise.reject(new Error('asked about an order that it never had'))
  }
  world.ports.pay = { ...world.ports.pay, query: ask('query'), close: ask('close') }
  return asked
}

const onlyAttempt = async ({ store }: { store: Ports['store'] }) => {
  const [attempt, ...more] = await store.find('payAttempts', { payer: LIN }, { limit: 9 })
  if (!attempt || more.length > 0) throw new Error('not one attempt')
  return attempt
}

const listed = async (world: World) => (await world.ask(LIN, 'transactions.list', {})).items

test('nobody settles it any more: sweep closes it, the coupon and the stay are free, and WeChat is not asked', async () => {
  const { world, code, bill } = await free()
  await slowly(world, bill.quote)
  const asked = unasked(world)
  world.wait(1)
  await world.sweep()
  expect(await onlyAttempt(world)).toMatchObject({ payment: { state: 'closed' }, open: false, listKey: null })
  expect(await coupon(world, code)).toMatchObject({ state: 'issued', attempt: null })
  expect(await world.store.get('stays', `${LOT}:${CAR}`)).toMatchObject({ openAttempt: null, payments: [] })
  expect(asked).toEqual([])
})

test('the next order of the same person closes it, and WeChat is not asked', async () => {
  const { world, code, bill } = await free()
  await slowly(world, bill.quote)
  const asked = unasked(world)
  const orderNo = await payFromHome(world)
  expect(asked).toEqual([])
  expect(await check(world, orderNo)).toMatchObject({ state: 'paid', amount: 300 })
  expect(await coupon(world, code)).toMatchObject({ state: 'issued' })
})

test('settled after it was closed: not paid, nothing owed, and the person makes a new bill', async () => {
  const { world, code, bill } = await free()
  const goOn = await slowly(world, bill.quote)
  world.wait(1)
  await world.sweep()
  expect(await goOn()).toBe('bill-expired')
  const { _id: orderNo } = await onlyAttempt(world)
  expect(await check(world, orderNo)).toMatchObject({ state: 'closed' })
  expect(await coupon(world, code)).toMatchObject({ state: 'issued' })
  expect((await billFromHome(world)).due).toBe(300)
  expect(await listed(world)).toEqual([])
  await settleByCoupons(world, await withCoupons(world, await billFromHome(world), [code]))
  expect(await coupon(world, code)).toMatchObject({ state: 'used' })
})

test('closed after it was settled: it stays paid', async () => {
  const { world, code, bill } = await free()
  const goOn = await slowly(world, bill.quote)
  const before = await onlyAttempt(world)
  expect(await goOn()).toBe('settled')
  expect((await closeAttempt(world.ports, before)).payment).toMatchObject({ state: 'applied' })
  expect(await coupon(world, code)).toMatchObject({ state: 'used', attempt: before._id })
  expect(await listed(world)).toMatchObject([{ orderNo: before._id, amount: 0, state: 'paid' }])
})

test('settled and closed at once: one of both, and the coupon goes with it', async () => {
  for (const isCloseFirst of [true, false]) {
    const { world, code, bill } = await free()
    const goOn = await slowly(world, bill.quote)
    const attempt = await onlyAttempt(world)
    const both = [() => closeAttempt(world.ports, attempt), goOn]
    await Promise.all((isCloseFirst ? both : both.reverse()).map((one) => one()))
    const { payment } = await onlyAttempt(world)
    const isPaid = payment.state === 'applied'
    expect(isPaid || payment.state === 'closed').toBe(true)
    expect(await coupon(world, code)).toMatchObject({ state: isPaid ? 'used' : 'issued' })
    expect(await listed(world)).toHaveLength(isPaid ? 1 : 0)
  }
})

test('settled when the car had left: no refund of nothing is listed, begun or told', async () => {
  const { world, code, bill } = await free()
  const goOn = await slowly(world, bill.quote)
  await driveOut(world)
  expect(await goOn()).toBe('bill-expired')
  const { _id: orderNo } = await onlyAttempt(world)
  expect(await check(world, orderNo)).toMatchObject({ state: 'closed' })
  expect(await listed(world)).toEqual([])
  expect(await world.refusal(LIN, 'transactions.receipt', { orderNo })).toBe('not-found')
  expect(await coupon(world, code)).toMatchObject({ state: 'issued' })
  await world.sweep()
  expect(await world.store.count('outbox', { state: 'due' })).toBe(0)
  expect(world.messages).toEqual([])
})
