/** The money of a day against WeChat Pay's bills, by itself and when an operator asks. */
import { sweep } from '../../cloudfunctions/server/sweep/sweep'
import { showDay, showDays } from '../../cloudfunctions/server/reconciliation/show-money'
import { givePartBack } from '../../cloudfunctions/server/payment/undo-payment'
import { PayFailed, type Ports } from '../../cloudfunctions/server/ports'
import { fen } from '../../domain/money'
import type { OrderNo, RefundNo } from '../../domain/payment'
import { dayAfter, dayOf, startOfDay, type BeijingDay } from '../../domain/reconciliation/day'
import { MINUTE } from '../../domain/time'
import { EXIT, LIN, makeWorld, MORNING, WANG, type World } from '../support/world'

const DAY = dayOf(MORNING)
const HOUR = 60

/** A car comes in, stays 90 minutes, pays ¥3.00 at the exit and leaves. */
async function driveThrough(world: World, plate = '京A12345', callback: 'comes' | 'is lost' = 'comes') {
  await world.comesIn(plate)
  world.wait(90)
  const { visit } = await world.arrives(EXIT, plate)
  const lane = await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })
  if (lane.situation !== 'pay') throw new Error('nothing to pay')
  const opened = await world.ask(LIN, 'payment.open', { quote: lane.bill.quote })
  if (opened.kind !== 'pay') throw new Error('settled without paying')
  if (callback === 'comes') {
    await world.pays(LIN, opened.params)
    await world.passes(EXIT, visit)
  } else expect(world.pay.pay(opened.params, LIN)).toBe('paid')
  return opened.orderNo
}

/** Time passes until this minute of the next day, with the usual sweeps of the night. */
function untilNextDay(world: World, minute: number) {
  world.wait((startOfDay(dayAfter(dayOf(world.now()))) - world.now()) / MINUTE + minute)
}

const NOON = 12 * HOUR

/** WeChat sends back what it was asked to, and tells so. */
async function settleRefunds(world: World) {
  await world.callbacks()
  world.wait(1)
  await world.callbacks()
}

const record = (world: World, day: BeijingDay = DAY) => world.store.get('reconciliations', day)

/** As many sweeps as the week before yesterday needs. */
async function sweeps(world: World, ports: Ports = world.ports, minutes = 8) {
  for (let minute = 0; minute < minutes; minute++) {
    await sweep(ports)
    world.wait(1)
  }
}

const MISMATCH = 'a day does not agree with WeChat Pay'
const alarms = (world: World) => world.alarms.filter((alarm) => alarm === MISMATCH)

