/** Money that a person has sent back by hand ends here, is counted once, and is no difference for ever. */
import { answerOperator } from '../../cloudfunctions/server/operator/answer-operator'
import { PayFailed, type PayGateway } from '../../cloudfunctions/server/ports'
import { fen } from '../../domain/money'
import { refundNumber, type OrderNo, type RefundNo } from '../../domain/payment'
import { dayOf } from '../../domain/reconciliation/day'
import type { FaultKind } from '../../local/pay/faults'
import type { ByHand, OpenMoney } from '../../domain/reconciliation/open-money'
import { billAtExit, billFromHome, CAR, check, order, parked, pay } from '../support/paying'
import { EXIT, LIN, makeWorld, MORNING, type World } from '../support/world'

const DAY = dayOf(MORNING)
const EMPTY = '403 NOT_ENOUGH 基本账户余额不足'
const empty = () => Promise.reject(new PayFailed('rejected', EMPTY))

/** Paid when the car had just left: ¥3.00 are owed, and the merchant's account is empty. */
async function owing(says: Partial<PayGateway> = { refund: empty }, fault?: FaultKind) {
  const world = await makeWorld()
  if (fault) world.pay.faults.next(fault)
  await parked(world)
  const { visit } = await world.arrives(EXIT, CAR)
  const { orderNo, params } = await order(world, await billAtExit(world))
  await world.passes(EXIT, visit)
  world.ports.pay = { ...world.pay.gateway, ...says }
  await world.pays(LIN, params)
  await world.sweep()
  return { world, orderNo }
}

/** In the merchant platform, whoever does it there. */
async function inTheConsole(world: World, orderNo: OrderNo, amount: number, refundNo = 'CONSOLE1'): Promise<void> {
  const refund = { refundNo: refundNo as RefundNo, orderNo, amount: fen(amount), total: fen(300), reason: '手工' }
  await world.pay.gateway.refund(refund)
}

const returned = (world: World, orderNo: string) =>
  answerOperator(world.ports, { ask: 'money.returned', orderNo }) as Promise<ByHand>
const open = (world: World) => answerOperator(world.ports, { ask: 'money.open' }) as Promise<OpenMoney>

async function pass(world: World, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 30) {
    world.wait(30)
    await world.callbacks()
    await world.sweep()
  }
}

const differencesOf = async (world: World) => {
  const told = await answerOperator(world.ports, { ask: 'money.day', day: DAY })
  if (typeof told !== 'object' || !told || !('differences' in told)) throw new Error('not compared')
  return told.differences
}

test('it is listed with its reason until it is told, and then nowhere: nothing is sent, nobody is called', async () => {
  const { world, orderNo } = await owing()
  await world.ask(LIN, 'payment.tell', { orderNo, of: 'returned' })
  expect(await open(world)).toMatchObject({ owed: [{ orderNo, amount: 300, way: 'unsent', refusal: EMPTY }] })
  await inTheConsole(world, orderNo, 300)
  world.wait(30)
  expect(await returned(world, orderNo)).toBe('recorded')
  const at = world.now()
  expect(await check(world, orderNo)).toMatchObject({ state: 'returned', back: 300, byHand: true })
  const receipt = await world.ask(LIN, 'transactions.receipt', { orderNo })
  expect(receipt).toMatchObject({ state: 'returned', returnedAt: at, byHand: true })
  const before = world.alarms.length
  const asked = jest.spyOn(world.ports.pay, 'refund')
  await pass(world, 5 * 24 * 60)
  expect(world.alarms.slice(before).filter((alarm) => !alarm.includes('not ours'))).toEqual([])
  expect(asked).not.toHaveBeenCalled()
  expect(world.messages).toMatchObject([{ kind: 'returned', to: LIN, amount: 300, at }])
  expect(await open(world)).toEqual({ owed: [], unended: [], dead: [] })
  expect(await returned(world, orderNo)).toBe('back-already')
})

test('told before the day is compared, the day agrees; told after, it does when it is compared anew', async () => {
  const { world, orderNo } = await owing()
  await inTheConsole(world, orderNo, 100, 'CONSOLE1')
  await inTheConsole(world, orderNo, 200, 'CONSOLE2')
  await pass(world, 26 * 60)
  expect(await differencesOf(world)).toMatchObject([
    { kind: 'unknown-refund', number: 'CONSOLE1', orderNo, here: null, there: 100 },
    { kind: 'unknown-refund', number: 'CONSOLE2', orderNo, here: null, there: 200 },
  ])
  expect(await returned(world, orderNo)).toBe('recorded')
  expect(await differencesOf(world)).toEqual([])
})

test('paid out at the counter, no bill knows of it, and no day differs', async () => {
  const { world, orderNo } = await owing()
  expect(await returned(world, orderNo)).toBe('recorded')
  await pass(world, 26 * 60)
  expect(await differencesOf(world)).toEqual([])
})

test('our own refund is under way: not told, for it would go back twice', async () => {
  const { world, orderNo } = await owing({})
  expect(await check(world, orderNo)).toMatchObject({ state: 'returning' })
  expect(await returned(world, orderNo)).toBe('under-way')
  await pass(world, 60)
  expect(await check(world, orderNo)).toMatchObject({ state: 'returned' })
  expect(world.pay.books()).toMatchObject([{ paid: 300, refunded: 300 }])
})

