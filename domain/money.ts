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

/** ¥12.50, as people read it; a negative amount is −¥12.50. */
export function yuan(amount: Fen): string {
  const whole = Math.abs(amount)
  const digits = `¥${Math.trunc(whole / 100)}.${String(whole % 100).padStart(2, '0')}`
  return amount < 0 ? `−${digits}` : digits
}
