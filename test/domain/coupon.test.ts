import fc from 'fast-check'
import {
  CODE_LETTERS,
  newCode,
  readCode,
  refuseCoupon,
  refuseOnBill,
  shownCode,
  type Coupon,
  type CouponBatch,
  type CouponRefusal,
} from '../../domain/coupon'
import { fen } from '../../domain/money'
import type { OpenId, OrderNo } from '../../domain/payment'
import type { LotId } from '../../domain/stay'
import { instant } from '../../domain/time'

const [ME, OTHER] = ['o-me', 'o-other'] as OpenId[] as [OpenId, OpenId]
const [HERE, ELSEWHERE] = ['here', 'elsewhere'] as LotId[] as [LotId, LotId]
const NOON = instant(Date.UTC(2026, 10, 22, 4))

const FRESH: Coupon = { state: 'issued', attempt: null, owner: null }
const BATCH: CouponBatch = {
  takesOff: { type: 'amount', amount: fen(100) },
  lots: [HERE],
  validFrom: instant(NOON - 1000),
  validUntil: instant(NOON + 1000),
  minimum: fen(300),
  onOvertime: false,
  withdrawnAt: null,
}
const BILL = { by: ME, now: NOON, lot: HERE, fee: fen(300), overtime: false, mayReplace: [] as OrderNo[] }

type Wrong = { coupon?: Partial<Coupon>; batch?: Partial<CouponBatch>; on?: Partial<typeof BILL> }

/** What can be wrong at once, the first reason first; of two states a coupon has the one told last. */
const WRONGS: readonly (readonly [CouponRefusal, Wrong])[] = [
  ['coupon-of-another', { coupon: { owner: OTHER } }],
  ['coupon-used', { coupon: { state: 'used', attempt: 'a1' as OrderNo } }],
  ['coupon-void', { batch: { withdrawnAt: instant(NOON - 1) } }],
  ['coupon-expired', { batch: { validUntil: NOON } }],
  ['coupon-not-yet', { batch: { validFrom: instant(NOON + 1) } }],
  ['coupon-held', { coupon: { state: 'held', attempt: 'a2' as OrderNo } }],
  ['coupon-other-lot', { on: { lot: ELSEWHERE } }],
  ['coupon-not-on-overtime', { on: { overtime: true } }],
  ['coupon-minimum', { on: { fee: fen(299) } }],
]

const refusal = (wrongs: readonly Wrong[]): CouponRefusal | undefined =>
  refuseOnBill(
    Object.assign({}, FRESH, ...wrongs.map(({ coupon }) => coupon)),
    Object.assign({}, BATCH, ...wrongs.map(({ batch }) => batch)),
    Object.assign({}, BILL, ...wrongs.map(({ on }) => on)),
  )

describe('why a coupon does not count', () => {
  test('it does when nothing is wrong, in its owner’s hands and in the last moment', () => {
    expect(refusal([])).toBeUndefined()
    expect(refusal([{ coupon: { owner: ME } }])).toBeUndefined()
    expect(refusal([{ batch: { validFrom: NOON, validUntil: instant(NOON + 1) } }])).toBeUndefined()
    expect(refusal([{ batch: { lots: [] }, on: { lot: ELSEWHERE } }])).toBeUndefined()
    const held: Wrong = { coupon: { state: 'held', attempt: 'a1' as OrderNo } }
    expect(refusal([held, { on: { mayReplace: ['a1' as OrderNo] } }])).toBeUndefined()
    expect(refusal([{ batch: { onOvertime: true }, on: { overtime: true } }])).toBeUndefined()
  })

  test.each(WRONGS)('%s', (why, wrong) => expect(refusal([wrong])).toBe(why))

  test('law: of several reasons the first is told', () => {
    fc.assert(
      fc.property(fc.subarray([...WRONGS], { minLength: 1 }), (wrongs) => {
        const inTurn = [...wrongs].reverse().map(([, wrong]) => wrong)
        expect(refusal(inTurn)).toBe(wrongs[0]?.[0])
      }),
    )
  })

  test('law: time alone makes it not yet valid, valid, and expired, in this order and once', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 2 }), (offsets) => {
        const order: (CouponRefusal | undefined)[] = ['coupon-not-yet', undefined, 'coupon-expired']
        const seen = offsets
          .sort((one, other) => one - other)
          .map((offset) => order.indexOf(refuseCoupon(FRESH, BATCH, { by: ME, now: instant(NOON + offset) })))
        expect(seen).toEqual([...seen].sort())
      }),
    )
  })
})

describe('codes', () => {
  const codes = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 12, maxLength: 16 }).map(newCode)

  test('twelve letters without those that look alike', () => {
    expect(newCode(Array.from({ length: 12 }, (_, bits) => bits))).toBe('23456789ABCD')
    expect(CODE_LETTERS).toHaveLength(32)
    expect(CODE_LETTERS).not.toMatch(/[01IO]/)
  })

  test('law: every code is read from what is printed, typed or scanned', () => {
    fc.assert(
      fc.property(codes, (code) => {
        const forms = [
          code,
          shownCode(code),
          shownCode(code).replaceAll('-', ' ').toLowerCase(),
          ` ${code}\n`,
          `https://boyi.example/c/${code}`,
          `https://boyi.example/c/${shownCode(code).toLowerCase()}`,
        ]
        for (const form of forms) expect(readCode(form)).toBe(code)
      }),
    )
  })

  test('law: different random bits make different codes', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.bigInt({ min: 0n, max: 2n ** 60n - 1n }), { minLength: 2 }), (numbers) => {
        const made = numbers.map((number) =>
          newCode(Array.from({ length: 12 }, (_, place) => Number((number >> BigInt(5 * place)) & 31n))),
        )
        expect(new Set(made).size).toBe(numbers.length)
      }),
    )
  })

  test.each([
    '',
    '23456789ABC',
    '23456789ABCDE',
    '23456789ABC0',
    '23456789ABCO',
    '6901234567892',
    'https://boyi.example/c/',
  ])('no code: %j', (text) => expect(readCode(text)).toBeUndefined())

  test('shown in groups of four', () => {
    expect(shownCode(newCode(Array.from({ length: 12 }, (_, bits) => bits)))).toBe('2345-6789-ABCD')
  })
})
