import * as fc from 'fast-check'
import { add, fen, type Fen } from '../../../domain/money'
import type { OrderNo, RefundNo } from '../../../domain/payment'
import {
  NO_MOVEMENT,
  NO_TRADE,
  type Bills,
  type OtherRow,
  type PaymentRow,
  type RefundRow,
} from '../../../domain/reconciliation/bills'
import {
  compareDay,
  daysToLookInto,
  notInBills,
  type Books,
  type OurPayment,
  type OurRefund,
} from '../../../domain/reconciliation/compare'
import { dayAfter, startOfDay, type BeijingDay } from '../../../domain/reconciliation/day'
import type { DifferenceKind } from '../../../domain/reconciliation/difference'
import type { OurDebt } from '../../../domain/reconciliation/owed'
import { instant, readInstant, type Instant } from '../../../domain/time'
import { billsOf, booksOf, DAY, debtOf, fundBillOf, history } from './history'

/** Paid and given back at once, at the very midnight, which the bills put a millisecond into the day before. */
const PAID_AT_MIDNIGHT = {
  orderNo: 'ORDER0000' as OrderNo,
  paidAt: startOfDay(dayAfter(DAY, -1)),
  amount: 1,
  refund: { part: 1, after: 0, takes: 85_800_000, ends: 'done' as const },
  skew: -1,
}

const NOON = readInstant('2026-11-21T12:00:00+08:00')

describe('two records of one history', () => {
  test('agree on every day, however close to midnight things happened, but for money that is owed for too long', () => {
    fc.assert(
      fc.property(history, (paid) => {
        for (const day of [DAY, dayAfter(DAY, -1), dayAfter(DAY)]) {
          const { differences, totals } = compareDay(day, booksOf(paid), billsOf(paid, day))
          expect(differences).toEqual(overdue(paid, day))
          expect(totals.payments.here).toBe(totals.payments.there)
          expect(totals.refunds.here).toBe(totals.refunds.there)
        }
      }),
    )
  })

  test('count every payment in the totals of exactly one day', () => {
    fc.assert(
      fc.property(history, (paid) => {
        const days = [-4, -3, -2, -1, 0, 1].map((back) => dayAfter(DAY, back))
        const totals = days.map((day) => compareDay(day, booksOf(paid), billsOf(paid, day)).totals.payments.here)
        expect(add(...totals)).toBe(paid.reduce((sum, { amount }) => sum + amount, 0))
      }),
    )
  })

  test('without the bills of other days, these are named as far as they are needed', () => {
    fc.assert(
      fc.property(history, (paid) => {
        const bills = billsOf(paid, DAY)
        const missing = notInBills(DAY, booksOf(paid), { ...bills, elsewhere: new Set() })
        const found = daysToLookInto(DAY, missing).flatMap((day) => [...numbersOn(billsOf(paid, day))])
        const stillMissing = notInBills(DAY, booksOf(paid), { ...bills, elsewhere: new Set(found) })
        expect(stillMissing).toEqual({ payments: [], refunds: [] })
      }),
      { examples: [[[PAID_AT_MIDNIGHT]]] },
    )
  })
})

/** Found without the rule's own arithmetic: 72 hours before the midnight that ends the day. */
const overdue = (paid: Parameters<typeof booksOf>[0], day: BeijingDay) =>
  paid
    .flatMap(debtOf)
    .filter(({ since }) => Date.parse(`${day}T24:00:00+08:00`) - since > 72 * 3_600_000)
    .map(({ orderNo, amount, since }) => ({
      kind: 'still-owed',
      number: orderNo,
      here: amount,
      there: null,
      at: since,
    }))

const numbersOn = ({ trade }: Bills): Set<string> =>
  new Set([...trade.payments.map(({ orderNo }) => orderNo), ...trade.refunds.map(({ refundNo }) => refundNo)])

// ---------------------------------------------------------------- planted

const ORDER = 'PLANTED1' as OrderNo
const REFUND = 'RPLANTED101' as RefundNo

const payment: OurPayment = { orderNo: ORDER, transactionId: 'T1', amount: fen(1250), paidAt: NOON }
const paymentRow: PaymentRow = {
  orderNo: ORDER,
  transactionId: 'T1',
  at: NOON,
  amount: fen(1250),
  settled: fen(1250),
  fee: 8000 as PaymentRow['fee'],
}
const refund: OurRefund = {
  refundNo: REFUND,
  orderNo: ORDER,
  amount: fen(300),
  paidAt: NOON,
  state: 'returned',
  returnedAt: NOON,
}
const refundRow: RefundRow = {
  refundNo: REFUND,
  refundId: 'W1',
  orderNo: ORDER,
  at: NOON,
  amount: fen(300),
  settled: fen(300),
  fee: -2000 as RefundRow['fee'],
  state: 'done',
}

