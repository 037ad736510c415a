import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { z } from 'zod'
import { billTime, DAY, HOUR, MINUTE, startOfDay } from './beijing'
import { Failure } from './failure'
import type { House } from './house'
import type { Order, Refund } from './ledger'
import { parse } from './parse'

const READY_AT = 10 * HOUR
const KEPT_FOR = 92 * DAY
const DOWNLOADABLE_FOR = 5 * MINUTE
/** What WeChat Pay keeps of a payment, in hundredths of a percent. */
const FEE_RATE = 60

const tarType = z.literal('GZIP').optional()
const tradeQuery = z.object({
  bill_date: z.string(),
  bill_type: z.enum(['ALL', 'SUCCESS', 'REFUND']).default('ALL'),
  tar_type: tarType,
})
const fundQuery = z.object({
  bill_date: z.string(),
  account_type: z.enum(['BASIC', 'OPERATION', 'FEES']).default('BASIC'),
  tar_type: tarType,
})

/** What a bill is asked by, carried inside its download link. */
type Ticket = { date: string; until: number; gzip: boolean } & (
  { kind: 'trade'; type: 'ALL' | 'SUCCESS' | 'REFUND' } | { kind: 'fund'; type: 'BASIC' | 'OPERATION' | 'FEES' }
)

export function tradeBill(house: House, query: unknown) {
  const { bill_date: date, bill_type: type, tar_type } = parse(tradeQuery, query)
  return linkTo(house, {
    kind: 'trade',
    type,
    date,
    gzip: tar_type === 'GZIP',
    until: house.clock.now() + DOWNLOADABLE_FOR,
  })
}

export function fundBill(house: House, query: unknown) {
  const { bill_date: date, account_type: type, tar_type } = parse(fundQuery, query)
  return linkTo(house, {
    kind: 'fund',
    type,
    date,
    gzip: tar_type === 'GZIP',
    until: house.clock.now() + DOWNLOADABLE_FOR,
  })
}

function linkTo(house: House, ticket: Ticket) {
  checkDay(house, ticket.date)
  if (house.faults.take(['bill-not-ready'], {})) throw new Failure('STATEMENT_CREATING')
  const bill = write(house, ticket)
  const hashed = house.faults.take(['bill-wrong-hash'], {}) ? Buffer.concat([bill, Buffer.from('\r\n')]) : bill
  return {
    hash_type: 'SHA1',
    hash_value: createHash('sha1').update(hashed).digest('hex'),
    download_url: `${house.url()}/v3/billdownload/file?token=${seal(house, ticket)}`,
  }
}

/** A day's bill exists from ten in the morning after, for three months. */
function checkDay(house: House, date: string) {
  const start = startOfDay(date)
  const now = house.clock.now()
  if (Number.isNaN(start)) throw new Failure('PARAM_ERROR', 'bill_date格式须为yyyy-MM-dd')
  if (now >= start + DAY && now < start + DAY + READY_AT) throw new Failure('STATEMENT_CREATING')
  if (now < start + DAY || now > start + KEPT_FOR) throw new Failure('NO_STATEMENT_EXIST')
}

const seals = randomBytes(32)
const sealOf = (house: House, payload: string) =>
  createHmac('sha256', seals).update(`${house.keys.merchant.mchid}.${payload}`).digest('base64url')

function seal(house: House, ticket: Ticket) {
  const payload = Buffer.from(JSON.stringify(ticket)).toString('base64url')
  return `${payload}.${sealOf(house, payload)}`
}

function unseal(house: House, token: string): Ticket {
  const [payload = '', mark = ''] = token.split('.')
  const right = Buffer.from(sealOf(house, payload))
  const given = Buffer.from(mark)
  if (given.length !== right.length || !timingSafeEqual(given, right)) throw new Failure('PARAM_ERROR', 'token无效')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Ticket
}

export function downloadBill(house: House, query: unknown): Buffer {
  const ticket = unseal(house, parse(z.object({ token: z.string() }), query).token)
  if (house.clock.now() > ticket.until) throw new Failure('PARAM_ERROR', '下载链接已过期')
  const bill = write(house, ticket)
  return spoiled(house, ticket.gzip ? gzipSync(bill) : bill)
}

