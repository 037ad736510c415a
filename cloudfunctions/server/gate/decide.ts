/** What is to happen with a car at a lane: the rules of domain/gate with what the store knows. */
import { refuseEntry, refuseExit, type Refusal } from '../../../domain/gate'
import type { Bill } from '../../../domain/tariff/bill'
import type { Tariff } from '../../../domain/tariff/tariff'
import type { Instant } from '../../../domain/time'
import { billOf } from '../billing/price-stay'
import type { LaneDoc, LotDoc, StayDoc } from '../documents'
import type { Store } from '../ports'

export type EntryDecision = { do: 'refuse'; why: Refusal } | { do: 'open' }

export type ExitDecision =
  { do: 'refuse'; why: Refusal } | { do: 'pay'; stay: StayDoc; bill: Bill } | { do: 'open'; stay: StayDoc; bill: Bill }

export function decideEntry(lane: LaneDoc, freeSpaces: number, stay: StayDoc | undefined): EntryDecision {
  const why = refuseEntry({ laneOpen: lane.open, freeSpaces, insideAlready: stay !== undefined })
  return why ? { do: 'refuse', why } : { do: 'open' }
}

export function decideExit(lane: LaneDoc, stay: StayDoc | undefined, tariff: Tariff, now: Instant): ExitDecision {
  const bill = stay && billOf(stay, tariff, now)
  const why = refuseExit({ laneOpen: lane.open, stay: stay && bill && { locked: stay.locked, due: bill.due } })
  if (why) return { do: 'refuse', why }
  if (!stay || !bill) return { do: 'refuse', why: 'no-stay' }
  return { do: bill.due > 0 ? 'pay' : 'open', stay, bill }
}

export async function freeSpaces(store: Store, lot: LotDoc): Promise<number> {
  return lot.spaces - (await store.count('stays', { lot: lot._id, state: 'inside' }))
}
