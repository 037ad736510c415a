import { useBrowser, type PhoneOptions } from '../../support/browser'
import { misfits } from '../../support/legible'
import { useSample } from './sample'

const sample = useSample()
const browser = useBrowser()
const open = (options: PhoneOptions = {}) =>
  browser.openPhone(sample.url(), { path: 'pages/abilities/abilities', ...options })

const CHOICES = [
  ['弹窗', '确定', 'modal true'],
  ['弹窗', '取消', 'modal false'],
  ['菜单', '收费规则', '"tapIndex":1'],
  ['菜单', '取消', 'showActionSheet:fail cancel'],
  ['电话', '呼叫 10086', 'makePhoneCall:ok'],
] as const

test('a cloud function answers, and refuses with the words of the cloud', async () => {
  const phone = await open()
  await phone.tap('云函数')
  await phone.see('{"lot":"人民广场"}')
  await phone.tap('坏函数')
  await phone.see('cloud.callFunction:fail Error: errCode: -504002 functions execute fail -504002')
})

test('without network every call fails, and the program is told when the network comes and goes', async () => {
  const phone = await open({ offline: true })
  await phone.tap('云函数')
  await phone.see('cloud.callFunction:fail 似乎已断开与互联网的连接。')
})

test('the cashier shows whom one pays and how much', async () => {
  const phone = await open()
  await phone.tap('缴费')
  await phone.see('泊易停车')
  await phone.see('¥12.50')
  await phone.tap('确认支付')
  await phone.see('支付成功')
  await phone.see('requestPayment:ok')
  await phone.gone('泊易停车')
})

test('who closes the cashier has cancelled', async () => {
  const phone = await open()
  await phone.tap('缴费')
  await phone.tap('关闭支付')
  await phone.see('requestPayment:fail cancel')
})

test('alone, the scanner takes what is typed, or nothing', async () => {
  const phone = await open()
  await phone.tap('扫码')
  await phone.fill('码的内容', 'https://boyi.example/l/E1')
  await phone.tap('识别')
  await phone.see('"https://boyi.example/l/E1"')
  await phone.tap('扫码')
  await phone.tap('取消')
  await phone.see('scanCode:fail cancel')
})

test('the person decides about messages', async () => {
  const phone = await open()
  await phone.tap('订阅')
  await phone.tap('允许')
  await phone.see('"paid":"accept","leave":"accept"')
  await phone.tap('订阅')
  await phone.tap('拒绝')
  await phone.see('"paid":"reject","leave":"reject"')
})

test('dialogs, action sheets and calls tell what the person chose', async () => {
  const phone = await open()
  for (const [what, choice, said] of CHOICES) {
    await phone.tap(what)
    await phone.tap(choice)
    await phone.see(said)
  }
})

test('an error and a promise that nobody catches reach the console and the app', async () => {
  const phone = await open()
  phone.tab.expectError(/出错了|没人接住/)
  await phone.tap('抛错')
  await phone.tap('落空')
  await phone.tap('日志')
  await phone.see('error 出错了')
  await phone.see('unhandled Error: 没人接住')
})

test('each person has a storage of their own', async () => {
  const first = await open({ holder: 'driver-a' })
  await first.tap('存储')
  await first.see('visits 1')
  await first.tap('存储')
  await first.see('visits 2')
  const page = first.tab.page
  await page.goto(page.url().replace('driver-a', 'driver-b'))
  await first.ready()
  await first.tap('存储')
  await first.see('visits 1')
})

test('nodes are measured in pixels of the page; theme and font size come from the phone', async () => {
  const phone = await open({ dark: true, fontScale: 1.3 })
  await phone.see('主题 dark 字号 1.3 尺寸 312 false')
})

interface Routes {
  wx: { navigateTo(to: { url: string }): void; navigateBack(): void }
}

test('an answer that comes after its page was left disturbs nobody', async () => {
  const phone = await open()
  await phone.evaluate(() => (globalThis as unknown as Routes).wx.navigateTo({ url: '/pages/late/late' }))
  await phone.see('等待')
  await phone.evaluate(() => (globalThis as unknown as Routes).wx.navigateBack())
  await phone.see('云函数')
  await phone.tab.page.waitForTimeout(500)
})

interface Document {
  document: { querySelectorAll(selector: string): ArrayLike<{ style: { cssText: string } }> }
}

test('what a finger cannot hit and an eye cannot read is found, and the screen stays as it was', async () => {
  const phone = await open()
  await phone.see(/^网络/)
  const style = () => phone.locate('#phone').getAttribute('style')
  const before = await style()
  expect(await misfits(phone)).toContainEqual(expect.stringMatching(/^扫码: \d+ × \d+ px are too few for a finger$/))
  expect(await misfits(phone)).not.toContainEqual(expect.stringContaining('is cut'))
  await phone.evaluate(() => {
    const line = (globalThis as unknown as Document).document.querySelectorAll('wx-page wx-view')[1]
    if (line) line.style.cssText = 'width: 60px; overflow: hidden; white-space: nowrap'
  })
  expect(await misfits(phone)).toContainEqual(expect.stringMatching(/^网络.*: is cut$/))
  expect((await style()) || null).toBe(before || null)
})
