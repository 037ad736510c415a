/** Which of a tariff's classes a car belongs to, as far as its plate tells. */
import type { Car } from '../stay'
import type { Tariff } from './tariff'

/** A green plate is new energy. Names by which tariffs call that class. */
const NEW_ENERGY = ['newEnergy', 'nev']

const isGreen = (car: Car): boolean => car.plate !== null && (car.colour === 'green' || car.colour === 'yellowGreen')

/** New-energy vehicles where the tariff has such a class; every other car is of the default class. */
export function classFor({ classes, defaultClass }: Pick<Tariff, 'classes' | 'defaultClass'>, car: Car): string {
  const named = NEW_ENERGY.find((name) => name in classes)
  return named !== undefined && isGreen(car) ? named : defaultClass
}
