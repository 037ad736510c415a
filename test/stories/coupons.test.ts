/** A shop's coupon pays some or all of the parking. */
import { useBrowser, type Phone } from '../support/browser'
import { MINUTE, OUT, useGarage } from './garage'
import { photograph } from './photograph'

const browser = useBrowser()
const garage = useGarage()

/** Ninety minutes cost the same all day: ¥3.00 by day, ¥5.00 by night, ¥8.00 over both. */
const PRICE = /缴费 ¥[358]\.00/
const LESS = /缴费 ¥[136]\.00/

const [CAFE, MARKET] = [0, 1]
const codeOf = (pile: number, place: number): string => {
  const code = garage.machine().lot.coupons[pile]?.codes[place]
  if (!code) throw new Error('the shop has no coupons')
  return code
}

async function atTheExit(plate: string, holder: string) {
  const car = await garage.parks(plate)
  garage.machine().clock.push(90 * MINUTE)
  await garage.drivesTo(car, OUT)
  const phone = await browser.openPhone(garage.phoneUrl(), { holder, path: await garage.lanePage(OUT) })
  await phone.see(PRICE)
  return { car, phone }
}

async function scan(phone: Phone, code: string): Promise<void> {
  await phone.tap('扫码用券')
  await phone.fill('码的内容', code)
  await phone.tap('识别')
}

test('a coupon that is typed makes the bill less, and one tap takes it off again', async () => {
  const { car, phone } = await atTheExit('京A30001', 'o-typing')
  await phone.tap('优惠券')
  await phone.fill('券码', 'ABCD EFGH JKLM')
  await phone.tap('使用')
  await phone.see(/没有这张优惠券/)
  await photograph(phone, 'coupon-unknown')
  await phone.fill('券码', codeOf(CAFE, 0).toLowerCase())
  await phone.tap('使用')
  await phone.see(LESS)
  await phone.see(/已选 1 张/)
  await photograph(phone, 'coupon-on-the-bill')
  await phone.tap('不用 街角咖啡停车券')
  await phone.see(PRICE)
  await phone.tap('优惠券')
  await phone.fill('券码', codeOf(CAFE, 0))
  await phone.tap('使用')
  await phone.tap(LESS)
  await phone.tap('确认支付')
  await phone.see('已通过')
  await garage.hasLeft(car)
})

test('a coupon that is scanned pays for everything: ¥0.00, no cashier, and the barrier opens', async () => {
  const { car, phone } = await atTheExit('京A30002', 'o-scanning')
  await phone.tap('优惠券')
  await scan(phone, codeOf(MARKET, 0))
  await phone.tap('缴费 ¥0.00')
  await phone.see('已通过')
  await phone.see('优惠券已付清')
  await photograph(phone, 'coupon-paid-all')
  await garage.hasLeft(car)
})

test('a coupon’s link opens the list with it; the bill offers it; once used it is told as such', async () => {
  const holder = 'o-linking'
  const link = encodeURIComponent(`https://boyi.example/c/${codeOf(CAFE, 1)}`)
  const gift = await browser.openPhone(garage.phoneUrl(), { holder, path: `pages/coupons/coupons?q=${link}` })
  await gift.see('刚收下')
  await gift.see('街角咖啡停车券')
  await photograph(gift, 'coupon-from-a-link')
  const { car, phone } = await atTheExit('京A30003', holder)
  await phone.tap(/可用 1 张/)
  await phone.tap('街角咖啡停车券')
  await phone.tap(LESS)
  await phone.tap('确认支付')
  await phone.see('已通过')
  await garage.hasLeft(car)
  await gift.pullDown()
  await gift.see('优惠券已使用')
})
