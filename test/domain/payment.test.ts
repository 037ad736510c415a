import fc from 'fast-check'
import { fen } from '../../domain/money'
import {
  evolve,
  isByHand,
  isFormerRefund,
  isOpen,
  moneyArrived,
  nextStep,
  orderExpiry,
  refundNumber,
  refuseUndo,
  undoUntil,
  type OpenId,
  type OrderNo,
  type PaymentFact,
  type PaymentState,
  type RefundNo,
} from '../../domain/payment'
import { instant, MINUTE } from '../../domain/time'

const NOW = instant(Date.UTC(2026, 10, 22))
const PAID: PaymentFact = { type: 'paid', transactionId: 'T1', paidAt: NOW, paid: fen(300) }
const LATE: PaymentFact = { type: 'paid', transactionId: 'T2', paidAt: NOW, paid: fen(300), unapplied: 'stay-over' }
const refundNo = refundNumber('a1' as OrderNo)
const FACTS: readonly PaymentFact[] = [
  { type: 'prepaid' },
  { type: 'closed' },
  { type: 'neverPlaced' },
  PAID,
  LATE,
  { type: 'returned', why: 'undone', back: fen(300) },
  { type: 'returned', why: 'goodwill', back: fen(100) },
  { type: 'refundSent', refundNo },
  { type: 'refundClosed', refundNo },
  { type: 'refundSent', refundNo: refundNumber('a1' as OrderNo, 1) },
  { type: 'refundStuck', refundNo },
  { type: 'refunded', refundNo },
  { type: 'refunded', refundNo: refundNumber('a1' as OrderNo, 1) },
  { type: 'returnedByHand' },
]

const SENT: PaymentFact = { type: 'refundSent', refundNo }
const CLOSED: PaymentFact = { type: 'refundClosed', refundNo }

const afterAll_ = (facts: readonly PaymentFact[]): PaymentState =>
  facts.reduce<PaymentState>(evolve, { state: 'created' })

test('money that arrives after the order was closed still counts', () => {
  expect(afterAll_([{ type: 'prepaid' }, { type: 'closed' }, PAID])).toMatchObject({
    state: 'applied',
    transactionId: 'T1',
  })
})

test('an order that a phone can pay is not given up as never placed', () => {
  expect(afterAll_([{ type: 'neverPlaced' }])).toEqual({ state: 'closed' })
  expect(afterAll_([{ type: 'prepaid' }, { type: 'neverPlaced' }])).toEqual({ state: 'prepaid' })
})

test('a payment that cannot be applied goes back under one number', () => {
  expect(afterAll_([LATE, { type: 'refundSent', refundNo }, { type: 'refunded', refundNo }])).toMatchObject({
    state: 'refunded',
    why: 'stay-over',
    refundNo: 'Ra101',
  })
})

test('law: a fact told again changes nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...FACTS)), fc.constantFrom(...FACTS), (facts, again) => {
      const once = evolve(afterAll_(facts), again)
      expect(evolve(once, again)).toEqual(once)
    }),
  )
})

test('law: money that arrived is never forgotten, and the first story about it stays', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...FACTS)), fc.array(fc.constantFrom(...FACTS)), (before, more) => {
      const arrived = evolve(afterAll_(before), PAID)
      const later = more.reduce(evolve, arrived)
      expect(moneyArrived(later)).toBe(true)
      expect('transactionId' in later && later.transactionId).toBe('transactionId' in arrived && arrived.transactionId)
    }),
  )
})

test('nothing to send back is sent back already, and has no number', () => {
  const free: PaymentFact = { type: 'paid', transactionId: null, paidAt: NOW, paid: fen(0) }
  expect(afterAll_([free, { type: 'returned', why: 'undone', back: fen(0) }])).toMatchObject({
    state: 'refunded',
    refundNo: null,
    back: 0,
  })
})

test('coupons that pay for everything count once and in time, and leave nothing behind otherwise', () => {
  const free: PaymentFact = { type: 'paid', transactionId: null, paidAt: NOW, paid: fen(0) }
  expect(afterAll_([free, { type: 'closed' }])).toMatchObject({ state: 'applied' })
  expect(afterAll_([{ type: 'closed' }, free])).toEqual({ state: 'closed' })
  expect(afterAll_([{ ...free, unapplied: 'coupon-gone' }])).toEqual({ state: 'closed' })
})

test('a refund that WeChat closed is owed again, under the next number', () => {
  const closed = afterAll_([PAID, { type: 'returned', why: 'goodwill', back: fen(100) }, SENT, CLOSED])
  expect(closed).toMatchObject({ state: 'owed', back: 100, paid: 300, refundsClosed: 1 })
  expect(closed).not.toHaveProperty('refundNo')
  const next = refundNumber('a1' as OrderNo, 1)
  expect(next).toBe('Ra102')
  expect(
    evolve(evolve(closed, { type: 'refundSent', refundNo: next }), { type: 'refunded', refundNo: next }),
  ).toMatchObject({ state: 'refunded', refundNo: next, back: 100 })
})

test('a refund that is stuck at a bank goes on under its number, and ends like any other', () => {
  const stuck = afterAll_([LATE, SENT, { type: 'refundStuck', refundNo }])
  expect(stuck).toMatchObject({ state: 'refunding', refundNo, stuck: true })
  expect(evolve(stuck, { type: 'refunded', refundNo })).not.toHaveProperty('stuck')
  expect(evolve(stuck, CLOSED)).not.toHaveProperty('stuck')
})