test.each(['rejected', 'unreachable', 'forged-reply'] as const)(
  'whether our own refund is under way cannot be learnt (%s): not told, for it might go back twice',
  async (why) => {
    const { world, orderNo } = await owing({})
    world.ports.pay.refundState = () => Promise.reject(new PayFailed(why, '401 SIGNERROR'))
    expect(await returned(world, orderNo)).toBe('pay-failed')
    expect(await check(world, orderNo)).toMatchObject({ state: 'returning' })
  },
)

test('our own refund was taken on, and cannot be asked after yet: it is under way', async () => {
  const { world, orderNo } = await owing({})
  world.ports.pay.refundState = () => Promise.resolve('missing')
  expect(await returned(world, orderNo)).toBe('under-way')
})

test('it went back by hand and by our own refund, too: the day says so', async () => {
  const { world, orderNo } = await owing()
  expect(await returned(world, orderNo)).toBe('recorded')
  await inTheConsole(world, orderNo, 300, refundNumber(orderNo))
  await pass(world, 26 * 60)
  expect(await differencesOf(world)).toMatchObject([
    { kind: 'unknown-refund', number: refundNumber(orderNo), there: 300 },
  ])
})

test('WeChat has refunded it already, and nobody has heard of it: it ends under our own number', async () => {
  const { world, orderNo } = await owing({})
  world.pay.faults.next('callback-lost', { times: 99 })
  world.wait(1)
  await world.callbacks()
  expect(await returned(world, orderNo)).toBe('back-already')
  const attempt = await world.store.get('payAttempts', orderNo)
  expect(attempt?.payment).toMatchObject({ state: 'refunded', refundNo: refundNumber(orderNo) })
})

test.each([
  ['stuck at a bank', 'refund-abnormal' as const],
  ['closed by WeChat', 'refund-closed' as const],
])('our own refund was %s: it ends as told', async (_, fault) => {
  const { world, orderNo } = await owing({}, fault)
  world.wait(1)
  await world.callbacks()
  expect(await check(world, orderNo)).toMatchObject({ state: 'returning' })
  expect(await returned(world, orderNo)).toBe('recorded')
  expect(await check(world, orderNo)).toMatchObject({ state: 'returned' })
  expect(await world.store.count('outbox', { state: 'due' })).toBe(0)
})

test('nothing is recorded while WeChat does not answer, of what is not owed, and of no order', async () => {
  const { world, orderNo } = await owing()
  world.ports.pay.refundState = () => Promise.reject(new PayFailed('unreachable', 'no reply'))
  expect(await returned(world, orderNo)).toBe('pay-failed')
  expect(await check(world, orderNo)).toMatchObject({ state: 'returning' })
  expect(await returned(world, 'R-unknown')).toBe('no-such-order')
  const other = await makeWorld()
  await parked(other)
  expect(await returned(other, await pay(other, await billFromHome(other)))).toBe('nothing-owed')
})

test('our refund comes back as done after all: a person is called, for it may have gone back twice', async () => {
  const { world, orderNo } = await owing({})
  world.ports.pay.refundState = () => Promise.resolve('closed')
  await returned(world, orderNo)
  world.wait(1)
  await world.callbacks()
  expect(world.alarms).toContain('a refund that is not ours')
})

test('money given back is told as it is: taken on, refused with the reason, or not yet sent', async () => {
  const give = async (says: Partial<PayGateway>) => {
    const world = await makeWorld()
    await parked(world)
    const orderNo = await pay(world, await billFromHome(world))
    const { visit } = await world.arrives(EXIT, CAR)
    await world.passes(EXIT, visit)
    world.ports.pay = { ...world.pay.gateway, ...says }
    return answerOperator(world.ports, { ask: 'money.return', orderNo, back: 100 })
  }
  expect(await give({})).toEqual({ refused: null, way: 'sent' })
  expect(await give({ refund: empty })).toEqual({ refused: null, way: 'unsent', refusal: EMPTY })
  const silent = () => Promise.reject(new PayFailed('unreachable', 'no reply'))
  expect(await give({ refund: silent })).toEqual({ refused: null, way: 'unsent' })
})

test('what is open names orders past their end and effects that were given up', async () => {
  const world = await makeWorld()
  await parked(world)
  await world.arrives(EXIT, CAR)
  const { orderNo } = await order(world, await billAtExit(world))
  expect(await open(world)).toMatchObject({ unended: [] })
  world.wait(20)
  await world.store.put('outbox', {
    _id: 'tell-paid:x',
    effect: { do: 'tell', of: 'paid', orderNo },
    state: 'dead',
    dueAt: world.now(),
    tries: 60,
  })
  expect(await open(world)).toMatchObject({
    owed: [],
    unended: [{ orderNo, amount: 300 }],
    dead: [{ effect: 'tell-paid:x' }],
  })
  world.wait(7 * 24 * 60 + 1)
  expect(await open(world)).toMatchObject({ dead: [] })
})
