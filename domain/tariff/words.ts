/** Lengths and prices as a price board says them. */
import { written, type Fen } from '../money'
import type { Tariff } from './tariff'

/** 15 分钟, 3 小时, 1 小时 30 分钟, 24 小时, 7 天. */
export function length(minutes: number): string {
  if (minutes >= 2880 && minutes % 1440 === 0) return `${minutes / 1440} 天`
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  return [hours > 0 && `${hours} 小时`, (rest > 0 || hours === 0) && `${rest} 分钟`].filter(Boolean).join(' ')
}

/** ¥12.50, or SGD 12.50 where people pay otherwise. */
export const priceIn =
  ({ currency }: Pick<Tariff, 'currency'>) =>
  (amount: number): string =>
    written(amount as Fen, currency)