test('what went back by hand has no number, and only what is owed can', () => {
  const byHand = afterAll_([LATE, SENT, { type: 'returnedByHand' }])
  expect(byHand).toMatchObject({ state: 'refunded', refundNo: null, back: 300 })
  expect(isByHand(byHand)).toBe(true)
  expect(evolve(byHand, { type: 'refunded', refundNo })).toBe(byHand)
  expect(afterAll_([PAID, { type: 'returnedByHand' }])).toMatchObject({ state: 'applied' })
  expect(isByHand(afterAll_([LATE, SENT, { type: 'refunded', refundNo }]))).toBe(false)
})

test('what is told of an earlier refund says nothing about the next', () => {
  const next = refundNumber('a1' as OrderNo, 1)
  expect(afterAll_([LATE, SENT, CLOSED, SENT])).toMatchObject({ state: 'owed', refundsClosed: 1 })
  const again = afterAll_([LATE, SENT, CLOSED, { type: 'refundSent', refundNo: next }])
  expect(evolve(again, { type: 'refunded', refundNo })).toBe(again)
  expect(evolve(again, CLOSED)).toBe(again)
})

test('a refund that was closed and asked for anew is known by its number', () => {
  const [first, second, third] = [0, 1, 2].map((closed) => refundNumber('a1' as OrderNo, closed)) as [
    RefundNo,
    RefundNo,
    RefundNo,
  ]
  expect([first, second, third].map((number) => isFormerRefund(number, 'a1' as OrderNo, 1))).toEqual([
    true,
    false,
    false,
  ])
  expect(isFormerRefund(first, 'a2' as OrderNo, 1)).toBe(false)
  expect(isFormerRefund('console1' as RefundNo, 'a1' as OrderNo, 1)).toBe(false)
})

test('law: only a payment that counts is taken back, and what goes back is settled once', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...FACTS)), fc.array(fc.constantFrom(...FACTS)), (before, more) => {
      const state = afterAll_(before)
      const later = more.reduce(evolve, state)
      if ('back' in state) expect(later).toMatchObject({ back: state.back, why: state.why, paid: state.paid })
      if ('back' in later) expect(later.back).toBeLessThanOrEqual(later.paid)
      if (state.state === 'refunded') expect(later).toBe(state)
      if (!isOpen(state)) expect(isOpen(later)).toBe(false)
    }),
  )
})

describe('whether a payment can be taken back', () => {
  const paid: PaymentState = { state: 'applied', transactionId: 'T1', paidAt: NOW, paid: fen(300) }
  const stay = { counts: true, isLatest: true, isLeaving: false, undoneBefore: false }
  const may = { payment: paid, now: NOW, inTouch: true, stay }

  test('for ten minutes, and not in the moment when they end', () => {
    expect(undoUntil(NOW)).toBe(NOW + 10 * MINUTE)
    expect(refuseUndo({ ...may, now: instant(undoUntil(NOW) - 1) })).toBeUndefined()
    expect(refuseUndo({ ...may, now: undoUntil(NOW) })).toBe('undo-too-late')
  })

  test.each([
    ['car-left', { stay: null }],
    ['car-leaving', { stay: { ...stay, isLeaving: true } }],
    ['paid-since', { stay: { ...stay, isLatest: false } }],
    ['undo-once', { stay: { ...stay, undoneBefore: true } }],
    ['car-leaving', { stay: { ...stay, isLatest: false, isLeaving: true, undoneBefore: true } }],
    ['nothing-to-undo', { stay: { ...stay, counts: false, isLatest: false } }],
    ['car-unsure', { inTouch: false }],
    ['car-left', { inTouch: false, stay: null }],
    ['undo-too-late', { now: undoUntil(NOW), stay: null }],
  ] as const)('%s', (why, what) => expect(refuseUndo({ ...may, ...what })).toBe(why))

  test('law: nothing that is not counted', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...FACTS)), (facts) => {
        const payment = afterAll_(facts)
        expect(refuseUndo({ ...may, payment }) === 'nothing-to-undo').toBe(payment.state !== 'applied')
      }),
    )
  })
})

describe('what an open attempt means for a wish to pay', () => {
  const [me, other] = ['o-me', 'o-other'] as OpenId[] as [OpenId, OpenId]
  const open = { amount: fen(300), payer: me, coupons: [], madeAt: NOW, expiresAt: instant(NOW + 3 * MINUTE) }
  const wish = { amount: fen(300), payer: me, coupons: [] }

  test('none open: a new one', () => expect(nextStep(undefined, wish, NOW)).toBe('new'))
  test('the same wish again: the same order', () => expect(nextStep(open, wish, NOW)).toBe('reuse'))
  test('another amount: replaced', () => expect(nextStep(open, { ...wish, amount: fen(400) }, NOW)).toBe('replace'))
  test('other coupons: replaced, though the amount is the same', () =>
    expect(nextStep(open, { ...wish, coupons: ['C'] }, NOW)).toBe('replace'))
  test('expired: replaced, for an expired order is not a closed one', () =>
    expect(nextStep(open, wish, open.expiresAt)).toBe('replace'))
  test('somebody else within the first minute: they come first', () =>
    expect(nextStep(open, { ...wish, payer: other }, instant(NOW + MINUTE - 1))).toBe('wait'))
  test('somebody else after a minute: replaced', () =>
    expect(nextStep(open, { ...wish, payer: other }, instant(NOW + MINUTE))).toBe('replace'))
})

test('an order lives as long as its bill, but at least a minute', () => {
  expect(orderExpiry(instant(NOW + 3 * MINUTE), NOW)).toBe(NOW + 3 * MINUTE)
  expect(orderExpiry(instant(NOW + 1000), NOW)).toBe(NOW + MINUTE)
})
