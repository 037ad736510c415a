/** What an operator reads of a day and of many days. */
import { fen } from '../../../domain/money'
import type { OrderNo } from '../../../domain/payment'
import type { DayTotals } from '../../../domain/reconciliation/compare'
import type { BeijingDay } from '../../../domain/reconciliation/day'
import type { Difference } from '../../../domain/reconciliation/difference'
import { readInstant } from '../../../domain/time'
import { tellByHand, tellOpen, tellReturn } from '../../../local/operator/money/open-words'
import { tellDay, tellDays } from '../../../local/operator/money/words'

const DAY = '2026-11-21' as BeijingDay

const TOTALS: DayTotals = {
  payments: { here: fen(1250), there: fen(1250) },
  refunds: { here: fen(0), there: fen(0) },
  paymentCount: 1,
  refundCount: 0,
  stillOwed: fen(300),
  account: { payments: fen(1250), refunds: fen(0), fees: fen(8), other: fen(0) },
}

const OWED: Difference = {
  kind: 'still-owed',
  number: 'ORDER1',
  here: fen(300),
  there: null,
  at: readInstant('2026-11-18T12:30:00+08:00'),
}

const told = (...differences: Difference[]) =>
  tellDay({ answer: 'compared', day: DAY, mended: [], totals: TOTALS, differences })

test('money that is owed for days: which order, since when, how much, and what to do', () => {
  const { text, exitCode } = told(OWED)
  expect(exitCode).toBe(1)
  expect(text).toMatch(
    /差异 1：该退的钱三天还没有退到\n {2}单号 ORDER1，从 2026-11-18 12:30 起应退 ¥3\.00\n {2}怎么办：/,
  )
})

test('many days at a glance: what is owed stands beside what was paid', () => {
  const { text, exitCode } = tellDays({
    answer: 'days',
    days: [
      { day: DAY, state: 'differs', totals: TOTALS, differenceCount: 1 },
      {
        day: '2026-11-22' as BeijingDay,
        state: 'agreed',
        totals: { ...TOTALS, stillOwed: fen(0) },
        differenceCount: 0,
      },
    ],
  })
  expect(exitCode).toBe(1)
  expect(text).toMatch(/2026-11-21 +有差异 +¥12\.50 +¥12\.50 +¥0\.00 +¥0\.00 +¥0\.08 +¥3\.00 +1\n/)
  expect(text).toMatch(/2026-11-22 +一致 +¥12\.50 +¥12\.50 +¥0\.00 +¥0\.00 +¥0\.08\s*\n/)
})

test('a refund of the console’s: whose it is, and the command that ends what is owed', () => {
  const order = 'ORDER1' as OrderNo
  const { text } = told({
    ...OWED,
    kind: 'unknown-refund',
    number: 'CONSOLE1',
    orderNo: order,
    here: null,
    there: fen(300),
  })
  expect(text).toContain('单号 CONSOLE1，订单 ORDER1，2026-11-18 12:30，本系统 无，微信支付 ¥3.00')
  expect(text).toContain('npm run money -- returned 订单号')
})

describe('money that has not come to its end', () => {
  const since = readInstant('2026-11-18T12:30:00+08:00')
  const nothing = { owed: [], unended: [], dead: [] }

  test('none: good', () => expect(tellOpen(nothing)).toEqual({ text: '没有未了结的。', exitCode: 0 }))

  test('what is owed, since when and why; orders and effects by name', () => {
    const order = { orderNo: 'ORDER1' as OrderNo, amount: fen(300) }
    const owed = [
      { ...order, since, way: 'unsent' as const, refusal: '403 NOT_ENOUGH 基本账户余额不足' },
      { ...order, since, way: 'sent' as const },
      { ...order, since, way: 'stuck' as const },
    ]
    const { text, exitCode } = tellOpen({
      owed,
      unended: [{ ...order, expiredAt: since }],
      dead: [{ effect: 'tell-paid:ORDER2', at: since }],
    })
    expect(exitCode).toBe(1)
    expect(text.split('\n')).toEqual([
      '待退的钱：3',
      '  ORDER1，从 2026-11-18 12:30 起应退 ¥3.00，微信拒绝了退款：403 NOT_ENOUGH 基本账户余额不足',
      '  ORDER1，从 2026-11-18 12:30 起应退 ¥3.00，微信已受理，正在退回',
      '  ORDER1，从 2026-11-18 12:30 起应退 ¥3.00，付款人的银行卡异常，请在商户平台发起“异常退款”',
      '',
      '过期后没有结束的订单（按单号查云函数日志）：1',
      '  ORDER1，¥3.00，2026-11-18 12:30 到期',
      '',
      '放弃的操作（按名称查云函数日志）：1',
      '  tell-paid:ORDER2，2026-11-18 12:30',
    ])
  })

  test('given back: only what WeChat took on is said to be on its way', () => {
    expect(tellReturn('ORDER1', fen(300), { way: 'sent' })).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('正在退回'),
    })
    const refused = tellReturn('ORDER1', fen(300), { way: 'unsent', refusal: '403 NOT_ENOUGH' })
    expect(refused).toMatchObject({ exitCode: 1, text: expect.stringContaining('微信拒绝了退款：403 NOT_ENOUGH') })
    const silent = tellReturn('ORDER1', fen(300), { way: 'unsent' })
    expect(silent).toMatchObject({ exitCode: 0, text: expect.stringContaining('还没有发给微信，会自动再试') })
    for (const { text } of [refused, silent]) expect(text).not.toContain('正在退回')
  })

  test('told as gone back by hand', () => {
    expect(tellByHand('ORDER1', 'recorded')).toMatchObject({
      exitCode: 0,
      text: expect.stringContaining('已记为手工退回'),
    })
    expect(tellByHand('ORDER1', 'under-way')).toMatchObject({ exitCode: 1, text: expect.stringContaining('没有记') })
  })
})
