import { PayFailed, type Ports } from '../../cloudfunctions/server/ports'
import { sweep } from '../../cloudfunctions/server/sweep/sweep'
import { EXIT, LIN, makeWorld } from '../support/world'

async function paying() {
  const world = await makeWorld()
  await world.comesIn('京A12345')
  world.wait(90)
  const { visit } = await world.arrives(EXIT, '京A12345')
  const lane = await world.ask(LIN, 'lane.open', { code: world.code(EXIT) })
  if (lane.situation !== 'pay') throw new Error('nothing to pay')
  const opened = await world.ask(LIN, 'payment.open', { quote: lane.bill.quote })
  if (opened.kind !== 'pay') throw new Error('settled without paying')
  return { world, visit, ...opened }
}

const withQuery = (ports: Ports, error: Error): Ports => ({
  ...ports,
  pay: { ...ports.pay, query: () => Promise.reject(error) },
})

test('one payment that cannot be asked after keeps no car at the barrier', async () => {
  const { world, visit, orderNo, params } = await paying()
  world.bridge.mood = 'silent'
  await world.pays(LIN, params)
  world.bridge.mood = 'well'
  const attempt = await world.store.get('payAttempts', orderNo)
  if (!attempt) throw new Error('no attempt')
  const broken = { ...attempt, _id: 'broken' as typeof orderNo, open: true, payment: { state: 'created' as const } }
  await world.store.put('payAttempts', { ...broken, checkAt: world.now() })
  world.wait(2)
  await sweep(withQuery(world.ports, new Error('a fault of ours')))
  expect(world.bridge.opened.filter((rise) => rise.visit === visit)).toHaveLength(1)
})

test('while WeChat is out, a payment waits its turn, and the next are asked after too', async () => {
  const { world, orderNo } = await paying()
  world.wait(5)
  await sweep(withQuery(world.ports, new PayFailed('unreachable', 'out')))
  expect((await world.store.get('payAttempts', orderNo))?.checkAt).toBeGreaterThan(world.now())
})
