/**
 * A lot's price list as plain JSON. Amounts are fen, lengths are minutes, clock times are the lot's wall clock.
 * docs/tariffs.md shows each part by examples; `readTariff` checks what was written by hand.
 */
import type { Fen } from '../money'
import type { Minutes, Zone } from '../time'
import type { Coupon } from './coupon'

/** HH:MM on the wall clock, 00:00 to 24:00. */
export type ClockTime = `${number}:${number}`

/** fri 18:00: a clock time of each week. */
export type WeekTime = `${Weekday} ${ClockTime}`

/** YYYY-MM-DD on the wall clock. */
export type DateText = `${number}-${number}-${number}`

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A weekday, or a type of day that the calendar names. */
export type DayName = string

/**
 * A part of a ladder: units of `unit` minutes at `price` each, until the ladder's position reaches `to`. A unit that does
 * not end before `to` is cut there and costs its full price.
 */
export interface Band {
  /** Absent in the last band, which never ends. */
  to?: Minutes
  unit: Minutes
  price: Fen
  /** What becomes of an incomplete last unit: charged (up, the default), not charged (down), or charged by the minute. */
  round?: 'up' | 'down' | 'prorata'
  /** With `up`: an incomplete last unit of at most so many minutes is not charged. */
  tolerance?: Minutes
}

/** Units at a price, a price for the whole, or nothing. */
export type Charge =
  | {
      ladder: readonly Band[]
      /** Whether a stay of exactly `to` minutes still belongs to the band before (inclusive, the default). */
      upper?: 'inclusive' | 'exclusive'
    }
  | {
      flat: Fen
      /** Charged once for each occurrence of the period (default), for each piece, for each calendar day, or per stay. */
      per?: 'instance' | 'piece' | 'calendarDay' | 'stay'
    }
  | { free: true }

/**
 * A window of the day, half-open [from, to), over midnight when `to` is not later than `from`; or one of the week, over
 * as many days as lie between. Without a clock it is the whole of its days, and days that follow one another are one
 * occurrence.
 */
export type Period = {
  /** What people call it: 白天, 夜间. */
  name: string
  from?: ClockTime | WeekTime
  to?: ClockTime | WeekTime
  /** Every day, if not said. */
  days?: readonly DayName[]
  /** Over midnight: whose day counts, that of each minute (default) or that on which the period began. */
  dayBy?: 'minute' | 'start'
  /** Most that one occurrence may cost. */
  cap?: Fen
  /** Whether a new block opens the cap anew. */
  capPer?: 'instance' | 'block'
  /** Does not count towards the caps of blocks and groups; those of the period and of the stay hold. */
  outsideCap?: true
  /** Whether pieces and units of this period end with the block, instead of what the blocks say. */
  cut?: boolean
} & Charge

export interface FreeTime {
  minutes: Minutes
  /** Exactly so many minutes are charged already. */
  strict?: boolean
  /** `threshold`: a longer stay pays from its first minute. `deduct`: charging begins after the free minutes. */
  mode: 'threshold' | 'deduct'
  /** How often it is granted: once a stay (default), in each block, once a calendar day or once in `hours` to a vehicle. */
  renew?: 'stay' | 'block' | 'vehicleDay' | 'vehicleHours'
  /** With `vehicleHours`. */
  hours?: number
}

/** Stretches of a stay after which a cap, and maybe the ladder, starts again. */
export interface Blocks {
  by: 'elapsed' | 'calendarDay'
  /** Length of an elapsed block; 1440 if not said. */
  minutes?: Minutes
  /** Elapsed blocks lie from the entry (default), or from where charging begins. */
  origin?: 'entry' | 'billing'
  cap?: Fen
  /** Caps each block (default), or the first alone. */
  capTimes?: 'each' | 'first'
  /** Ladder position with which later blocks begin: 60 leaves out the first hour's price. */
  restartAt?: Minutes
  /** Whether pieces and units end with the block; yes, if not said. A unit counts in the block in which it begins. */
  cut?: boolean
  /** Caps over so many blocks in a row, such as a week. */
  groups?: readonly { blocks: number; cap: Fen }[]
}

/** A clock time on the product's day, or so many days later. */
export interface Edge {
  at: ClockTime
  day?: number
  /** Whether the very minute belongs to the window; the start does and the end does not, if not said. */
  inclusive?: boolean
}

export interface Window {
  from?: Edge
  to?: Edge
}

/** A price for the whole stay, offered when entry and exit lie in given windows. */
export interface Product {
  name: string
  /** Days whose clock the windows are told by; every day, if not said. */
  days?: readonly DayName[]
  /** On the product's day, if not said. */
  entry?: Window
  exit?: Window
  minMinutes?: Minutes
  maxMinutes?: Minutes
  price: Fen
  /** The price is for each calendar date touched; the exit's date counts at exactly 00:00 with `exitIncluded`. */
  perDate?: 'touched' | 'exitIncluded'
}