interface Planted {
  payments?: OurPayment[]
  refunds?: OurRefund[]
  byHand?: [OrderNo, Fen][]
  owed?: OurDebt[]
  unpaid?: OrderNo[]
  rows?: PaymentRow[]
  refundRows?: RefundRow[]
  otherRows?: OtherRow[]
}

/** A history with something more on one side or the other. The account follows the trade bill. */
function withPlanted(paid: Parameters<typeof booksOf>[0], planted: Planted): [Books, Bills] {
  const [books, bills] = [booksOf(paid), billsOf(paid, DAY)]
  const trade = {
    payments: [...bills.trade.payments, ...(planted.rows ?? [])],
    refunds: [...bills.trade.refunds, ...(planted.refundRows ?? [])],
    others: planted.otherRows ?? [],
  }
  return [
    {
      payments: [...books.payments, ...(planted.payments ?? [])],
      refunds: [...books.refunds, ...(planted.refunds ?? [])],
      byHand: new Map(planted.byHand),
      owed: planted.owed ?? [],
      unpaid: new Set(planted.unpaid),
    },
    { ...bills, trade, funds: fundBillOf(trade) },
  ]
}

const PLANTED: [DifferenceKind, Planted, here: number | null, there: number | null][] = [
  ['unknown-order', { rows: [paymentRow] }, null, 1250],
  ['not-counted', { rows: [paymentRow], unpaid: [ORDER] }, null, 1250],
  ['amount-differs', { rows: [paymentRow], payments: [{ ...payment, amount: fen(1249) }] }, 1249, 1250],
  ['other-transaction', { rows: [paymentRow], payments: [{ ...payment, transactionId: 'T2' }] }, 1250, 1250],
  ['listed-twice', { rows: [paymentRow, paymentRow], payments: [payment] }, null, 1250],
  ['not-in-bill', { payments: [payment] }, 1250, null],
  ['unknown-refund', { refundRows: [refundRow] }, null, 300],
  ['refund-amount-differs', { refundRows: [refundRow], refunds: [{ ...refund, amount: fen(301) }] }, 301, 300],
  ['refund-not-in-bill', { refunds: [refund] }, 300, null],
  ['refund-failed', { refundRows: [{ ...refundRow, state: 'failed' }], refunds: [refund] }, 300, null],
  [
    'refund-stuck',
    { refundRows: [{ ...refundRow, state: 'abnormal' }], refunds: [{ ...refund, state: 'sent', returnedAt: null }] },
    300,
    300,
  ],
]

describe('a planted difference is named, and nothing else is', () => {
  test.each(PLANTED)('%s', (kind, planted, here, there) => {
    fc.assert(
      fc.property(history, (paid) => {
        const { differences, totals } = compareDay(DAY, ...withPlanted(paid, planted))
        expect(differences).toEqual([expect.objectContaining({ kind, here, there })])
        const [isRefund, apart] = [kind.includes('refund'), (here ?? 0) - (there ?? 0)]
        const { here: ours, there: theirs } = isRefund ? totals.refunds : totals.payments
        expect(ours - theirs).toBe(apart)
      }),
    )
  })

  test.each<[DifferenceKind, number]>([
    ['account-payments', 0],
    ['account-fees', 1],
  ])('%s', (kind, place) => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 500 }), (paid, wrong) => {
        const [books, bills] = withPlanted(paid, { rows: [paymentRow], payments: [payment] })
        const own = bills.funds.movements.filter(({ id }) => id === 'T1')
        const changed = own.map((one, at) => (at === place ? { ...one, amount: fen(one.amount - wrong) } : one))
        const movements = [...bills.funds.movements.filter(({ id }) => id !== 'T1'), ...changed]
        const { differences } = compareDay(DAY, books, { ...bills, funds: { movements } })
        const [{ here, there, ...rest } = { here: null, there: null }, ...more] = differences
        expect([rest, more]).toEqual([{ kind, number: '', at: null }, []])
        expect(Math.abs((here ?? 0) - (there ?? 0))).toBe(wrong)
      }),
    )
  })

  test('other-trade: named once, whatever the account shows of it', () => {
    const other: OtherRow = { orderNo: ORDER, ids: ['T9', 'W9'], at: NOON, amount: fen(500) }
    const moved = (['payment', 'refund', 'fee', 'other'] as const).map((kind, place) => ({
      kind,
      id: place === 0 ? 'T9' : 'W9',
      at: NOON,
      amount: fen(place - 500),
    }))
    fc.assert(
      fc.property(history, fc.subarray(moved), (paid, shown) => {
        const [books, bills] = withPlanted(paid, { otherRows: [other] })
        const movements = [...bills.funds.movements, ...shown]
        const { differences, totals } = compareDay(DAY, books, { ...bills, funds: { movements } })
        expect(differences).toEqual([{ kind: 'other-trade', number: ORDER, here: null, there: 500, at: NOON }])
        expect(totals.payments.here).toBe(totals.payments.there)
      }),
    )
  })

  test('still-owed: from the day on at whose end three days have passed, and each day until it has ended', () => {
    const since = readInstant('2026-11-19T00:00:00+08:00')
    const owed = (at: number): OurDebt[] => [{ orderNo: ORDER, amount: fen(300), since: instant(at) }]
    const found = (debts: OurDebt[], day: BeijingDay) => {
      const [books, bills] = withPlanted([], { owed: debts })
      return compareDay(day, books, bills)
    }
    expect(found(owed(since), DAY).differences).toEqual([])
    const listed = { kind: 'still-owed', number: ORDER, here: 300, there: null }
    expect(found(owed(since - 1), DAY)).toMatchObject({
      differences: [{ ...listed, at: since - 1 }],
      totals: { stillOwed: 300, refunds: { here: 0, there: 0 } },
    })
    for (const later of [1, 2, 30])
      expect(found(owed(since), dayAfter(DAY, later)).differences).toEqual([{ ...listed, at: since }])
  })

  test('account-refunds: a refund that left no trace in the account', () => {
    const [books, bills] = withPlanted([], { refundRows: [refundRow], refunds: [refund] })
    const { differences } = compareDay(DAY, books, { ...bills, funds: { movements: [] } })
    expect(differences.map(({ kind, here, there }) => [kind, here, there])).toEqual([
      ['account-refunds', 300, 0],
      ['account-fees', -2, 0],
    ])
  })
})

