/** What goes wrong on a day in a garage, and how each ends on the screen. */
import { useBrowser } from '../support/browser'
import { IN, MINUTE, OUT, until, useGarage } from './garage'
import { photograph } from './photograph'

const browser = useBrowser()
const garage = useGarage()

/** Ninety minutes cost the same all day: ¥3.00 by day, ¥5.00 by night, ¥8.00 over both. */
const ANY_PRICE = /缴费 ¥[358]\.00/

async function atTheExit(plate: string, holder = 'o-story') {
  const car = await garage.parks(plate)
  garage.machine().clock.push(90 * MINUTE)
  await garage.drivesTo(car, OUT)
  const phone = await browser.openPhone(garage.phoneUrl(), { holder, path: await garage.lanePage(OUT) })
  await phone.see(ANY_PRICE)
  return { car, phone }
}

const paidOrders = () =>
  garage
    .machine()
    .cloud.call('api', { name: 'transactions.list', ask: {} }, { openid: 'o-story' })
    .then((envelope) => (envelope as { answer: { items: unknown[] } }).answer.items.length)

test('a code that is not ours is named as such, and leads nowhere', async () => {
  const code = encodeURIComponent('https://evil.example/l/demo-out-1.AAAAAAAAAAAAAA')
  const phone = await browser.openPhone(garage.phoneUrl(), { holder: 'o-story', path: `pages/lane/lane?q=${code}` })
  await phone.see('这不是本车场的二维码')
  await phone.see(/可能是伪造的二维码/)
  await photograph(phone, 'fault-code-not-ours')
})

test('a lane without a car: the code alone opens nothing', async () => {
  const phone = await browser.openPhone(garage.phoneUrl(), { holder: 'o-story', path: await garage.lanePage(OUT) })
  await phone.see('车道里没有车')
  await photograph(phone, 'fault-no-car')
})

test('a double tap on pay opens one cashier and one order', async () => {
  const { car, phone } = await atTheExit('京A10001')
  const before = await paidOrders()
  const button = phone.role('button', ANY_PRICE)
  const box = await button.boundingBox()
  if (!box) throw new Error('no pay button')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await phone.tab.page.touchscreen.tap(x, y)
  await phone.tab.page.touchscreen.tap(x, y)
  await phone.tap('确认支付')
  await phone.see('已通过')
  await garage.hasLeft(car)
  expect(await paidOrders()).toBe(before + 1)
})

test('a cancelled payment says that nothing was charged, and can be taken up again', async () => {
  const { car, phone } = await atTheExit('京A10002')
  await phone.tap(ANY_PRICE)
  await phone.tap('关闭支付')
  await phone.see(/没有扣款/)
  await photograph(phone, 'fault-cancelled')
  await phone.tap(ANY_PRICE)
  await phone.tap('确认支付')
  await phone.see('已通过')
  await garage.hasLeft(car)
})

test('the callback is lost: the phone asks, and the barrier opens all the same', async () => {
  const { car, phone } = await atTheExit('京A10003')
  garage.machine().pay.faults.next('callback-lost', { times: 20 })
  await phone.tap(ANY_PRICE)
  await phone.tap('确认支付')
  await phone.see('已通过')
  garage.machine().pay.faults.clear()
  await garage.hasLeft(car)
})

test('the callback comes twice at once: paid once, opened once', async () => {
  const { car, phone } = await atTheExit('京A10004')
  const before = await paidOrders()
  garage.machine().pay.faults.next('callback-doubled-at-once')
  await phone.tap(ANY_PRICE)
  await phone.tap('确认支付')
  await phone.see('已通过')
  await garage.hasLeft(car)
  expect(await paidOrders()).toBe(before + 1)
})

test('the bridge is silent: the payment stands, the screen says what happens next, and trying again opens', async () => {
  const { car, phone } = await atTheExit('京A10005')
  garage.machine().lot.scene.setFault('bridge-silent', true)
  await phone.tap(ANY_PRICE)
  await phone.tap('确认支付')
  await phone.see('未能开闸')
  await phone.see(/不会重复收费/)
  await photograph(phone, 'fault-bridge-silent')
  garage.machine().lot.scene.setFault('bridge-silent', false)
  await phone.tap('再次开闸')
  await phone.see('已通过')
  await garage.hasLeft(car)
})

test('the arm is stuck: trying again opens without paying again', async () => {
  const { car, phone } = await atTheExit('京A10006')
  const before = await paidOrders()
  garage.machine().lot.scene.setFault('arm-stuck', true, OUT)
  await phone.tap(ANY_PRICE)
  await phone.tap('确认支付')
  await phone.see('未能开闸')
  await photograph(phone, 'fault-arm-stuck')
  garage.machine().lot.scene.setFault('arm-stuck', false, OUT)
  await phone.tap('再次开闸')
  await phone.see('已通过')
  await garage.hasLeft(car)
  expect(await paidOrders()).toBe(before + 1)
})

test('WeChat Pay does not answer: nothing is charged, and the next try works', async () => {
  const { car, phone } = await atTheExit('京A10007')
  garage.machine().pay.faults.next('reply-error')
  await phone.tap(ANY_PRICE)
  await phone.see(/微信支付没有响应/)
  await photograph(phone, 'fault-pay-unreachable')
  await phone.tap(ANY_PRICE)
  await phone.tap('确认支付')
  await phone.see('已通过')
  await garage.hasLeft(car)
})

test('a car without a plate comes in by the code', async () => {
  const scene = garage.machine().lot.scene
  const { id } = scene.garage.newCar({ plate: { text: null, colour: 'unknown' } })
  scene.garage.driveTo(id, IN)
  await until(
    () => (scene.view().lanes.find((lane) => lane.id === IN)?.display ?? '').includes('扫码'),
    'the lane asks for the code',
  )
  const phone = await browser.openPhone(garage.phoneUrl(), { holder: 'o-unplated', path: await garage.lanePage(IN) })
  await phone.tap('入场')
  await phone.see('已通过')
  await until(() => scene.garage.cars().some((car) => car.id === id && car.place.at === 'inside'), 'the car parks')
})
