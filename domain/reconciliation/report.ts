/** What an operator is told of days. */
import type { OrderNo } from '../payment'
import type { Comparison, DayTotals } from './compare'
import type { BeijingDay } from './day'

/** due: not compared yet; failed: WeChat Pay's bills could not be had. */
export type DayState = 'due' | 'agreed' | 'differs' | 'failed'

export type MoneyRefusal =
  | 'no-such-day'
  /** The day is not over, or WeChat Pay still writes its bills. */
  | 'not-written'
  /** WeChat Pay keeps bills for three months. */
  | 'too-old'
  | 'too-many-days'
  /** WeChat Pay did not answer as it should. */
  | 'pay-failed'

export interface Refusal {
  answer: 'refused'
  why: MoneyRefusal
  detail?: string
}

export type MoneyDay =
  | ({
      answer: 'compared'
      day: BeijingDay
      /** Orders that were brought up to date on the way. */
      mended: OrderNo[]
    } & Comparison)
  | Refusal

export interface DaySummary {
  day: BeijingDay
  state: DayState
  totals: DayTotals | null
  differenceCount: number
}

export type MoneyDays = { answer: 'days'; days: DaySummary[] } | Refusal
