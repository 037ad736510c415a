/** Money in whole fen (1/100 of the currency unit). Never a fraction, never a float. */
export type Fen = number & { readonly unit: 'fen' }

/** @throws RangeError if `amount` is not a whole number that arithmetic keeps exact. */
export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of fen: ${amount}`)
  return amount as Fen
}

export const NOTHING = fen(0)

export const add = (...amounts: readonly Fen[]): Fen => fen(amounts.reduce((total, amount) => total + amount, 0))

export const subtract = (from: Fen, amount: Fen): Fen => fen(from - amount)

export const times = (amount: Fen, count: number): Fen => fen(amount * count)

/** Currencies that have no hundredths, by ISO 4217; whole amounts of them are written without. */
const WHOLE = new Set('BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(' '))

/** ¥12.50, SGD 12.50, JPY 300, as people read it; a negative amount is −¥12.50. `currency` is of ISO 4217. */
export function written(amount: Fen, currency: string): string {
  const size = Math.abs(amount)
  const rest = size % 100
  const decimals = rest === 0 && WHOLE.has(currency) ? '' : `.${String(rest).padStart(2, '0')}`
  const sign = currency === 'CNY' ? '¥' : `${currency} `
  return `${amount < 0 ? '−' : ''}${sign}${Math.trunc(size / 100)}${decimals}`
}

/** What WeChat Pay takes: ¥12.50 */
export const yuan = (amount: Fen): string => written(amount, 'CNY')
