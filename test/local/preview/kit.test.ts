import { readFileSync } from 'node:fs'
import { useBrowser, type Phone, type PhoneOptions } from '../../support/browser'
import { useSample } from './sample'

const sample = useSample()
const browser = useBrowser()
const open = (options: PhoneOptions = {}) => browser.openPhone(sample.url(), { path: 'pages/kit/kit', ...options })

describe.each([
  ['by finger', true],
  ['by mouse', false],
])('TDesign %s', (_, touch) => {
  let phone: Phone
  beforeEach(async () => {
    phone = await open({ touch })
  })

  test('button, dialog and toast', async () => {
    await phone.tap('问一问')
    await phone.see('确认开闸？')
    await phone.tap('确认')
    await phone.see('结果：已开闸')
    await phone.gone('确认开闸？')
    await phone.tap('提示')
    await phone.see('已复制')
  })

  test('popup opens, and closes beside it', async () => {
    await phone.tap('弹层')
    await phone.see('弹层内容')
    const overlay = phone.locate('[class*="t-overlay"]')
    if (touch) await overlay.tap({ position: { x: 100, y: 100 } })
    else await overlay.click({ position: { x: 100, y: 100 } })
    await phone.gone('弹层内容')
  })

  test('cell, swipe cell and switch', async () => {
    await phone.tap('停车记录')
    await phone.see('结果：点了单元格')
    await phone.drag(phone.locate('.swiped'), { x: -150 })
    await phone.tap('删除')
    await phone.see('结果：滑动删除')
    await phone.press(phone.locate('[class*="t-switch"]'))
    await phone.see('开关开着')
  })

  test('input, tabs and collapse', async () => {
    await phone.fill('请输入车牌', '沪A12345')
    await phone.see('车牌是 沪A12345')
    await phone.tap('已完成')
    await phone.see('结果：标签 1')
    await phone.see('面板乙')
    await phone.tap('收费规则')
    await phone.see('首小时 6 元')
  })
})

test('tag, icon, loading, skeleton and empty are drawn', async () => {
  const phone = await open()
  for (const text of ['已缴费', '载入中', '还没有车']) await phone.see(text)
  for (const part of ['t-icon', 't-loading', 't-skeleton']) await phone.locate(`[class*="${part}"]`).waitFor()
})

test('in the dark the page, its bars and TDesign are dark', async () => {
  const phone = await open({ dark: true })
  const background = (selector: string) =>
    phone.locate(selector).evaluate((node) => node.ownerDocument.defaultView!.getComputedStyle(node).backgroundColor)
  expect(await background('#phone')).toBe('rgb(31, 34, 40)')
  expect(await background('wx-page')).toBe('rgb(22, 24, 28)')
  expect(await background('[class*="t-cell--"], [class*="t-cell"]')).not.toBe('rgb(255, 255, 255)')
})

test('Chinese text is drawn with glyphs, on a machine without a Chinese font', async () => {
  const phone = await open()
  const sizes = await Promise.all(['车', '牌'].map((glyph) => inkOf(phone, glyph)))
  expect(new Set(sizes).size).toBe(2)
  expect(readFileSync(await phone.screenshot('kit')).length).toBeGreaterThan(20_000)
})

/** A picture of one character; two that are both drawn as an empty box look the same. */
function inkOf(phone: Phone, glyph: string): Promise<string> {
  return phone.scope.locator('body').evaluate(`(async () => {
    await document.fonts.load('20px "PingFang SC"', '${glyph}')
    const canvas = document.createElement('canvas')
    const pen = canvas.getContext('2d')
    pen.font = '20px "PingFang SC"'
    pen.fillText('${glyph}', 10, 30)
    return canvas.toDataURL()
  })()`)
}
