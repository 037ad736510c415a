import { EXIT, LIN, makeWorld, WANG } from '../support/world'

const CAR = '京A12345'

/** Paid at home, with a warning asked for. */
async function paid() {
  const world = await makeWorld()
  await world.ask(LIN, 'vehicles.add', { plate: CAR })
  await world.comesIn(CAR)
  world.wait(90)
  const [car] = (await world.ask(LIN, 'home', {})).cars
  if (car?.state !== 'inside') throw new Error('the car is inside')
  const { quote } = await world.ask(LIN, 'bill.open', { stay: car.stay })
  const opened = await world.ask(LIN, 'payment.open', { quote })
  if (opened.kind !== 'pay') throw new Error('settled without paying')
  await world.pays(LIN, opened.params)
  return { world, orderNo: opened.orderNo }
}

test('who asked for it is warned three minutes before the time to leave is over, once', async () => {
  const { world, orderNo } = await paid()
  const { at } = await world.ask(LIN, 'payment.remind', { orderNo })
  expect(at).toBe(world.now() + 12 * 60_000)
  world.wait(11)
  await world.sweep()
  expect(world.messages).toEqual([])
  world.wait(1)
  await world.sweep()
  await world.sweep()
  expect(world.messages).toEqual([
    { kind: 'leaveBy', to: LIN, plate: '京A·12345', lot: '示范停车场', leaveBy: '11:45' },
  ])
})

test('a car that has left is not told to leave', async () => {
  const { world, orderNo } = await paid()
  await world.ask(LIN, 'payment.remind', { orderNo })
  const { visit } = await world.arrives(EXIT, CAR)
  await world.passes(EXIT, visit)
  world.wait(13)
  await world.sweep()
  expect(world.messages).toEqual([])
})

test('too late to be warned: said, and nothing is listed; nobody is reminded of what another paid', async () => {
  const { world, orderNo } = await paid()
  world.wait(13)
  expect(await world.ask(LIN, 'payment.remind', { orderNo })).toEqual({ at: null })
  expect(await world.store.count('outbox', { state: 'due' })).toBe(0)
  expect(await world.refusal(WANG, 'payment.remind', { orderNo })).toBe('not-found')
})
