import { useBrowser } from '../../support/browser'
import { useSample } from './sample'

const sample = useSample()
const browser = useBrowser()

test('a page shows what WXML, WXS, templates and npm packages say', async () => {
  const phone = await browser.openPhone(sample.url())
  await phone.see('今天 3 月 1 日')
  await phone.see('应付 ¥12.50 数文')
  await phone.see('首小时：6.00')
  await phone.see('之后：6.50')
  await phone.see('页脚')
})

test('setData by path, conditions and two-way bindings change the screen', async () => {
  const phone = await browser.openPhone(sample.url())
  await phone.tap('改价')
  await phone.see('之后：9.00')
  await phone.see('应付 ¥15.00')
  await phone.see('小号')
  await phone.tap('换号')
  await phone.see('大号')
  await phone.fill('车牌', '沪A12345')
  await phone.see('输入：沪A12345')
})

test('a component has slots, observers, behaviours, lifetimes in order, and events', async () => {
  const phone = await browser.openPhone(sample.url())
  await phone.see('费用 双倍 2500 显示 1 就绪')
  await phone.see('插槽')
  await phone.tap('插槽')
  await phone.see('卡片 1250')
})

test('rpx and vh are measured on the phone, and a component keeps its classes to itself', async () => {
  const phone = await browser.openPhone(sample.url())
  const box = await phone.locate('.rpx').boundingBox()
  const stage = await phone.locate('#stage').boundingBox()
  expect(box!.width).toBeCloseTo(195)
  expect(box!.height).toBeCloseTo(stage!.height / 10, 1)
  expect(await phone.locate('[class*="--box"]').getAttribute('class')).toContain('components_fee_card_fee_card--box')
})

test('touches reach handlers, and a WXS handler moves a node without the logic', async () => {
  const phone = await browser.openPhone(sample.url())
  await phone.tap(/^触摸/)
  await phone.see('触摸 touched')
  await phone.drag(phone.locate('.handle'), { x: 60 })
  expect(await phone.locate('.handle').getAttribute('style')).toContain('translateX(60px)')
})

test('the mouse plays a finger', async () => {
  const phone = await browser.openPhone(sample.url(), { touch: false })
  await phone.tap(/^触摸/)
  await phone.see('触摸 touched')
  await phone.drag(phone.locate('.handle'), { x: 40 })
  expect(await phone.locate('.handle').getAttribute('style')).toContain('translateX(40px)')
})

test('a page opens another, speaks with it, and each keeps its own style', async () => {
  const phone = await browser.openPhone(sample.url())
  await phone.tap('详情')
  await phone.see('车牌 沪A12345 你好')
  expect(await weight(phone.locate('.day'))).toBe('600')
  await phone.tap('换车')
  await phone.see('输入：粤B54321')
  expect(await weight(phone.locate('.day'))).toBe('400')
})

test('the back button returns, and tabs live on', async () => {
  const phone = await browser.openPhone(sample.url())
  await phone.tap('换号')
  await phone.tap('能力')
  expect(await phone.route()).toBe('pages/abilities/abilities')
  await phone.tap('返回')
  await phone.see('大号')
  await phone.tap('组件')
  await phone.see('结果：')
  await phone.tap('语言')
  await phone.see('大号')
})

test('pulling the page down refreshes it', async () => {
  const phone = await browser.openPhone(sample.url())
  await phone.drag(phone.locate('.day'), { y: 200 })
  await phone.see('下拉 1 次')
})

test('sharing asks the page for its title', async () => {
  const phone = await browser.openPhone(sample.url())
  await phone.tap('转发')
  await phone.see('已转发：一起停车')
  expect(await phone.lastShared()).toMatchObject({ path: '/pages/language/language' })
})

test('data that WeChat would lose on the way is an error', async () => {
  const phone = await browser.openPhone(sample.url())
  phone.tab.expectError(/setData loses data\.(chosen: undefined|size: function)/)
  await phone.tap('丢数据')
  await phone.see('小号')
  expect(await phone.largestSetData()).toBeGreaterThan(0)
})

test('an interface that the preview lacks says so on the screen', async () => {
  const phone = await browser.openPhone(sample.url())
  phone.tab.expectError(/does not imitate wx\.startBluetoothDevicesDiscovery/)
  await phone.tap('缺接口')
  await phone.see('the preview does not imitate wx.startBluetoothDevicesDiscovery')
})

test('a page with its own navigation bar fills the screen, and rem follows the font size', async () => {
  const phone = await browser.openPhone(sample.url(), { fontScale: 1.5, path: 'pages/bare/bare' })
  await phone.see('倍率 1.5')
  expect((await phone.locate('.title').boundingBox())!.y).toBe(0)
  const grown = phone.locate('.grown')
  expect((await grown.boundingBox())!.width).toBeCloseTo(240)
  expect(await grown.evaluate((node) => node.ownerDocument.defaultView!.getComputedStyle(node).paddingBottom)).toBe(
    '34px',
  )
})

function weight(locator: ReturnType<Awaited<ReturnType<typeof browser.openPhone>>['locate']>): Promise<string> {
  return locator.evaluate((node) => node.ownerDocument.defaultView!.getComputedStyle(node).fontWeight)
}
