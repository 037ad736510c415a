/** A price list as data. Amounts in fen, times on the lot's wall clock, lengths in minutes. */
import type { Fen } from '../money'
import type { Minutes, Zone } from '../time'

/** HH:MM on the wall clock, 00:00 to 24:00. */
export type ClockTime = `${number}:${number}`

/** A part of a ladder: started units of `unit` minutes at `price` each, until `to` minutes of the piece are used up. */
export interface Band {
  /** Absent in the last band, which never ends. */
  to?: Minutes
  unit: Minutes
  price: Fen
}

/** A window of the day, half-open [from, to); it runs over midnight when `to` is not later than `from`. */
export type Period = {
  /** What people call it: 白天, 夜间. */
  name: string
  from: ClockTime
  to: ClockTime
} & ({ ladder: readonly Band[] } | { flat: Fen })

export interface Tariff {
  id: string
  /** Changes with every change of a price, and stands on each bill. */
  version: string
  zone: Zone
  /** Stays of at most this length cost nothing; longer ones pay for the whole stay. */
  freeMinutes: Minutes
  /** Together they cover the day without overlap. A stay is cut where one ends; each piece is charged alone. */
  periods: readonly Period[]
  /** Minutes to drive out after paying. Later, the fee of the whole stay less what was paid is due. */
  payGrace: Minutes
}
