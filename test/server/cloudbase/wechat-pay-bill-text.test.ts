import * as fc from 'fast-check'
import { readFundBill, readTradeBill } from '../../../cloudfunctions/server/cloudbase/wechat-pay-bill-text'

const TRADE_COLUMNS =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const TRADE_SUMS = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'

const PAID: Record<string, string> = {
  交易时间: '2026-11-21 23:50:00',
  微信订单号: '4200001',
  商户订单号: 'ORDER1',
  交易状态: 'SUCCESS',
  应结订单金额: '12.00',
  退款金额: '0.00',
  商品名称: '停车费',
  手续费: '0.08000',
  订单金额: '12.50',
  申请退款金额: '0.00',
}
const REFUNDED: Record<string, string> = {
  ...PAID,
  交易状态: 'REFUND',
  应结订单金额: '0.00',
  微信退款单号: '50300',
  商户退款单号: 'RORDER101',
  退款金额: '2.50',
  退款状态: 'SUCCESS',
  手续费: '-0.02000',
  订单金额: '0.00',
  申请退款金额: '3.00',
}
const SUMS = ['2', '12.00', '2.50', '0.00', '0.06000', '12.50', '3.00']

const line = (values: readonly string[]) => values.map((value) => `\`${value}`).join(',')
const rowOf = (row: Record<string, string>) => line(TRADE_COLUMNS.split(',').map((column) => row[column] ?? ''))

function tradeText(rows: readonly Record<string, string>[], sums: readonly string[] = SUMS): string {
  return `\uFEFF${[TRADE_COLUMNS, ...rows.map(rowOf), TRADE_SUMS, line(sums)].join('\r\n')}\r\n`
}

describe('the trade bill', () => {
  test('is read in fen: what was ordered and what was settled, what was asked back and what went', () => {
    const at = Date.parse('2026-11-21T23:50:00+08:00')
    expect(readTradeBill(tradeText([PAID, REFUNDED]))).toEqual({
      payments: [{ orderNo: 'ORDER1', transactionId: '4200001', at, amount: 1250, settled: 1200, fee: 8000 }],
      refunds: [
        {
          refundNo: 'RORDER101',
          refundId: '50300',
          orderNo: 'ORDER1',
          at,
          amount: 300,
          settled: 250,
          fee: -2000,
          state: 'done',
        },
      ],
      others: [],
    })
  })

  describe('of a merchant who also takes payments by code at a counter, where one was revoked', () => {
    const REVOKED = {
      ...REFUNDED,
      商户订单号: 'COUNTER1',
      微信订单号: '4200009',
      微信退款单号: '0',
      交易状态: 'REVOKED',
    }
    const WITH_IT = ['3', '12.00', '5.00', '0.00', '0.04000', '12.50', '6.00']

    test.each([
      ['with it', WITH_IT],
      ['without it', SUMS],
    ])('is read to the last row; the sums are made %s', (_how, sums) => {
      const bill = readTradeBill(tradeText([PAID, REVOKED, REFUNDED], sums))
      expect([bill.payments.length, bill.refunds.length]).toEqual([1, 1])
      expect(bill.others).toEqual([
        { orderNo: 'COUNTER1', ids: ['4200009'], at: Date.parse('2026-11-21T23:50:00+08:00'), amount: 300 },
      ])
    })

    test('is refused when its sums are neither', () => {
      const wrong = [...WITH_IT.slice(0, 6), '5.99']
      expect(() => readTradeBill(tradeText([PAID, REVOKED, REFUNDED], wrong))).toThrow('申请退款总金额')
    })
  })

  test('may have commas and backticks in its names', () => {
    const text = tradeText([{ ...PAID, 商品名称: '停车费, 2 小时`14 分' }, REFUNDED])
    expect(readTradeBill(text).payments).toHaveLength(1)
  })

  test('keeps every fen of every amount', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 20 }), (amounts) => {
        const yuan = (fen: number) => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`
        const rows = amounts.map((amount) => ({ ...PAID, 订单金额: yuan(amount), 应结订单金额: yuan(amount) }))
        const sum = amounts.reduce((total, amount) => total + amount, 0)
        const fees = `${((amounts.length * 8) / 100).toFixed(2)}000`
        const sums = [String(rows.length), yuan(sum), '0.00', '0.00', fees, yuan(sum), '0.00']
        expect(readTradeBill(tradeText(rows, sums)).payments.map(({ amount }) => amount)).toEqual(amounts)
      }),
    )
  })

  test.each<[string, string]>([
    ['a row is missing', tradeText([PAID])],
    ['a sum differs by a fen', tradeText([PAID, REFUNDED], [...SUMS.slice(0, 5), '12.51', '3.00'])],
    ['an amount has parts of a fen', tradeText([{ ...PAID, 订单金额: '12.505' }, REFUNDED])],
    ['an amount is no number', tradeText([{ ...PAID, 订单金额: '1e3' }, REFUNDED])],
    ['a time is none', tradeText([{ ...PAID, 交易时间: '昨天' }, REFUNDED])],
    ['a row of another kind is missing', tradeText([PAID, REFUNDED], ['3', ...SUMS.slice(1)])],
    ['a refund state is new', tradeText([PAID, { ...REFUNDED, 退款状态: 'LOST' }])],
    ['a column is missing', tradeText([PAID, REFUNDED]).replace('微信订单号', '别的')],
    ['a row is short', tradeText([PAID, REFUNDED]).replace('`停车费,', '')],
    ['the sums are missing', tradeText([PAID, REFUNDED]).split(TRADE_SUMS)[0] ?? ''],
    ['there is nothing', ''],
  ])('is refused when %s', (_what, text) => {
    expect(() => readTradeBill(text)).toThrow(expect.objectContaining({ name: 'PayFailed', why: 'rejected' }))
  })
})

const FUND_COLUMNS = '记账时间,微信支付业务单号,业务类型,收支类型,收支金额(元)'
const FUND_SUMS = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

const fundText = (...business: string[]) =>
  [
    FUND_COLUMNS,
    ...business.map((name, place) => line(['2026-11-21 10:00:00', `T${place}`, name, '支出', '1.00'])),
    FUND_SUMS,
    line([String(business.length), '0', '0.00', String(business.length), `${business.length}.00`]),
  ].join('\n')

describe('the fund bill', () => {
  test.each([
    ['交易', 'payment'],
    ['退款', 'refund'],
    ['扣除交易手续费', 'fee'],
    ['退回交易手续费', 'fee'],
    ['提现', 'other'],
  ])('%s is %s, with brackets of either width', (name, kind) => {
    expect(readFundBill(fundText(name)).movements).toMatchObject([{ kind, id: 'T0', amount: -100 }])
  })

  test('is refused when its sums do not add up', () => {
    expect(() => readFundBill(fundText('交易', '退款').replace('2.00', '2.01'))).toThrow('支出金额')
    expect(() => readFundBill(fundText('交易').replace('支出', '转移'))).toThrow('direction')
  })
})
