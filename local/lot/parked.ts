/** Cars that stand in the lot when it opens for the first time, with the stays that the cloud knows of them. */
import type { StayDoc } from '../../cloudfunctions/server/documents'
import { readPlate, usualColour } from '../../domain/plate'
import { activeStay, type StayId, type VisitId } from '../../domain/stay'
import { instant, MINUTE } from '../../domain/time'
import type { Car } from './garage'
import { LANES, LOT_ID } from './lot'

/** Plate, space, minutes since it came. */
const PARKED = [
  ['沪B6F839', 'B1-A04', 18],
  ['浙ADK0712', 'B1-C11', 95],
  ['苏E52Q18', 'B1-F20', 214],
  ['粤BF61503', 'B2-B07', 460],
  ['川A9W621', 'B2-E15', 1_130],
] as const

export function parkedCars(now: number): { cars: Car[]; stays: StayDoc[] } {
  const entry = LANES[0]
  const found = PARKED.map(([text, space, ago], index) => {
    const plate = readPlate(text)
    if (!plate || !entry) throw new RangeError(`${text} is no plate`)
    const colour = usualColour(plate)
    const car = { plate, colour }
    const id = `demo-stay-${index + 1}`
    const stay: StayDoc = {
      ...{ _id: activeStay(LOT_ID, car), id: id as StayId, lot: LOT_ID, car, plate, owner: null, state: 'inside' },
      ...{ enteredAt: instant(now - ago * MINUTE), entryLane: entry.id, entryVisit: `${id}-entry` as VisitId },
      ...{ leftAt: null, payments: [], locked: false, openAttempt: null, waitsAt: null, undoneBy: [] },
    }
    const parked: Car = {
      id: `car-${index + 1}`,
      plate: { text: plate, colour },
      readable: true,
      place: { at: 'inside', space },
    }
    return { car: parked, stay }
  })
  return { cars: found.map(({ car }) => car), stays: found.map(({ stay }) => stay) }
}
