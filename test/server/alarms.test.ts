/** When a person is called about money: once, in time, and with what they need to act. */
import { PayFailed, type PayGateway, type Ports, type RefundState } from '../../cloudfunctions/server/ports'
import { sweep } from '../../cloudfunctions/server/sweep/sweep'
import type { OrderNo } from '../../domain/payment'
import { dayAfter, dayOf } from '../../domain/reconciliation/day'
import { billAtExit, CAR, check, order, parked } from '../support/paying'
import { signal } from '../support/signal'
import { EXIT, LIN, makeWorld, MORNING, type World } from '../support/world'

const HOUR = 60
const DAY = 24 * HOUR

interface Alarm {
  event: string
  facts: Record<string, unknown>
}

/** What this world's alarms say, from now on. */
function listen({ ports }: World): Alarm[] {
  const heard: Alarm[] = []
  ports.log.alarm = (event, facts = {}) => void heard.push({ event, facts })
  return heard
}

/** Paid when the car had just left: WeChat owes Ms Lin ¥3.00. What WeChat says of refunds is told by the test. */
async function owing(
  says: Partial<Pick<PayGateway, 'refund' | 'refundState'>>,
  prepare: (world: World) => void = () => undefined,
) {
  const world = await makeWorld()
  prepare(world)
  const alarms = listen(world)
  await parked(world)
  const { visit } = await world.arrives(EXIT, CAR)
  const { orderNo, params } = await order(world, await billAtExit(world))
  await world.passes(EXIT, visit)
  alarms.splice(0)
  Object.assign(world.ports.pay, says)
  await world.pays(LIN, params)
  await world.sweep()
  return { world, orderNo, alarms }
}

/** `sweep` comes as it does, every half hour. */
async function pass(world: World, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed += 30) {
    world.wait(30)
    await world.callbacks()
    await world.sweep()
  }
}

const refuses = (detail: string) => () => Promise.reject(new PayFailed('rejected', detail))
const EMPTY = '403 NOT_ENOUGH 基本账户余额不足'
const TOO_LONG = 'money is owed for too long'

/** Not those of the days that were compared meanwhile. */
const ofMoney = (alarms: Alarm[]) => alarms.filter(({ event }) => !event.includes('a day'))

describe('money that goes back', () => {
  test('a bank has three days: then a person is told, once a day', async () => {
    const processing = () => Promise.resolve<RefundState>('processing')
    const { world, orderNo, alarms } = await owing({ refund: processing, refundState: processing })
    await pass(world, 3 * DAY - HOUR)
    expect(ofMoney(alarms)).toEqual([])
    await pass(world, 12 * HOUR)
    expect(ofMoney(alarms)).toMatchObject([{ event: TOO_LONG, facts: { orderNo, state: 'refunding' } }])
    await pass(world, 2 * DAY)
    expect(ofMoney(alarms)).toHaveLength(3)
  })

  test('it is back before WeChat has answered that it works on it: nobody is told that it is owed', async () => {
    const { world, orderNo, alarms } = await owing({}, ({ ports, ...world }) => {
      const { refund } = ports.pay
      ports.pay.refund = async (wish) => {
        const state = await refund(wish)
        world.wait(1)
        await world.callbacks()
        return state
      }
    })
    expect(await check(world, orderNo)).toMatchObject({ state: 'returned' })
    expect(ofMoney(alarms)).toEqual([])
  })

  test('WeChat refuses it outright: a person is told by the first sweep and once, with its reason, and again a day later', async () => {
    const { world, orderNo, alarms } = await owing({ refund: refuses(EMPTY) })
    const refused = { event: 'WeChat Pay refuses a refund', facts: { orderNo, refusal: EMPTY } }
    expect(alarms).toEqual([refused])
    world.ports.pay.refund = () => Promise.reject(new PayFailed('unreachable', 'no reply'))
    await pass(world, 6 * HOUR)
    world.ports.pay.refund = refuses(EMPTY)
    await pass(world, 17 * HOUR)
    expect(alarms).toEqual([refused])
    await pass(world, 8 * HOUR)
    expect(ofMoney(alarms)).toMatchObject([
      refused,
      { event: TOO_LONG, facts: { orderNo, state: 'owed', refusal: EMPTY } },
    ])
  })

  test('refused, taken, closed and refused again: that is news', async () => {
    const { world, alarms } = await owing({ refund: refuses(EMPTY) })
    Object.assign(world.ports.pay, { refund: () => Promise.resolve('closed') })
    await pass(world, HOUR)
    world.ports.pay.refund = refuses('403 NO_AUTH 商户无权限')
    await pass(world, HOUR)
    expect(alarms.map(({ facts }) => facts['refusal'])).toEqual([EMPTY, '403 NO_AUTH 商户无权限'])
  })

  test('WeChat does not answer: nobody is told for a day', async () => {
    const silent = () => Promise.reject(new PayFailed('unreachable', 'no reply'))
    const { world, orderNo, alarms } = await owing({ refund: silent })
    await pass(world, DAY - HOUR)
    expect(alarms).toEqual([])
    await pass(world, 8 * HOUR)
    expect(ofMoney(alarms)).toMatchObject([{ event: TOO_LONG, facts: { orderNo, state: 'owed' } }])
  })

  test("the payer's bank account takes nothing: told once, the screens say so, and it goes back when a person has seen to it", async () => {
    const { world, orderNo, alarms } = await owing({}, (there) => {
      there.pay.faults.next('refund-abnormal')
      there.pay.faults.next('callback-doubled', { times: 9 })
    })
    await pass(world, 5 * DAY)
    expect(ofMoney(alarms)).toEqual([{ event: 'refund needs a person', facts: { orderNo } }])
    expect(await check(world, orderNo)).toMatchObject({ state: 'returning', back: 300, stuck: true })
    expect(await world.ask(LIN, 'transactions.receipt', { orderNo })).toMatchObject({ state: 'returning', stuck: true })
    Object.assign(world.ports.pay, { refundState: () => Promise.resolve('refunded') })
    await pass(world, 12 * HOUR)
    expect(await check(world, orderNo)).toEqual(expect.not.objectContaining({ stuck: true }))
    expect(await check(world, orderNo)).toMatchObject({ state: 'returned', back: 300 })
    expect(await world.store.count('outbox', { state: 'due' })).toBe(0)
  })
})

