/**
 * The text of WeChat Pay's bills: two tables, of the rows and of their sums. Amounts are yuan, every value has a backtick before
 * it and may hold commas. A bill that is not read to the last row and the last fen is refused: the alternative is a wrong sum.
 */
import { fen, type Fen } from '../../../domain/money'
import type { OrderNo, RefundNo } from '../../../domain/payment'
import {
  milliFen,
  type FundBill,
  type MilliFen,
  type Movement,
  type OtherRow,
  type PaymentRow,
  type RefundRow,
  type TradeBill,
} from '../../../domain/reconciliation/bills'
import { instant, type Instant } from '../../../domain/time'
import { PayFailed } from '../ports'

function refuse(what: string): never {
  throw new PayFailed('rejected', `bill not understood: ${what}`)
}

// ---------------------------------------------------------------- tables

class Row {
  constructor(private readonly values: ReadonlyMap<string, string>) {}

  text(column: string): string {
    return this.values.get(column) ?? refuse(`no column ${column}`)
  }

  fen(column: string): Fen {
    return fen(scaled(this.text(column), 2))
  }

  milliFen(column: string): MilliFen {
    return milliFen(scaled(this.text(column), 5))
  }

  time(column: string): Instant {
    const text = this.text(column)
    const at = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text.replace(' ', 'T')}+08:00`) : NaN
    return Number.isNaN(at) ? refuse(`no time: ${text}`) : instant(at)
  }
}

/** 12.50 as a whole number of its hundredths, or of a smaller part; what does not fit into whole parts is refused. */
function scaled(yuan: string, places: number): number {
  const [, sign, whole = '', rest = ''] = /^(-?)(\d{1,12})(?:\.(\d+))?$/.exec(yuan) ?? refuse(`no amount: ${yuan}`)
  if (/[1-9]/.test(rest.slice(places))) refuse(`parts of a fen: ${yuan}`)
  const amount = Number(whole + rest.slice(0, places).padEnd(places, '0'))
  return sign && amount !== 0 ? -amount : amount
}

/** Full-width and half-width brackets are used by turns. */
const columnName = (name: string): string => name.trim().replace('(', '（').replace(')', '）')

function tables(text: string): Row[][] {
  const found: { columns: string[]; rows: Row[] }[] = []
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    if (line === '') continue
    if (!line.startsWith('`')) found.push({ columns: line.split(',').map(columnName), rows: [] })
    else (found.at(-1) ?? refuse('a row before its columns')).rows.push(rowOf(found.at(-1)?.columns ?? [], line))
  }
  return found.map(({ rows }) => rows)
}

function rowOf(columns: readonly string[], line: string): Row {
  const values = line.slice(1).split(',`')
  if (values.length !== columns.length) refuse(`${values.length} values in ${columns.length} columns`)
  return new Row(new Map(columns.map((column, place) => [column, (values[place] ?? '').trim()])))
}

function rowsAndSums(text: string): { rows: Row[]; sums: Row } {
  const [rows, [sums, ...more] = [], ...others] = tables(text)
  if (!rows || !sums || more.length > 0 || others.length > 0) refuse('not a table of rows and a row of sums')
  return { rows, sums }
}

/** Whether the sums at the end are those of what was read, with or without what stands `beside` it. */
function demand(sums: Row, column: string, found: number, stated: number, beside = 0): void {
  if (found !== stated && found + beside !== stated)
    refuse(`${column} is ${sums.text(column)}, and the rows make ${found}`)
}

const total = <Item>(items: readonly Item[], amount: (item: Item) => number): number =>
  items.reduce((sum, item) => sum + amount(item), 0)

// ---------------------------------------------------------------- trade

/**
 * Every row is read, of whatever kind. REVOKED, a payment by code that was taken back at the counter, is another business's: it is
 * kept as what it is. Whether the sums count such rows WeChat does not say, so both are taken.
 */