function spoiled({ faults }: House, file: Buffer): Buffer {
  const fault = faults.take(['bill-changed', 'bill-cut'], {})
  if (!fault) return file
  const middle = Math.floor(file.length / 2)
  if (fault.kind === 'bill-cut') return file.subarray(0, middle)
  const changed = Buffer.from(file)
  changed.writeUInt8(changed.readUInt8(middle) ^ 1, middle)
  return changed
}

function write(house: House, ticket: Ticket): Buffer {
  const start = startOfDay(ticket.date)
  const day: Day = {
    payments: house.ledger.ordersPaid(start, start + DAY),
    refunds: house.ledger.refundsMade(start, start + DAY).map((refund) => ({ refund, order: orderOf(house, refund) })),
  }
  if (day.payments.length + day.refunds.length === 0) throw new Failure('NO_STATEMENT_EXIST')
  const [table, summary] = ticket.kind === 'trade' ? tradeTables(house, ticket.type, day) : fundTables(ticket.type, day)
  return Buffer.from(`\uFEFF${[...csv(table), ...csv(summary)].join('\r\n')}\r\n`)
}

function orderOf(house: House, { outTradeNo }: Refund) {
  const order = house.ledger.order(outTradeNo)
  if (!order) throw new Error(`refund of ${outTradeNo}, which is no order`)
  return order
}

interface Day {
  payments: Order[]
  refunds: { refund: Refund; order: Order }[]
}

type Row = Record<string, string>
interface Table {
  columns: readonly string[]
  rows: Row[]
}

/** A backtick before every value keeps spreadsheets from making numbers of it; the header has none. */
const csv = ({ columns, rows }: Table) => [
  columns.join(','),
  ...rows.map((row) => columns.map((column) => `\`${row[column] ?? ''}`).join(',')),
]

const yuan = (fen: number) =>
  `${fen < 0 ? '-' : ''}${Math.trunc(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`
/** A payment's fee, in fen. */
export const feeOf = (fen: number): number => Math.round((fen * FEE_RATE) / 10_000)
const feeText = (fen: number) => `${yuan(fen)}000`
const sum = (amounts: number[]) => amounts.reduce((total, amount) => total + amount, 0)

const BEFORE_REFUND =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额'
const OF_REFUND = '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态'
const AFTER_REFUND = '商品名称,商户数据包,手续费,费率,订单金额'

const TRADE_COLUMNS = {
  ALL: `${BEFORE_REFUND},${OF_REFUND},${AFTER_REFUND},申请退款金额,费率备注`,
  SUCCESS: `${BEFORE_REFUND},${AFTER_REFUND},费率备注`,
  REFUND: `${BEFORE_REFUND},退款申请时间,退款成功时间,${OF_REFUND},${AFTER_REFUND},申请退款金额,费率备注`,
}

function orderColumns({ keys }: House, order: Order): Row {
  return {
    公众账号ID: keys.merchant.appid,
    商户号: keys.merchant.mchid,
    特约商户号: '0',
    微信订单号: order.payment?.transactionId ?? '',
    商户订单号: order.outTradeNo,
    用户标识: order.openid,
    交易类型: 'JSAPI',
    付款银行: 'OTHERS',
    货币种类: 'CNY',
    代金券金额: '0.00',
    充值券退款金额: '0.00',
    商品名称: order.description,
    商户数据包: order.attach ?? '',
    费率: `${(FEE_RATE / 100).toFixed(2)}%`,
  }
}

const paymentRow = (house: House, order: Order): Row => ({
  ...orderColumns(house, order),
  交易时间: billTime(order.payment?.paidAt ?? 0),
  交易状态: 'SUCCESS',
  应结订单金额: yuan(order.total),
  微信退款单号: '0',
  商户退款单号: '0',
  退款金额: '0.00',
  手续费: feeText(feeOf(order.total)),
  订单金额: yuan(order.total),
  申请退款金额: '0.00',
})

const BILL_STATUS: Record<Refund['status'], string> = {
  PROCESSING: 'PROCESSING',
  SUCCESS: 'SUCCESS',
  CLOSED: 'FAIL',
  ABNORMAL: 'CHANGE',
}

