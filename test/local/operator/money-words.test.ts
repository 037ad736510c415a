/** What an operator reads of a day and of many days. */
import { fen } from '../../../domain/money'
import type { DayTotals } from '../../../domain/reconciliation/compare'
import type { BeijingDay } from '../../../domain/reconciliation/day'
import type { Difference } from '../../../domain/reconciliation/difference'
import { readInstant } from '../../../domain/time'
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
