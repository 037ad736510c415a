/** The machine dies between the payment and the barrier. When it is back, the paid car gets out, and nobody pays twice. */
import type { LaneId } from '../../domain/stay'
import type { Picture } from '../../local/lot/scene'
import { useBrowser } from '../support/browser'
import { MINUTE, until } from './garage'
import { photograph } from './photograph'
import { useProcesses } from './process'

const browser = useBrowser()
const processes = useProcesses()

const OUT = 'demo-out-1' as LaneId
const PAYER = 'o-killed'

const post = (url: string, body: object) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
const picture = async (url: string) => (await (await fetch(`${url}/__lot/state`)).json()) as Picture

async function drive(url: string, plate: string): Promise<string> {
  const made = await post(`${url}/__lot/cars`, { plate: { text: plate, colour: 'blue' }, lane: 'demo-in-1' })
  const { id } = (await made.json()) as { id: string }
  const isInside = async () => (await picture(url)).cars.some((car) => car.id === id && car.place.at === 'inside')
  await until(isInside, 'the car parks')
  await post(`${url}/__clock`, { push: 90 * MINUTE })
  await post(`${url}/__lot/drive`, { car: id, lane: OUT })
  const asked = async () => (await picture(url)).lanes.some((lane) => lane.id === OUT && lane.display.includes('应付'))
  await until(asked, 'the exit asks for money')
  return id
}

test('killed between payment and barrier: paid once, let out once it is back', async () => {
  const first = await processes.start()
  const car = await drive(first.url, '京A20001')
  const codes = (await (await fetch(`${first.url}/__codes`)).json()) as Record<LaneId, string>
  const lanePage = `pages/lane/lane?q=${encodeURIComponent(codes[OUT] ?? '')}`

  const phone = await browser.openPhone(`${first.url}/phone/`, { holder: PAYER, path: lanePage })
  phone.tab.expectError(/Failed to load resource|ERR_CONNECTION|fail/)
  await post(`${first.url}/__faults/pay`, { name: 'callback-late', on: true, ms: 10 * MINUTE })
  await post(`${first.url}/__lot/faults`, { name: 'bridge-silent', on: true })
  await phone.tap(/缴费 ¥/)
  await phone.tap('确认支付')
  await phone.see(/支付成功|正在确认付款|正在开闸/)
  await first.kill()

  const second = await processes.start()
  const back = await browser.openPhone(`${second.url}/phone/`, { holder: PAYER, path: lanePage })
  await until(async () => {
    const again = back.locate('text=再次开闸')
    if ((await again.count()) > 0) await again.tap()
    const place = (await picture(second.url)).cars.find(({ id }) => id === car)?.place.at
    return place === 'street' || place === undefined
  }, 'the paid car leaves')

  const paid = await browser.openPhone(`${second.url}/phone/`, {
    holder: PAYER,
    path: 'pages/transactions/transactions',
  })
  await paid.see(/¥[358]\.00/)
  await photograph(paid, 'fault-killed')
  expect(
    await paid.scope
      .getByRole('button')
      .filter({ hasText: /¥[358]\.00/ })
      .count(),
  ).toBe(1)
  await second.interrupt()
}, 120_000)