export function readTradeBill(text: string): TradeBill {
  const { rows, sums } = rowsAndSums(text)
  const payments = rows.filter((row) => stateOf(row) === 'SUCCESS').map(paymentRow)
  const refunds = rows.filter((row) => stateOf(row) === 'REFUND').map(refundRow)
  const others = rows.filter((row) => stateOf(row) === 'other')
  demand(sums, '总交易单数', payments.length + refunds.length, Number(sums.text('总交易单数')), others.length)
  const amounts: [string, string, number][] = [
    ['订单总金额', '订单金额', total(payments, ({ amount }) => amount)],
    ['应结订单总金额', '应结订单金额', total(payments, ({ settled }) => settled)],
    ['申请退款总金额', '申请退款金额', total(refunds, ({ amount }) => amount)],
    ['退款总金额', '退款金额', total(refunds, ({ settled }) => settled)],
  ]
  for (const [sum, column, found] of amounts) {
    const beside = total(others, (row) => row.fen(column))
    demand(sums, sum, found, sums.fen(sum), beside)
  }
  const fees = total([...payments, ...refunds], ({ fee }) => fee)
  const otherFees = total(others, (row) => row.milliFen('手续费'))
  demand(sums, '手续费总金额', fees, sums.milliFen('手续费总金额'), otherFees)
  return { payments, refunds, others: others.map(otherRow) }
}

function stateOf(row: Row): 'SUCCESS' | 'REFUND' | 'other' {
  const state = row.text('交易状态')
  return state === 'SUCCESS' || state === 'REFUND' ? state : 'other'
}

const paymentRow = (row: Row): PaymentRow => ({
  orderNo: row.text('商户订单号') as OrderNo,
  transactionId: row.text('微信订单号'),
  at: row.time('交易时间'),
  amount: row.fen('订单金额'),
  settled: row.fen('应结订单金额'),
  fee: row.milliFen('手续费'),
})

/** Its sum stands with the payments or with the refunds. */
const otherRow = (row: Row): OtherRow => ({
  orderNo: row.text('商户订单号') as OrderNo,
  ids: [row.text('微信订单号'), row.text('微信退款单号')].filter((id) => id !== '' && id !== '0'),
  at: row.time('交易时间'),
  amount: fen(row.fen('订单金额') || row.fen('申请退款金额')),
})

const REFUND_STATES: Readonly<Record<string, RefundRow['state']>> = {
  SUCCESS: 'done',
  PROCESSING: 'processing',
  FAIL: 'failed',
  CHANGE: 'abnormal',
}

const refundRow = (row: Row): RefundRow => ({
  refundNo: row.text('商户退款单号') as RefundNo,
  refundId: row.text('微信退款单号'),
  orderNo: row.text('商户订单号') as OrderNo,
  at: row.time('交易时间'),
  amount: row.fen('申请退款金额'),
  settled: row.fen('退款金额'),
  fee: row.milliFen('手续费'),
  state: REFUND_STATES[row.text('退款状态')] ?? refuse(`refund state ${row.text('退款状态')}`),
})

// ---------------------------------------------------------------- account

export function readFundBill(text: string): FundBill {
  const { rows, sums } = rowsAndSums(text)
  const movements = rows.map(movement)
  const [income, expense] = [
    movements.filter(({ amount }) => amount >= 0),
    movements.filter(({ amount }) => amount < 0),
  ]
  demand(sums, '资金流水总笔数', movements.length, Number(sums.text('资金流水总笔数')))
  demand(sums, '收入笔数', income.length, Number(sums.text('收入笔数')))
  demand(sums, '支出笔数', expense.length, Number(sums.text('支出笔数')))
  demand(
    sums,
    '收入金额',
    total(income, ({ amount }) => amount),
    sums.fen('收入金额'),
  )
  demand(
    sums,
    '支出金额',
    total(expense, ({ amount }) => -amount),
    sums.fen('支出金额'),
  )
  return { movements }
}

const movement = (row: Row): Movement => ({
  kind: kindOf(row.text('业务类型')),
  id: row.text('微信支付业务单号'),
  at: row.time('记账时间'),
  amount: signed(row.text('收支类型'), row.fen('收支金额（元）')),
})

function kindOf(business: string): Movement['kind'] {
  if (business.includes('手续费')) return 'fee'
  if (business === '交易') return 'payment'
  return business === '退款' ? 'refund' : 'other'
}

function signed(direction: string, amount: Fen): Fen {
  if (direction === '收入') return amount
  return direction === '支出' ? fen(0 - amount) : refuse(`direction ${direction}`)
}