const refundRow = (house: House, { refund, order }: Day['refunds'][number]): Row => ({
  ...orderColumns(house, order),
  交易时间: billTime(refund.createdAt),
  交易状态: 'REFUND',
  应结订单金额: '0.00',
  退款申请时间: billTime(refund.createdAt),
  退款成功时间: refund.succeededAt === undefined ? '' : billTime(refund.succeededAt),
  微信退款单号: refund.refundId,
  商户退款单号: refund.outRefundNo,
  退款金额: yuan(refund.amount),
  退款类型: 'ORIGINAL',
  退款状态: BILL_STATUS[refund.status],
  手续费: feeText(-feeOf(refund.amount)),
  订单金额: '0.00',
  申请退款金额: yuan(refund.amount),
})

function tradeTables(house: House, type: 'ALL' | 'SUCCESS' | 'REFUND', day: Day): [Table, Table] {
  const payments = type === 'REFUND' ? [] : day.payments
  const refunds = type === 'SUCCESS' ? [] : day.refunds
  const paid = yuan(sum(payments.map(({ total }) => total)))
  const back = yuan(sum(refunds.map(({ refund }) => refund.amount)))
  const fees = sum(payments.map(({ total }) => feeOf(total))) - sum(refunds.map(({ refund }) => feeOf(refund.amount)))
  const rows = [
    ...payments.map((order) => paymentRow(house, order)),
    ...refunds.map((entry) => refundRow(house, entry)),
  ]
  return [
    { columns: TRADE_COLUMNS[type].split(','), rows },
    oneRow({
      总交易单数: String(rows.length),
      应结订单总金额: paid,
      退款总金额: back,
      充值券退款总金额: '0.00',
      手续费总金额: feeText(fees),
      订单总金额: paid,
      申请退款总金额: back,
    }),
  ]
}

const oneRow = (row: Row): Table => ({ columns: Object.keys(row), rows: [row] })

const FUND_COLUMNS =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号'

/** One movement of money in the merchant's account; going out is negative. */
interface Movement {
  at: number
  business: '交易' | '扣除交易手续费' | '退款' | '退回交易手续费'
  fen: number
  id: string
  voucher: string
}

function movements({ payments, refunds }: Day): Movement[] {
  const paid = payments.flatMap(({ payment, total, outTradeNo }): Movement[] => {
    const common = { at: payment?.paidAt ?? 0, id: payment?.transactionId ?? '', voucher: outTradeNo }
    return [
      { ...common, business: '交易', fen: total },
      { ...common, business: '扣除交易手续费', fen: -feeOf(total) },
    ]
  })
  const left = refunds.filter(({ refund }) => refund.status !== 'CLOSED')
  const returned = left.flatMap(({ refund }): Movement[] => {
    const common = { at: refund.createdAt, id: refund.refundId, voucher: refund.outRefundNo }
    return [
      { ...common, business: '退款', fen: -refund.amount },
      { ...common, business: '退回交易手续费', fen: feeOf(refund.amount) },
    ]
  })
  return [...paid, ...returned].filter(({ fen }) => fen !== 0).sort((a, b) => a.at - b.at)
}

const fundRow = ({ at, business, fen, id, voucher }: Movement, balance: number): Row => ({
  记账时间: billTime(at),
  微信支付业务单号: id,
  资金流水单号: id,
  业务名称: business,
  业务类型: business,
  收支类型: fen > 0 ? '收入' : '支出',
  '收支金额（元）': yuan(Math.abs(fen)),
  '账户结余（元）': yuan(balance),
  资金变更提交申请人: 'system',
  业务凭证号: voucher,
})

function fundTables(account: 'BASIC' | 'OPERATION' | 'FEES', day: Day): [Table, Table] {
  const moved = account === 'BASIC' ? movements(day) : []
  const balances = moved.map((_, index) => sum(moved.slice(0, index + 1).map(({ fen }) => fen)))
  const [income, expense] = [moved.filter(({ fen }) => fen > 0), moved.filter(({ fen }) => fen < 0)]
  return [
    { columns: FUND_COLUMNS.split(','), rows: moved.map((movement, index) => fundRow(movement, balances[index] ?? 0)) },
    oneRow({
      资金流水总笔数: String(moved.length),
      收入笔数: String(income.length),
      收入金额: yuan(sum(income.map(({ fen }) => fen))),
      支出笔数: String(expense.length),
      支出金额: yuan(-sum(expense.map(({ fen }) => fen))),
    }),
  ]
}
