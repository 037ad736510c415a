import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { Formatter } from 'wechatpay-axios-plugin'
import { openShop, type PayShop } from './setup'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

let shop: PayShop
beforeEach(async () => {
  shop = await openShop('2026-11-21T23:50:00+08:00')
})
afterEach(() => shop.close())

interface Cast {
  rows: Record<string, string>[]
  summary: Record<string, string>
}

const trade = (date: string, more = '') => shop.send('GET', `/v3/bill/tradebill?bill_date=${date}${more}`)
const fund = (date: string) => shop.send('GET', `/v3/bill/fundflowbill?bill_date=${date}&account_type=BASIC`)

const sha1 = (bytes: Buffer) => createHash('sha1').update(bytes).digest('hex')

async function download(link: Awaited<ReturnType<typeof trade>>): Promise<Cast> {
  const { download_url, hash_value } = link.json as { download_url: string; hash_value: string }
  const url = new URL(download_url)
  const file = await shop.send('GET', `${url.pathname}${url.search}`)
  expect(file.headers.get('wechatpay-signature')).toBeNull()
  expect(sha1(file.bytes)).toBe(hash_value)
  return Formatter.castCsvBill(file.bytes) as Cast
}

/** Two payments before midnight, one after; one of the first two is refunded in part, after midnight. */
async function twoDays() {
  const [first, second] = [await shop.paidOrder(), await shop.paidOrder({ amount: { total: 805, currency: 'CNY' } })]
  await shop.pass(20 * MINUTE)
  const third = await shop.paidOrder({ amount: { total: 10, currency: 'CNY' } })
  await shop.send('POST', '/v3/refund/domestic/refunds', {
    out_trade_no: first,
    out_refund_no: `R${first}01`,
    amount: { refund: 300, total: 1250, currency: 'CNY' },
  })
  await shop.pass(34 * HOUR)
  return { first, second, third }
}

test('the trade bill of a day lists its payments and refunds in yuan, and adds them up', async () => {
  const { first, second, third } = await twoDays()
  const before = await download(await trade('2026-11-21'))
  expect(before.rows).toMatchObject([
    { 商户订单号: first, 交易状态: 'SUCCESS', 订单金额: '12.50', 手续费: '0.08000', 交易时间: '2026-11-21 23:50:00' },
    { 商户订单号: second, 交易状态: 'SUCCESS', 订单金额: '8.05', 应结订单金额: '8.05', 用户标识: 'openid-li' },
  ])
  expect(before.summary).toMatchObject({ 总交易单数: '2', 订单总金额: '20.55', 退款总金额: '0.00' })
  const after = await download(await trade('2026-11-22'))
  expect(after.rows).toMatchObject([
    { 商户订单号: third, 订单金额: '0.10', 手续费: '0.00000' },
    {
      商户订单号: first,
      商户退款单号: `R${first}01`,
      交易状态: 'REFUND',
      退款金额: '3.00',
      退款状态: 'SUCCESS',
      手续费: '-0.02000',
    },
  ])
  expect(after.summary).toMatchObject({ 总交易单数: '2', 订单总金额: '0.10', 退款总金额: '3.00' })
})

test.each([
  ['SUCCESS', ['0.10'], false],
  ['REFUND', ['0.00'], true],
])('a trade bill of type %s has those rows only', async (type, amounts, hasRefundTime) => {
  await twoDays()
  const { rows } = await download(await trade('2026-11-22', `&bill_type=${type}`))
  expect(rows.map((row) => row['订单金额'])).toEqual(amounts)
  expect('退款成功时间' in (rows[0] ?? {})).toBe(hasRefundTime)
})

test("the fund flow bill shows every movement of money, fees too, and ends with the day's balance", async () => {
  await twoDays()
  const { rows, summary } = await download(await fund('2026-11-22'))
  expect(rows.map((row) => [row['业务类型'], row['收支类型'], row['收支金额（元）'], row['账户结余（元）']])).toEqual([
    ['交易', '收入', '0.10', '0.10'],
    ['退款', '支出', '3.00', '-2.90'],
    ['退回交易手续费', '收入', '0.02', '-2.88'],
  ])
  expect(summary).toMatchObject({ 收入笔数: '2', 收入金额: '0.12', 支出笔数: '1', 支出金额: '3.00' })
})

test('every value carries a backtick, and the file a byte order mark', async () => {
  await twoDays()
  const { pathname, search } = new URL(String((await trade('2026-11-21')).json['download_url']))
  const { bytes } = await shop.send('GET', `${pathname}${search}`)
  expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
  const [, row = ''] = bytes.toString().split('\r\n')
  expect(row.split(',').every((value) => value.startsWith('`'))).toBe(true)
})

test("yesterday's bill is ready at ten in the morning, today's never, a day without trade has none", async () => {
  await shop.paidOrder()
  expect((await trade('2026-11-21')).json).toMatchObject({ code: 'NO_STATEMENT_EXIST' })
  await shop.pass(10 * HOUR)
  expect((await trade('2026-11-21')).json).toMatchObject({ code: 'STATEMENT_CREATING' })
  await shop.pass(10 * MINUTE)
  expect((await trade('2026-11-21')).status).toBe(200)
  expect((await trade('2026-11-20')).json).toMatchObject({ code: 'NO_STATEMENT_EXIST' })
  expect((await trade('2026-02-30')).json).toMatchObject({ code: 'PARAM_ERROR' })
  await shop.pass(93 * 24 * HOUR)
  expect((await trade('2026-11-21')).json).toMatchObject({ code: 'NO_STATEMENT_EXIST' })
})

test('a download must be signed, in time, and by an untouched link', async () => {
  await twoDays()
  const { pathname, search } = new URL(String((await trade('2026-11-21')).json['download_url']))
  const target = `${pathname}${search}`
  expect((await shop.send('GET', target, undefined, { authorization: null })).json).toMatchObject({
    code: 'SIGN_ERROR',
  })
  expect((await shop.send('GET', `${pathname}?token=x${search.slice(7)}`)).json).toMatchObject({ code: 'PARAM_ERROR' })
  await shop.pass(5 * MINUTE + 1)
  expect((await shop.send('GET', target)).json).toMatchObject({ code: 'PARAM_ERROR' })
})

test('a packed bill unpacks to the file that the hash is of', async () => {
  await twoDays()
  const { json } = await trade('2026-11-21', '&tar_type=GZIP')
  const { pathname, search } = new URL(String(json['download_url']))
  const { bytes } = await shop.send('GET', `${pathname}${search}`)
  expect(sha1(gunzipSync(bytes))).toBe(json['hash_value'])
})
