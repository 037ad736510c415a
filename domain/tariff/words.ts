/** Lengths, prices and days as a price board says them. */
import { written, type Fen } from '../money'
import type { DayName, Tariff, Weekday } from './tariff'

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

const WEEKDAY_WORDS: Readonly<Record<Weekday, string>> = {
  mon: '周一',
  tue: '周二',
  wed: '周三',
  thu: '周四',
  fri: '周五',
  sat: '周六',
  sun: '周日',
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  workday: '工作日',
  dayOff: '非工作日',
  weekend: '周末',
  holiday: '节假日',
}

const DAY_WORDS: Readonly<Record<string, string>> = { ...WEEKDAY_WORDS, ...TYPE_WORDS }

const nameOf = (day: DayName): string => DAY_WORDS[day] ?? day

export const daysSaid = (days: readonly DayName[] | undefined): string => days?.map(nameOf).join('、') ?? ''