describe('an order', () => {
  const without = (world: World, pay: Partial<PayGateway>): Ports => ({
    ...world.ports,
    pay: { ...world.ports.pay, ...pay },
  })

  async function ordered() {
    const world = await makeWorld()
    await parked(world)
    await world.arrives(EXIT, CAR)
    const { orderNo } = await order(world, await billAtExit(world))
    return { world, orderNo }
  }

  const silent = () => Promise.reject(new PayFailed('unreachable', 'no reply'))
  const unpaid = (orderNo: OrderNo) => Promise.resolve({ state: 'unpaid' as const, orderNo })

  test.each([
    ['nobody answers about', { query: silent }],
    ['cannot be closed', { query: unpaid, close: () => Promise.resolve() }],
  ])('that %s: told once, an hour after its end', async (_, pay) => {
    const { world, orderNo } = await ordered()
    const alarms = listen(world)
    const ports = without(world, pay)
    for (let minute = 0; minute < HOUR; minute++) {
      world.wait(1)
      await sweep(ports)
    }
    expect(alarms).toEqual([])
    for (let minute = 0; minute < 2 * HOUR; minute++) {
      world.wait(1)
      await sweep(ports)
    }
    expect(alarms).toMatchObject([{ event: 'a payment has no end', facts: { orderNo } }])
  })

  test('that WeChat does not take is told with its number', async () => {
    const world = await makeWorld()
    const alarms = listen(world)
    await parked(world)
    await world.arrives(EXIT, CAR)
    const bill = await billAtExit(world)
    world.ports.pay.order = silent
    expect(await world.refusal(LIN, 'payment.open', { quote: bill.quote })).toBe('pay-unreachable')
    const [attempt] = await world.store.find('payAttempts', { open: true }, { limit: 1 })
    expect(alarms).toMatchObject([{ event: 'no order at WeChat Pay', facts: { orderNo: attempt?._id } }])
  })
})

test('a comparison that the time limit of the function ends each time is given up, too, and told', async () => {
  const world = await makeWorld()
  const alarms = listen(world)
  world.wait(DAY + 2 * HOUR)
  for (let hours = 0; hours < 40; hours++) {
    const begun = signal()
    const never = () => {
      begun.give()
      return new Promise<never>(() => undefined)
    }
    world.ports.pay.tradeBill = never
    for (let day = 0; day < 8; day++) await Promise.race([world.sweep(), begun.given])
    world.wait(HOUR)
  }
  const yesterday = dayOf(MORNING)
  expect(await world.store.get('reconciliations', yesterday)).toMatchObject({ state: 'failed', tries: 30 })
  const told = alarms.filter(({ facts }) => facts['day'] === yesterday)
  expect(told).toEqual([{ event: 'a day could not be compared with WeChat Pay', facts: { day: yesterday, tries: 30 } }])
  expect(await world.store.get('reconciliations', dayAfter(yesterday))).toMatchObject({ state: 'due' })
})
