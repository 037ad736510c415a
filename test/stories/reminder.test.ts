/** Paid from home, warned before the time to leave is over. */
import { useBrowser } from '../support/browser'
import { MINUTE, until, useGarage } from './garage'
import { photograph } from './photograph'

const browser = useBrowser()
const garage = useGarage()

test('who pays from home and allows it gets a message three minutes before the time to leave is over', async () => {
  const { clock, cloud } = garage.machine()
  await garage.parks('京AD12345')
  clock.push(90 * MINUTE)
  const phone = await browser.openPhone(garage.phoneUrl(), { holder: 'openid-lin' })
  await phone.tap(/缴费 ¥/)
  await phone.see('费用明细')
  await phone.tap(/缴费 ¥/)
  await phone.tap('确认支付')
  await phone.see(/前离场/)
  await photograph(phone, 'story-result')
  await phone.tap(/提醒我/)
  await phone.tap('允许')
  await phone.see(/会在|将在|提醒您/)
  expect(cloud.messages()).toEqual([])

  clock.push(12 * MINUTE)
  await until(async () => {
    await cloud.tick()
    return cloud.messages().length > 0
  }, 'the message comes')
  expect(cloud.messages()).toMatchObject([{ openid: 'openid-lin', data: { thing1: '京A·D12345' } }])
}, 60_000)
