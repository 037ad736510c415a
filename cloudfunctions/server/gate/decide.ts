/** What is to happen with a car at a lane: the rules of domain/gate with what the store knows. */
import { refuseEntry, refuseExit, type Refusal } from '../../../domain/gate'
import type { PricedStay } from '../billing/price-stay'
import type { LaneDoc, LotDoc, StayDoc } from '../documents'
import type { Store } from '../ports'

export type EntryDecision = { do: 'refuse'; why: Refusal } | { do: 'open' }

export type ExitDecision = { do: 'refuse'; why: Refusal } | ({ do: 'pay' } & PricedStay) | ({ do: 'open' } & PricedStay)

export function decideEntry(lane: LaneDoc, freeSpaces: number, stay: StayDoc | undefined): EntryDecision {
  const why = refuseEntry({ laneOpen: lane.open, freeSpaces, insideAlready: stay !== undefined })
  return why ? { do: 'refuse', why } : { do: 'open' }
}

/** `priced` is the stay's price, if there is one. */
export function decideExit(lane: LaneDoc, stay: StayDoc | undefined, priced: PricedStay | undefined): ExitDecision {
  const known = stay && { locked: stay.locked, due: priced?.bill.due ?? null }
  const why = refuseExit({ laneOpen: lane.open, stay: known })
  if (why) return { do: 'refuse', why }
  if (!priced) return { do: 'refuse', why: 'no-price' }
  return { do: priced.bill.due > 0 ? 'pay' : 'open', ...priced }
}

export async function freeSpaces(store: Store, lot: LotDoc): Promise<number> {
  return lot.spaces - (await store.count('stays', { lot: lot._id, state: 'inside' }))
}
