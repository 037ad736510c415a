import { EXIT, LIN, makeWorld } from '../support/world'

const CAR = '京A12345'

async function paying() {
  const world = await makeWorld()
  await world.comesIn(CAR)
  world.wait(90)
  const { visit } = await world.arrives(EXIT, CAR)
  const lane = await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })
  if (lane.situation !== 'pay') throw new Error('nothing to pay')
  const opened = await world.ask(LIN, 'payment.open', { quote: lane.bill.quote })
  if (opened.kind !== 'pay') throw new Error('settled without paying')
  return {
    world,
    visit,
    pay: () => world.pays(LIN, opened.params),
    rises: () => world.bridge.opened.filter((rise) => rise.visit === visit).length,
  }
}

test('the bridge is silent: the screen says so, the payment stands, and a retry opens', async () => {
  const { world, visit, pay, rises } = await paying()
  world.bridge.mood = 'silent'
  await pay()
  expect(await world.ask(LIN, 'lane.barrier', { visit })).toMatchObject({
    state: 'stuck',
    why: 'lot-offline',
    retry: true,
  })
  world.bridge.mood = 'well'
  expect(await world.ask(LIN, 'lane.retry', { visit })).toEqual({ state: 'open' })
  expect(rises()).toBe(1)
})

test('the bridge is silent for longer than the command is good for: sweep makes a new one, and it opens once', async () => {
  const { world, pay, rises } = await paying()
  world.bridge.mood = 'silent'
  await pay()
  world.wait(2)
  world.bridge.mood = 'well'
  await world.sweep()
  world.wait(5)
  await world.sweep()
  expect(rises()).toBe(1)
})

test('the bridge opened, but its answer was lost: asking finds out, and nothing opens twice', async () => {
  const { world, visit, pay, rises } = await paying()
  world.bridge.mood = 'silentAfterTheEffect'
  await pay()
  world.bridge.mood = 'well'
  expect(await world.ask(LIN, 'lane.retry', { visit })).toEqual({ state: 'open' })
  world.wait(1)
  await world.sweep()
  expect(rises()).toBe(1)
})

test('the arm is stuck: the driver may try again, and is not charged again', async () => {
  const { world, visit, pay, rises } = await paying()
  world.bridge.mood = 'stuck'
  await pay()
  expect(await world.ask(LIN, 'lane.barrier', { visit })).toMatchObject({
    state: 'stuck',
    why: 'barrier-fault',
    retry: true,
  })
  world.bridge.mood = 'well'
  expect(await world.ask(LIN, 'lane.retry', { visit })).toEqual({ state: 'open' })
  expect(rises()).toBe(1)
  expect(world.pay.books()).toHaveLength(1)
})

test('the paid car backed out: nothing opens for the next one, and the payment still lets it out later', async () => {
  const { world, visit, pay, rises } = await paying()
  await world.backsOut(EXIT, visit)
  const next = await world.arrives(EXIT, '京B12345')
  await pay()
  expect(rises()).toBe(0)
  expect(world.bridge.opened.filter((rise) => rise.visit === next.visit)).toEqual([])
  await world.backsOut(EXIT, next.visit)
  expect((await world.arrives(EXIT, CAR)).answer.decision).toMatchObject({ do: 'open', command: { cause: 'paid' } })
})

test('a barrier that nobody hears of again is called stuck after a while, not shown as opening for ever', async () => {
  const { world, visit } = await paying()
  await world.store.update('laneVisits', visit, {
    state: 'admitted',
    commandId: `${visit}-1` as never,
    commandState: 'acked',
    commandMadeAt: world.now(),
  })
  expect(await world.ask(LIN, 'lane.barrier', { visit })).toMatchObject({ state: 'opening' })
  world.wait(1)
  expect(await world.ask(LIN, 'lane.barrier', { visit })).toMatchObject({ state: 'stuck', why: 'barrier-fault' })
})