describe('what is no difference', () => {
  const differences = (planted: Planted, elsewhere: string[] = []) => {
    const [books, bills] = withPlanted([], planted)
    return compareDay(DAY, books, { ...bills, elsewhere: new Set(elsewhere) }).differences
  }
  const at = (ms: number): Instant => instant(startOfDay(dayAfter(DAY)) + ms)

  test('a payment of the last ten minutes, which the next day answers for', () => {
    expect(differences({ payments: [{ ...payment, paidAt: at(-1000) }] })).toEqual([])
    const next = (elsewhere: string[]) => {
      const [books, bills] = withPlanted([], { payments: [{ ...payment, paidAt: at(-1000) }] })
      const none = { trade: NO_TRADE, funds: NO_MOVEMENT }
      return compareDay(dayAfter(DAY), books, { ...bills, ...none, elsewhere: new Set(elsewhere) }).differences
    }
    expect(next([ORDER])).toEqual([])
    expect(next([])).toEqual([expect.objectContaining({ kind: 'not-in-bill' })])
  })

  test('what went back by hand: in parts, under numbers of the console, on any day; more than that is a difference', () => {
    const part = (name: string, amount: number): RefundRow => ({
      ...refundRow,
      refundNo: name as RefundNo,
      refundId: name,
      amount: fen(amount),
      settled: fen(amount),
    })
    const rows = [part('CONSOLE1', 100), part('CONSOLE2', 200)]
    const byHand: Planted['byHand'] = [[ORDER, fen(300)]]
    expect(differences({ refundRows: rows, byHand })).toEqual([])
    expect(differences({ refundRows: rows.slice(1), byHand })).toEqual([])
    expect(differences({ byHand })).toEqual([])
    const [books, bills] = withPlanted([], { refundRows: rows, byHand })
    expect(compareDay(DAY, books, bills).totals.refunds).toEqual({ here: 300, there: 300 })
    expect(differences({ refundRows: [...rows, part('CONSOLE3', 1)], byHand })).toEqual([
      { kind: 'unknown-refund', number: 'CONSOLE3', orderNo: ORDER, here: null, there: 1, at: NOON },
    ])
  })

  test('a refund that the bank finished days after it stood in a bill', () => {
    const planted = { refunds: [{ ...refund, paidAt: readInstant('2026-11-18T09:00:00+08:00') }] }
    expect(differences(planted)).toHaveLength(1)
    expect(differences(planted, [REFUND])).toEqual([])
  })

  test('a refund that the bill has as accepted, and that WeChat closed later', () => {
    const closed: OurRefund = { ...refund, state: 'closed', returnedAt: null }
    expect(differences({ refundRows: [{ ...refundRow, state: 'processing' }], refunds: [closed] })).toEqual([])
  })

  test('money that the account has a minute after midnight', () => {
    const row = { ...paymentRow, at: at(-1000) }
    const [books, bills] = withPlanted([], { payments: [{ ...payment, paidAt: at(-1000) }], rows: [row] })
    expect(compareDay(DAY, books, { ...bills, funds: { movements: [] } }).differences).toEqual([])
  })

  test('a fee of which the bill shows parts of a fen', () => {
    const amount: Fen = fen(1)
    const [books, bills] = withPlanted([], {
      payments: [{ ...payment, amount }],
      rows: [{ ...paymentRow, amount, settled: amount, fee: 6 as PaymentRow['fee'] }],
    })
    const movements = bills.funds.movements.filter(({ kind }) => kind === 'payment')
    expect(compareDay(DAY, books, { ...bills, funds: { movements } }).differences).toEqual([])
  })
})
