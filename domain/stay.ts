/** A car in the lot, from passing the entry barrier to passing the exit barrier. */
import type { Plate, PlateColour } from './plate'

export type LotId = string & { readonly unit: 'lot' }
export type LaneId = string & { readonly unit: 'lane' }

/** One car's time in one lane, named by the bridge; never used again for another car. */
export type VisitId = string & { readonly unit: 'visit' }

/** A stay's own name, for ever; the active stay of a car is found by its place, see `activeStay`. */
export type StayId = string & { readonly unit: 'stay' }

/** What a car without a readable plate is known by: the visit it entered with. */
export type UnplatedName = string & { readonly unit: 'unplated' }

export type Car =
  | { plate: Plate; colour: PlateColour }
  /** Known by the person who let it in with the lane's code. */
  | { plate: null; name: UnplatedName }

/** Where the active stay of a car stands: one place per lot and car, so a second one cannot be opened. */
export const activeStay = (lot: LotId, car: Car): string => `${lot}:${car.plate ?? car.name}`