describe('sweep', () => {
  test('compares yesterday once, from ten in the morning on', async () => {
    const world = await makeWorld()
    await driveThrough(world)
    untilNextDay(world, 9 * HOUR + 59)
    await sweep(world.ports)
    expect(await record(world)).toBeUndefined()
    world.wait(1)
    await sweeps(world)
    expect(await record(world)).toMatchObject({
      state: 'agreed',
      tries: 1,
      totals: {
        payments: { here: 300, there: 300 },
        refunds: { here: 0, there: 0 },
        account: { payments: 300, fees: 2 },
      },
      differences: [],
    })
    const before = await record(world)
    await sweeps(world)
    expect(await record(world)).toEqual(before)
    expect(alarms(world)).toEqual([])
  })

  test('names a refund that was made in the console, and raises one alarm', async () => {
    const world = await makeWorld()
    const orderNo = await driveThrough(world)
    const refundNo = 'CONSOLE1' as RefundNo
    await world.pay.gateway.refund({ refundNo, orderNo, amount: fen(100), total: fen(300), reason: '手工' })
    untilNextDay(world, NOON)
    await sweeps(world, world.ports, 20)
    expect(await record(world)).toMatchObject({
      state: 'differs',
      differences: [{ kind: 'unknown-refund', number: refundNo, here: null, there: 100 }],
      differenceCount: 1,
    })
    expect(alarms(world)).toHaveLength(1)
  })

  test('settles a payment that only the bill knows of, and then agrees', async () => {
    const world = await makeWorld()
    const orderNo = await driveThrough(world, '京A12345', 'is lost')
    const forgotten = await world.store.get('payAttempts', orderNo)
    if (!forgotten) throw new Error('no attempt')
    await world.store.put('payAttempts', { ...forgotten, open: false, payment: { state: 'closed' } })
    untilNextDay(world, NOON)
    await sweeps(world)
    expect((await world.store.get('payAttempts', orderNo))?.payment.state).toBe('applied')
    expect(await record(world)).toMatchObject({ state: 'agreed', mended: [orderNo] })
    expect(alarms(world)).toEqual([])
  })

  test('agrees about money that went back by itself', async () => {
    const world = await makeWorld()
    const orderNo = await driveThrough(world, '京A12345', 'is lost')
    const place = (await world.store.get('payAttempts', orderNo))?.stay ?? ''
    await world.store.remove('stays', place)
    await world.callbacks()
    await world.sweep()
    await settleRefunds(world)
    untilNextDay(world, NOON)
    await sweeps(world)
    expect((await world.store.get('payAttempts', orderNo))?.payment.state).toBe('refunded')
    expect(await record(world)).toMatchObject({ state: 'agreed', totals: { refunds: { here: 300, there: 300 } } })
  })

  test('agrees about what was taken back, and about a part that the lot gave back days later', async () => {
    const world = await makeWorld()
    await world.ask(LIN, 'vehicles.add', { plate: '京A12345' })
    await world.comesIn('京A12345')
    world.wait(90)
    const [car] = (await world.ask(LIN, 'home', {})).cars
    if (car?.state !== 'inside') throw new Error('not inside')
    const { quote } = await world.ask(LIN, 'bill.open', { stay: car.stay })
    const opened = await world.ask(LIN, 'payment.open', { quote })
    if (opened.kind !== 'pay') throw new Error('settled without paying')
    await world.pays(LIN, opened.params)
    await world.ask(LIN, 'payment.undo', { orderNo: opened.orderNo })
    await world.sweep()
    const kept = await driveThrough(world, '京A12346')
    await settleRefunds(world)
    untilNextDay(world, NOON)
    await givePartBack(world.ports, kept, fen(120))
    await settleRefunds(world)
    await sweeps(world)
    untilNextDay(world, NOON)
    await sweeps(world)
    expect(await record(world)).toMatchObject({
      state: 'agreed',
      totals: { payments: { here: 600, there: 600 }, refunds: { here: 300, there: 300 } },
    })
    expect(await record(world, dayAfter(DAY))).toMatchObject({
      state: 'agreed',
      totals: { payments: { there: 0 }, refunds: { here: 120, there: 120 } },
    })
  })

  test('expects nothing in the bill of a stay that coupons paid for', async () => {
    const world = await makeWorld()
    const paid = await world.store.get('payAttempts', await driveThrough(world))
    if (paid?.payment.state !== 'applied') throw new Error('not applied')
    const byCoupon = { ...paid.payment, transactionId: null, paid: fen(0) }
    await world.store.put('payAttempts', { ...paid, _id: 'COUPONS1' as OrderNo, amount: fen(0), payment: byCoupon })
    untilNextDay(world, NOON)
    await sweeps(world)
    expect(await record(world)).toMatchObject({ state: 'agreed', totals: { payments: { here: 300, there: 300 } } })
  })

  test('follows a refund that it gave up, once the bill says it is done', async () => {
    const world = await makeWorld()
    const orderNo = await driveThrough(world, '京A12345', 'is lost')
    const place = (await world.store.get('payAttempts', orderNo))?.stay ?? ''
    await world.store.remove('stays', place)
    await world.callbacks()
    await world.sweep()
    await world.store.remove('outbox', `refund:${orderNo}`)
    untilNextDay(world, NOON)
    await world.pay.runDue(() => Promise.resolve(true))
    await sweeps(world)
    expect((await world.store.get('payAttempts', orderNo))?.payment.state).toBe('refunded')
    expect(await record(world)).toMatchObject({ state: 'agreed', mended: [orderNo] })
  })

  test('lists money that is owed for days, each day anew, until the payer has it', async () => {
    const world = await makeWorld()
    const orderNo = await driveThrough(world, '京A12345', 'is lost')
    await world.store.remove('stays', (await world.store.get('payAttempts', orderNo))?.stay ?? '')
    world.pay.faults.next('reply-error', { call: 'refund', times: 9999 })
    await settleRefunds(world)
    const since = (await world.store.get('payAttempts', orderNo))?.paidAt
    const nextDay = async () => {
      untilNextDay(world, NOON)
      await sweeps(world)
      return record(world, dayAfter(dayOf(world.now()), -1))
    }
    for (const day of [0, 1, 2]) expect(await nextDay()).toMatchObject({ _id: dayAfter(DAY, day), state: 'agreed' })
    for (const day of [3, 4])
      expect(await nextDay()).toMatchObject({
        _id: dayAfter(DAY, day),
        state: 'differs',
        tries: 1,
        differences: [{ kind: 'still-owed', number: orderNo, here: 300, there: null, at: since }],
        totals: { stillOwed: 300 },
      })
    expect(alarms(world)).toHaveLength(2)
    world.pay.faults.clear()
    untilNextDay(world, HOUR)
    await sweeps(world)
    await settleRefunds(world)
    world.wait(10 * HOUR)
    await sweeps(world)
    expect(await record(world, dayAfter(DAY, 5))).toMatchObject({ state: 'agreed' })
    expect((await world.store.get('payAttempts', orderNo))?.owedSince).toBeNull()
  })

  test('finds a payment a minute before midnight in the right bill', async () => {
    const world = await makeWorld()
    world.wait(12 * HOUR + 29)
    await driveThrough(world)
    expect(dayOf(world.now())).toBe(DAY)
    untilNextDay(world, NOON)
    await sweeps(world)
    untilNextDay(world, NOON)
    await sweeps(world)
    expect(await record(world)).toMatchObject({ state: 'agreed', totals: { payments: { there: 500 } } })
    expect(await record(world, dayAfter(DAY))).toMatchObject({ state: 'agreed', totals: { payments: { there: 0 } } })
  })

  test('names an order that is not ours', async () => {
    const world = await makeWorld()
    const order = { orderNo: 'ELSEWHERE1' as OrderNo, payer: WANG, amount: fen(990), description: '商店' }
    const params = await world.pay.gateway.order({ ...order, expiresAt: world.now() })
    expect(world.pay.pay(params, WANG)).toBe('paid')
    untilNextDay(world, NOON)
    await sweeps(world)
    expect((await record(world))?.differences).toMatchObject([
      { kind: 'unknown-order', number: 'ELSEWHERE1', there: 990 },
    ])
  })

  test('makes up for the days that it missed, seven back', async () => {
    const world = await makeWorld()
    await driveThrough(world)
    for (let days = 0; days < 7; days++) untilNextDay(world, NOON)
    await sweeps(world)
    const days = [-1, 0, 1, 5, 6].map((back) => dayAfter(DAY, back))
    const states = await Promise.all(days.map(async (day) => (await record(world, day))?.state))
    expect(states).toEqual([undefined, 'agreed', 'agreed', 'agreed', 'agreed'])
  })

  test('tries again when WeChat is out or late, and in the end says that it could not', async () => {
    const world = await makeWorld()
    await driveThrough(world)
    untilNextDay(world, NOON)
    world.pay.faults.next('reply-error', { call: 'bill', times: 7 })
    await sweeps(world)
    expect(await record(world)).toMatchObject({ state: 'due', tries: 1 })
    world.pay.faults.next('bill-not-ready', { times: 1000 })
    for (let hours = 0; hours < 32; hours++) {
      world.wait(HOUR)
      await sweeps(world, world.ports, 8)
    }
    expect(await record(world)).toMatchObject({ state: 'failed', tries: 30 })
    expect(world.alarms).toContain('a day could not be compared with WeChat Pay')
    world.pay.faults.clear()
    expect(await showDay(world.ports, { day: DAY })).toMatchObject({ answer: 'compared', differences: [] })
    expect((await record(world))?.state).toBe('agreed')
  })

  test('raises one alarm, however many instances of it run at once', async () => {
    const world = await makeWorld()
    const orderNo = await driveThrough(world)
    const refundNo = 'CONSOLE1' as RefundNo
    await world.pay.gateway.refund({ refundNo, orderNo, amount: fen(100), total: fen(300), reason: '手工' })
    untilNextDay(world, NOON)
    for (let minute = 0; minute < 10; minute++) {
      await Promise.all([sweep(world.ports), sweep(world.ports), sweep(world.ports)])
      world.wait(1)
    }
    expect(await record(world)).toMatchObject({ state: 'differs', tries: 1 })
    expect(alarms(world)).toHaveLength(1)
  })

  test('asks again before it believes that a day with money has no bill', async () => {
    const world = await makeWorld()
    await driveThrough(world)
    untilNextDay(world, NOON)
    const none = () => Promise.resolve({ state: 'none' as const })
    const without = { ...world.ports, pay: { ...world.pay.gateway, tradeBill: none, fundBill: none } }
    await sweeps(world, without)
    expect(await record(world)).toMatchObject({ state: 'due' })
    await sweeps(world, without, 5 * HOUR)
    expect(await record(world)).toMatchObject({ state: 'differs', differences: [{ kind: 'not-in-bill', here: 300 }] })
    expect(alarms(world)).toHaveLength(1)
  })

  test('calls nothing mended that it could not mend', async () => {
    const world = await makeWorld()
    const orderNo = await driveThrough(world, '京A12345', 'is lost')
    untilNextDay(world, NOON)
    const silent = () => Promise.reject(new PayFailed('unreachable', 'out'))
    await sweeps(world, { ...world.ports, pay: { ...world.pay.gateway, query: silent } })
    expect(await record(world)).toMatchObject({
      state: 'differs',
      mended: [],
      differences: [{ kind: 'not-counted', number: orderNo, here: null, there: 300 }],
    })
    expect(await showDay(world.ports, { day: DAY })).toMatchObject({ differences: [], mended: [orderNo] })
  })
})

