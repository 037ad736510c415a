import fc from 'fast-check'
import { fen } from '../../domain/money'
import {
  evolve,
  moneyArrived,
  nextStep,
  orderExpiry,
  refundNumber,
  type OpenId,
  type OrderNo,
  type PaymentFact,
  type PaymentState,
} from '../../domain/payment'
import { instant, MINUTE } from '../../domain/time'

const NOW = instant(Date.UTC(2026, 10, 22))
const PAID: PaymentFact = { type: 'paid', transactionId: 'T1', paidAt: NOW, paid: fen(300) }
const LATE: PaymentFact = { type: 'paid', transactionId: 'T2', paidAt: NOW, paid: fen(300), unapplied: 'stay-over' }
const refundNo = refundNumber('a1' as OrderNo)
const FACTS: readonly PaymentFact[] = [
  { type: 'prepaid' },
  { type: 'closed' },
  PAID,
  LATE,
  { type: 'returned', why: 'undone', back: fen(300) },
  { type: 'refundSent', refundNo },
  { type: 'refunded', refundNo },
]

const afterAll_ = (facts: readonly PaymentFact[]): PaymentState =>
  facts.reduce<PaymentState>(evolve, { state: 'created' })

test('money that arrives after the order was closed still counts', () => {
  expect(afterAll_([{ type: 'prepaid' }, { type: 'closed' }, PAID])).toMatchObject({
    state: 'applied',
    transactionId: 'T1',
  })
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