export interface Plan {
  free?: FreeTime
  blocks?: Blocks
  /** Time in no period is free. The first period that fits counts, if `overlap` says so; otherwise none may overlap. */
  periods: readonly Period[]
  overlap?: 'firstMatch'
  /**
   * What happens where one period ends; must be said when several charge. With `entry` nothing does: the period of the
   * entry prices the whole stay.
   */
  crossing?: 'split' | 'carry' | 'accumulate' | 'entry'
  /** How long a ladder goes on: for a piece (default), a block, a calendar day, or the whole stay. */
  counter?: 'piece' | 'block' | 'calendarDay' | 'stay'
  /** A ladder's position: minutes charged on it (default), or minutes passed since the counter began. */
  counts?: 'charged' | 'elapsed'
  /** A price for the first minutes of each block, whatever the hour. */
  head?: { name: string; minutes: Minutes; price: Fen }
  products?: readonly Product[]
  /** Among the products that fit and the normal calculation: the first product, or the cheapest. */
  choose?: 'first' | 'min'
  /** When the normal calculation is offered beside products. If nothing fits, it is charged anyway. */
  normalOnlyIf?: { maxMinutes?: Minutes; sameDay?: boolean; notOnDays?: readonly DayName[] }
  totalCap?: Fen
  /** Longer than `after`: `base`, and this ladder from there on, instead of the normal calculation. */
  longStay?: { after: Minutes; base: Fen; ladder: readonly Band[] }
  /** What the first minutes cost is taken off again. */
  waiveFirst?: Minutes
  /** Off what the caps leave (default), or off what they are then put on. */
  waiveWhen?: 'afterCaps' | 'beforeCaps'
  /** Price of a stay of no minute. */
  zeroStay?: Fen
  /** Instead of the tariff's. */
  roundMoney?: RoundMoney
}

export interface RoundMoney {
  mode: 'halfUp' | 'down' | 'up'
  /** To multiples of so many fen. */
  step: Fen
}

export interface VehicleClass {
  /** 小型车 */
  name: string
  plan: string
  /** Factor with at most two decimals. */
  multiplier?: { by: number; caps: boolean; when?: 'beforeRounding' | 'afterRounding' }
  /** Taken off the fee. */
  minus?: Fen
  /** Added to the fee, where there is one. */
  plus?: Fen
}

export interface Calendar {
  /** Named sets of dates. */
  dates: Readonly<Record<string, readonly DateText[]>>
  /** First and last date that the sets are complete for. */
  covers: readonly [DateText, DateText]
  /** What people call the types: 旺季. The usual ones (workday, dayOff, weekend, holiday) have a name. */
  names?: Readonly<Record<DayName, string>>
  /** The first rule that fits gives a day its type. */
  days: readonly ({ type: DayName } & ({ dates: string } | { weekdays: readonly Weekday[] }))[]
}

export type CouponKind = Coupon['type']

export interface CouponRules {
  /** In this order, whatever the order of presenting. */
  order: readonly CouponKind[]
  /** Minutes move the start of charging, or take off what the first minutes cost. Must be said where they are taken. */
  minutes?: 'shift' | 'waive'
  /** Must be said where percentages are taken. */
  percentRound?: 'halfUp' | 'down'
  /** Most coupons a stay may use; those that save most are used. */
  limit?: number
  /** Whether they also count against the price of a lost ticket or a car without a plate. */
  onFlats?: boolean
}

export type VisitRules =
  /** A visit that begins at most `gap` minutes after the last ended continues it; the gap counts. */
  | { kind: 'join'; gap: Minutes }
  /** The n-th visit of a calendar day is charged by the n-th plan, later ones by the last. */
  | { kind: 'nthOfDay'; plans: readonly string[] }
  /** All visits within so many minutes from an entry together cost at most the cap. */
  | { kind: 'capWindow'; minutes: Minutes; cap: Fen }
  /** The minutes of all visits of a calendar day are charged as one stay. */
  | { kind: 'sumOfDay' }

export interface StayRules {
  /** Minutes to drive out after the last payment. */
  payGrace: Minutes
  /** Later: the whole fee less what was paid, or a new bill from the payment on, without free time. */
  overtime: 'lessPaid' | 'rebill'
  minimum?: Fen
  /** In place of the fee, or on top of it. */
  lostTicket?: Fen | { amount: Fen; plus: 'fee' }
  unplated?: Fen
  /** The exit of a visit without one: this time on the day of entry. */
  missingExit?: ClockTime
  coupons?: CouponRules
  visits?: VisitRules
}

export interface Tariff {
  $schema?: string
  id: string
  /** Changes with every change of a price, and stands on each bill. */
  version: string
  name: string
  zone: Zone
  /** ISO 4217. */
  currency: string
  /** In force from the first date until before the second; decided by the entry, if not said. */
  effective?: { from?: DateText; to?: DateText; by?: 'entry' | 'exit' }
  /** Seconds are cut off at both ends (default), or a started minute counts. */
  seconds?: 'cut' | 'started'
  calendar?: Calendar
  plans: Readonly<Record<string, Plan>>
  classes: Readonly<Record<string, VehicleClass>>
  defaultClass: string
  roundMoney?: RoundMoney
  stay: StayRules
}