describe('an operator', () => {
  test('sees a day at any time after its bill is written, and what was mended', async () => {
    const world = await makeWorld()
    await driveThrough(world)
    expect(await showDay(world.ports, { day: DAY })).toEqual({ answer: 'refused', why: 'not-written' })
    untilNextDay(world, NOON)
    expect(await showDay(world.ports, { day: DAY })).toMatchObject({
      answer: 'compared',
      day: DAY,
      mended: [],
      differences: [],
      totals: { payments: { here: 300, there: 300 }, paymentCount: 1 },
    })
  })

  test.each([
    ['2026-02-30', 'no-such-day'],
    ['yesterday', 'no-such-day'],
    ['2026-03-02', 'not-written'],
    ['2025-11-01', 'too-old'],
  ])('is told why there is nothing to compare on %s: %s', async (day, why) => {
    const world = await makeWorld()
    expect(await showDay(world.ports, { day })).toEqual({ answer: 'refused', why })
  })

  test('is told that WeChat Pay does not answer', async () => {
    const world = await makeWorld()
    untilNextDay(world, NOON)
    world.pay.faults.next('reply-lost', { call: 'bill' })
    expect(await showDay(world.ports, { day: DAY })).toMatchObject({ answer: 'refused', why: 'pay-failed' })
    expect(await record(world)).toBeUndefined()
  })

  test('sees many days at a glance, compared or not', async () => {
    const world = await makeWorld()
    await driveThrough(world)
    untilNextDay(world, NOON)
    await sweeps(world)
    const seen = await showDays(world.ports, { from: dayAfter(DAY, -1), to: dayAfter(DAY) })
    expect(seen).toMatchObject({
      answer: 'days',
      days: [
        { day: dayAfter(DAY, -1), state: 'agreed', differenceCount: 0 },
        { day: DAY, state: 'agreed', totals: { payments: { here: 300, there: 300 } } },
        { day: dayAfter(DAY), state: 'due', totals: null },
      ],
    })
    expect(await showDays(world.ports, { from: DAY, to: dayAfter(DAY, -1) })).toMatchObject({ why: 'no-such-day' })
    expect(await showDays(world.ports, { from: '2026-01-01', to: '2026-12-31' })).toMatchObject({
      why: 'too-many-days',
    })
  })
})
