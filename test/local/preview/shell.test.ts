import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildPreview } from '../../../local/preview/build/build'
import { sendFile } from '../../../local/preview/phone-server'
import { useBrowser, type Phone, type Tab } from '../../support/browser'
import { SAMPLE } from './sample'

const START = 'pages/abilities/abilities'
/** A page with a phone in it, which keeps what the phone says and holds the codes of its address before its scanner, one by one. */
const SHELL = `<!doctype html><html lang="zh-CN"><link rel="icon" href="data:,">
<iframe style="width:390px;height:800px;border:0" src="/phone/?holder=driver#/${START}"></iframe>
<script>
  const heard = []
  const phone = document.querySelector('iframe')
  const address = new URLSearchParams(location.search)
  const [codes, prints] = [address.getAll('code'), address.getAll('as')]
  const send = (message) => phone.contentWindow.postMessage(message, '*')
  addEventListener('message', ({ data }) => {
    heard.push(data.boyi)
    if (data.boyi === 'scan') send({ boyi: 'scanned', id: data.id, text: codes.shift() ?? null, as: prints.shift() })
  })
</script>`

const browser = useBrowser()
const out = mkdtempSync(path.join(tmpdir(), 'boyi-shell-'))
let server: Server

beforeAll(async () => {
  await buildPreview({ miniprogram: SAMPLE, out })
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url!, 'http://localhost')
    if (pathname === '/') response.setHeader('content-type', 'text/html').end(SHELL)
    else sendFile(out, pathname, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})

afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(out, { recursive: true, force: true })
})

async function open(search = ''): Promise<{ tab: Tab; phone: Phone }> {
  const tab = await browser.open(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${search}`)
  const phone = tab.phone('iframe')
  await phone.ready()
  return { tab, phone }
}

const send = (tab: Tab, message: object) => tab.page.evaluate(`send(${JSON.stringify(message)})`)

test('the phone says when it is ready', async () => {
  const { tab, phone } = await open()
  await phone.see('主题 light')
  expect(await tab.page.evaluate('heard')).toContain('ready')
})

test('a scan in the program goes to the shell, which may also turn back', async () => {
  const found = await open('?code=https%3A%2F%2Fboyi.example%2Fl%2FX9')
  await found.phone.tap('扫码')
  await found.phone.see('"https://boyi.example/l/X9"')
  const turned = await open()
  await turned.phone.tap('扫码')
  await turned.phone.see('scanCode:fail cancel')
})

interface Scanner {
  wx: { scanCode(option: { scanType: string[] }): Promise<{ result: string; scanType: string }> }
}
const SQUARE = { result: 'SQUARE', scanType: 'QR_CODE' }
const BARS = { result: 'BARS', scanType: 'CODE_128' }

test('the scanner passes over what the program does not look for, as WeChat does', async () => {
  const square = await open('?code=BARS&as=bars&code=SQUARE&as=square')
  const scanOf = (phone: Phone, types: 'square' | 'bars') =>
    types === 'square'
      ? phone.evaluate(() => (globalThis as unknown as Scanner).wx.scanCode({ scanType: ['qrCode', 'wxCode'] }))
      : phone.evaluate(() => (globalThis as unknown as Scanner).wx.scanCode({ scanType: ['barCode'] }))
  expect(await scanOf(square.phone, 'square')).toMatchObject(SQUARE)
  const bars = await open('?code=SQUARE&as=square&code=BARS&as=bars')
  expect(await scanOf(bars.phone, 'bars')).toMatchObject(BARS)
  const asked = (tab: Tab) => tab.page.evaluate('heard.filter((name) => name === "scan").length')
  expect([await asked(square.tab), await asked(bars.tab)]).toEqual([2, 2])
})

test('the shell turns off the network, changes theme and font, and the program hears of it', async () => {
  const { tab, phone } = await open()
  await send(tab, { boyi: 'set', offline: true })
  await phone.see('网络 none')
  await phone.tap('云函数')
  await phone.see('似乎已断开与互联网的连接。')
  await send(tab, { boyi: 'set', offline: false, dark: true })
  await phone.see('网络 wifi 主题 dark')
})

test("a code scanned by WeChat opens the program anew at the code's page", async () => {
  const { tab, phone } = await open()
  await phone.tap('存储')
  const link = encodeURIComponent('https://boyi.example/l/E1')
  await send(tab, {
    boyi: 'launch',
    path: 'pages/detail/detail',
    query: { plate: '%E6%B2%AAB1', q: link },
    scene: 1011,
  })
  await phone.see('车牌 沪B1')
  expect(await phone.role('button', '返回').count()).toBe(0)
  await phone.tap('回首页')
  await phone.see('今天 3 月 1 日')
  await send(tab, { boyi: 'launch', path: START, query: `q=${link}`, scene: 1011 })
  await phone.tap('日志')
  await phone.see(`launch ${START} 1089`)
  await phone.see(`hide | show pages/detail/detail 1011`)
  await phone.see(`show ${START} 1011 {"q":"${link}"}`)
})
