/** The main job, on the page that `npm start` prints: in by camera, parked, priced, paid at the exit's code, out; and kept. */
import { useBrowser } from '../support/browser'
import { useProcesses } from './process'

const browser = useBrowser()
const processes = useProcesses()

/** By the time of day: a day's three hours, a night, or both. */
const PRICE = /¥(3|5|8)\.00/

const window = { width: 1440, height: 900, touch: false }

test('a car drives in, parks, is paid for at the exit lane and leaves; after Ctrl-C everything is still there', async () => {
  const first = await processes.start()
  const tab = await browser.open(first.url, window)
  const [page, phone] = [tab.screen(), tab.phone('iframe')]

  await page.tap('林女士的车')
  await page.tap('把 京A·D12345 开到1 号入口')
  await page.press(page.locate('[aria-label="把 京A·D12345 开到1 号出口"]'))
  await page.screenshot('story-1-before-the-clock')
  await page.press(page.locate('[data-lane="demo-out-1"] button:has-text("倒车离开")'))

  await page.tap('+1 小时')
  await page.tap('+15 分')
  await page.tap('+15 分')
  await page.press(page.locate('[aria-label="把 京A·D12345 开到1 号出口"]'))
  await page.see(/应付 ¥\d+\.00/)
  await page.press(page.locate('[aria-label="1 号出口的二维码"]'))
  await phone.see('费用明细')
  await phone.tap('费用明细')
  await phone.see(/首|白天|夜间/)
  await page.screenshot('story-2-bill')
  await phone.tap('收费规则')
  await phone.see(/停放 30 分钟以内（含）免费/)
  await phone.tap('知道了')
  await phone.tap(/缴费 ¥/)
  await page.screenshot('story-3-cashier')
  await phone.tap('确认支付')
  await phone.see('已通过')
  await page.screenshot('story-4-passed')
  await phone.tap('完成')

  await phone.tap('我的')
  await phone.tap('交易记录')
  await phone.see(PRICE)
  await page.screenshot('story-5-transactions')

  tab.expectError(/ERR_(INCOMPLETE_CHUNKED_ENCODING|CONNECTION_REFUSED)/)
  await first.interrupt()
  const second = await processes.start()
  const again = await browser.openPhone(`${second.url}/phone/`, {
    ...{ holder: 'openid-lin', path: 'pages/transactions/transactions', width: 1440, height: 900, touch: false },
  })
  await again.see(PRICE)
  await again.tap(/泊易示范停车场/)
  await again.see(/微信支付|交易单号/)
  await second.interrupt()
}, 120_000)
