/** Whose turn it is to pay, and at which lane the payment opens. */
import { WITH_COUPONS } from '../fixtures/tariffs/with-coupons'
import { billAtExit, billFromHome, CAR, check, issue, order, parked, pay, withCoupons } from '../support/paying'
import { EXIT, LIN, makeWorld, WANG } from '../support/world'

test('an order changed again and again gives its payer no second minute before others', async () => {
  const world = await makeWorld({ tariff: WITH_COUPONS })
  await parked(world)
  const code = await issue(world)
  await world.ask(WANG, 'vehicles.add', { plate: CAR })
  await order(world, await billFromHome(world, WANG), WANG)
  world.wait(0.8)
  await order(world, await withCoupons(world, await billFromHome(world, WANG), [code], WANG), WANG)
  expect(await world.refusal(LIN, 'payment.open', { quote: (await billFromHome(world)).quote })).toBe('being-paid')
  world.wait(0.3)
  await expect(order(world, await billFromHome(world))).resolves.toMatchObject({
    orderNo: expect.any(String) as string,
  })
})

test('paid for at a lane that the car had backed out of: who pays from home later sees no barrier', async () => {
  const world = await makeWorld({ tariff: WITH_COUPONS })
  await parked(world)
  const { visit } = await world.arrives(EXIT, CAR)
  const { params } = await order(world, await billAtExit(world))
  await world.backsOut(EXIT, visit)
  await world.pays(LIN, params)
  world.wait(200)
  const later = await pay(world, await billFromHome(world))
  expect(await check(world, later)).toMatchObject({ state: 'paid' })
  expect(await check(world, later)).not.toHaveProperty('barrier')
})

test('a car that backed out and came back unread is let out where it stands, not where it stood', async () => {
  const world = await makeWorld()
  await world.ask(LIN, 'vehicles.add', { plate: CAR })
  await world.comesIn(CAR)
  world.wait(90)
  const first = await world.arrives(EXIT, null)
  const { orderNo, params } = await order(world, await billAtExit(world))
  await world.backsOut(EXIT, first.visit)
  await world.pays(LIN, params)
  expect(await check(world, orderNo)).toMatchObject({ state: 'paid', barrier: { state: 'stuck', why: 'car-gone' } })

  world.wait(200)
  const second = await world.arrives(EXIT, null)
  await pay(world, await billAtExit(world))
  expect(await world.store.get('laneVisits', second.visit)).toMatchObject({ state: 'admitted', commandCause: 'paid' })
})
