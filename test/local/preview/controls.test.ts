import { until, useBrowser, type Phone } from '../../support/browser'
import { useSample } from './sample'

const sample = useSample()
const browser = useBrowser()

let phone: Phone
beforeEach(async () => {
  phone = await browser.openPhone(sample.url(), { path: 'pages/controls/controls' })
})

test('a form gathers its fields, and a reset brings back what stood in them', async () => {
  await phone.see('说：图 24x24')
  await phone.fill('车牌', '粤B54321')
  await phone.fill('备注', '靠墙')
  await phone.press(phone.role('switch', '自动缴费'))
  await phone.tap('小型车')
  await phone.tap('月卡')
  await phone.tap('交表')
  await phone.see('"plate":"粤B54321","note":"靠墙","auto":true,"kinds":["small"],"pay":"card","hours":3')
  await phone.tap('重填')
  await phone.see('说：已重填')
  await phone.tap('交表')
  await phone.see('"plate":"沪A12345","note":"","auto":false,"kinds":[],"pay":"","hours":3')
})

test.each([
  ['选车场', ['医院'], '车场 医院'],
  ['选日期', ['2027', '05', '09'], '日期 2027-05-09'],
  ['选楼层', ['二号楼', 'B2'], '楼层 1-1'],
])('%s: a picker gives what was chosen', async (name, choices, said) => {
  await phone.tap(name)
  const columns = phone.scope.locator('.picker .column')
  for (const [column, choice] of choices.entries())
    await columns.nth(column).getByRole('option', { name: choice, exact: true }).tap()
  await phone.tap('确定')
  await phone.see(`说：${said}`)
})

test('what scrolls tells where it stops', async () => {
  await phone.locate('wx-picker-view-column').evaluate((column) => column.scrollTo({ top: 1000 }))
  await phone.see('说：钟点 10')
  await phone.tap('跳行')
  const list = phone.locate('.list')
  // Two scrolls within one frame are one event: the end must not be asked for before the jump has landed.
  await until(async () => (await list.evaluate((node) => node.scrollTop)) > 0, 'the list did not jump')
  await list.evaluate((node) => node.scrollTo({ top: 10_000 }))
  await phone.see('说：到底了')
  await phone.tap('下一张')
  await phone.see('说：第 2 张')
})

test('a finger that rests is a long press, and a pressed element looks pressed', async () => {
  const pad = phone.locate('.pad')
  const { x, y } = (await pad.boundingBox())!
  const devtools = await phone.tab.page.context().newCDPSession(phone.tab.page)
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 20, y: y + 5 }] })
  await phone.locate('.pad.pressed').waitFor()
  await phone.see('说：按住了')
  await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await phone.scope.locator('.pad:not(.pressed)').waitFor()
})

test('rich text is cleaned, a canvas drawn, an animation played, a link followed', async () => {
  expect(await phone.locate('wx-rich-text').innerHTML()).toBe('<p>富<b>文本</b></p>')
  await phone.tap('画')
  await phone.see('说：data:image/png;base64')
  await phone.tap('动')
  await phone.scope.locator('.pad[style*="translateX(30px)"]').waitFor()
  await phone.tap('去详情')
  await phone.see('车牌 X')
})
