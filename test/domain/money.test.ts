import fc from 'fast-check'
import { add, fen, subtract, times, written, yuan } from '../../domain/money'

const amounts = fc.integer({ min: -1e9, max: 1e9 }).map(fen)

test('money is written with two decimals, and a debt with a minus before the sign', () => {
  expect(yuan(fen(1250))).toBe('¥12.50')
  expect(yuan(fen(5))).toBe('¥0.05')
  expect(yuan(fen(-300))).toBe('−¥3.00')
})

test('every currency but ours is written with its code, and without decimals where it has none', () => {
  expect(written(fen(1250), 'SGD')).toBe('SGD 12.50')
  expect(written(fen(-30_000), 'JPY')).toBe('−JPY 300')
  expect(written(fen(30_050), 'JPY')).toBe('JPY 300.50')
  expect(written(fen(30_000), 'CNY')).toBe('¥300.00')
})

test.each([12.5, NaN, Infinity, 2 ** 53])('%p is refused: not a whole number of fen', (amount) => {
  expect(() => fen(amount)).toThrow(RangeError)
})

test('law: adding and taking away again changes nothing, and what is written can be read back', () => {
  fc.assert(fc.property(amounts, amounts, (a, b) => subtract(add(a, b), b) === a))
  fc.assert(fc.property(fc.nat(1e9).map(fen), (a) => Math.round(Number(yuan(a).slice(1)) * 100) === a))
})

test('law: n times an amount is the sum of n of them', () => {
  fc.assert(
    fc.property(
      amounts,
      fc.integer({ min: 0, max: 50 }),
      (a, n) => times(a, n) === add(fen(0), ...Array<typeof a>(n).fill(a)),
    ),
  )
})
