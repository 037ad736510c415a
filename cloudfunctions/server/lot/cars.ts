import type { CarView } from '../../../domain/contract'
import { maskedPlate, writtenPlate } from '../../../domain/plate'
import type { Car, UnplatedName } from '../../../domain/stay'
import type { VisitDoc } from '../documents'

/** A car as its own driver sees it. */
export function ownCar(car: Car): CarView {
  return car.plate === null
    ? { plate: null, name: '无牌车', colour: 'none' }
    : { plate: car.plate, name: writtenPlate(car.plate), colour: car.colour }
}

/** A car as somebody else sees it: enough to recognise, too little to learn. */
export function maskedCar(car: Car): CarView {
  return car.plate === null ? ownCar(car) : { plate: null, name: maskedPlate(car.plate), colour: car.colour }
}

/** The car of a visit; one without a readable plate is known by the visit it entered with. */
export const carOf = ({ _id, plate, colour }: VisitDoc): Car =>
  plate === null ? { plate, name: `无牌${_id}` as UnplatedName } : { plate, colour }
