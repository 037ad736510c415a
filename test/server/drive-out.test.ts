import type { BillView, LaneView } from '../../domain/contract'
import { ENTRY, EXIT, LIN, LOT, makeWorld, WANG, type World } from '../support/world'

/** The bill that a scanned exit lane shows. */
function billAt(lane: LaneView): BillView {
  if (lane.situation !== 'pay') throw new Error(`nothing to pay: ${lane.situation}`)
  return lane.bill
}

async function payAt(world: World, lane: LaneView, by = LIN) {
  const opened = await world.ask(by, 'payment.open', { quote: billAt(lane).quote })
  if (opened.kind !== 'pay') throw new Error('settled without paying')
  await world.pays(by, opened.params)
  return opened.orderNo
}

test('a car drives in by camera, stays 90 minutes, and is paid for and let out at the exit lane', async () => {
  const world = await makeWorld()
  await world.comesIn('京A12345')
  world.wait(90)

  const { visit, answer } = await world.arrives(EXIT, '京A12345')
  expect(answer.decision).toMatchObject({ do: 'pay', due: 300, show: '京A·1**45\n应付 ¥3.00，请扫码缴费' })

  const lane = await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })
  expect(billAt(lane)).toMatchObject({ due: 300, car: { plate: '京A12345', name: '京A·12345' }, visit })
  const orderNo = await payAt(world, lane)

  expect(world.bridge.opened.filter((rise) => rise.visit === visit)).toHaveLength(1)
  const paid = await world.ask(LIN, 'payment.check', { orderNo })
  expect(paid).toMatchObject({ state: 'paid', amount: 300, barrier: { state: 'open' } })

  await world.passes(EXIT, visit)
  expect(await world.ask(LIN, 'lane.barrier', { visit })).toEqual({ state: 'passed' })
  expect(await world.store.count('stays', { lot: LOT, state: 'inside' })).toBe(0)

  const { items } = await world.ask(LIN, 'transactions.list', {})
  expect(items).toMatchObject([
    { orderNo, amount: 300, state: 'paid', lotName: '示范停车场', car: { name: '京A·12345' } },
  ])
  const receipt = await world.ask(LIN, 'transactions.receipt', { orderNo })
  expect(receipt.lines).toHaveLength(1)
  expect(receipt.transactionId).not.toBe('')
  expect(world.alarms).toEqual([])
})

test('paid from home, the car leaves without stopping', async () => {
  const world = await makeWorld()
  await world.ask(LIN, 'vehicles.add', { plate: '京A12345' })
  await world.comesIn('京A12345')
  world.wait(90)

  const home = await world.ask(LIN, 'home', {})
  const [car] = home.cars
  if (car?.state !== 'inside') throw new Error('the car is inside')
  expect(car.due).toBe(300)
  const bill = await world.ask(LIN, 'bill.open', { stay: car.stay })
  const opened = await world.ask(LIN, 'payment.open', { quote: bill.quote })
  if (opened.kind !== 'pay') throw new Error('settled without paying')
  await world.pays(LIN, opened.params)
  expect(await world.ask(LIN, 'home', {})).toMatchObject({ cars: [{ state: 'paid' }] })

  world.wait(14)
  const { visit, answer } = await world.arrives(EXIT, '京A12345')
  expect(answer.decision).toMatchObject({ do: 'open', command: { cause: 'paid', visit } })
  expect(await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })).toMatchObject({
    situation: 'leaving',
    leaveBy: world.now() + 60_000,
  })
  await world.passes(EXIT, visit)
  expect(await world.ask(LIN, 'home', {})).toMatchObject({ cars: [{ state: 'away' }] })
})

test('later than the grace, what the longer stay costs more is due', async () => {
  const world = await makeWorld()
  await world.comesIn('京A12345')
  world.wait(175)
  const first = await world.arrives(EXIT, '京A12345')
  await payAt(world, await world.ask(LIN, 'lane.open', { code: world.code(EXIT) }))
  await world.backsOut(EXIT, first.visit)

  world.wait(16)
  const second = await world.arrives(EXIT, '京A12345')
  expect(second.answer.decision).toMatchObject({ do: 'pay', due: 100 })
  const lane = await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })
  expect(billAt(lane).lines.map(({ kind, amount }) => [kind, amount])).toEqual([
    ['units', 300],
    ['units', 100],
    ['paid', -300],
  ])
})

test('within the free half hour the barrier opens by camera, and nobody pays', async () => {
  const world = await makeWorld()
  await world.comesIn('京A12345')
  world.wait(30)
  const { answer } = await world.arrives(EXIT, '京A12345')
  expect(answer.decision).toMatchObject({ do: 'open', command: { cause: 'nothingDue' } })
})

test('a car without a plate comes in and out with nothing but the lane codes', async () => {
  const world = await makeWorld()
  const entry = await world.arrives(ENTRY, null)
  expect(entry.answer.decision?.do).toBe('identify')
  const code = world.code(ENTRY)
  expect(await world.ask(WANG, 'lane.open', { code })).toMatchObject({ situation: 'identify', visit: entry.visit })
  expect(await world.ask(WANG, 'lane.enter', { code, visit: entry.visit })).toMatchObject({
    situation: 'admitted',
    barrier: { state: 'open' },
  })
  await world.passes(ENTRY, entry.visit)

  world.wait(90)
  expect(await world.ask(WANG, 'home', {})).toMatchObject({
    cars: [{ state: 'inside', due: 300, car: { name: '无牌车' } }],
  })
  const exit = await world.arrives(EXIT, null)
  expect(await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })).toMatchObject({
    situation: 'refused',
    why: 'no-stay',
  })
  await payAt(world, await world.ask(WANG, 'lane.open', { code: world.code(EXIT) }), WANG)
  await world.passes(EXIT, exit.visit)
  expect(await world.ask(WANG, 'home', {})).toEqual({ cars: [] })
})
