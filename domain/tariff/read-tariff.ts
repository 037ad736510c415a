/** Reads a price list that somebody wrote: a tariff without two readings, or what is wrong with it. */
import { checkRules } from './read/rules'
import type { Fault } from './read/shape'
import { tariffShape } from './read/shapes'
import type { Tariff } from './tariff'

export type { Fault }

export type Reading = { ok: true; tariff: Tariff } | { ok: false; faults: Fault[] }

export function readTariff(json: unknown): Reading {
  const faults: Fault[] = []
  const report = (path: string, what: string, instead: string) => void faults.push({ path, what, instead })
  tariffShape.read(json, '$', report)
  if (faults.length === 0) checkRules(json as Tariff, report)
  return faults.length === 0 ? { ok: true, tariff: json as Tariff } : { ok: false, faults }
}

/** A fault a line. */
export const faultsSaid = (faults: readonly Fault[]): string[] =>
  faults.map(({ path, what, instead }) => `${path} ${what}; right: ${instead}`)

/** For tariffs that ship with the program. @throws RangeError that names every fault. */
export function tariffFrom(json: unknown): Tariff {
  const reading = readTariff(json)
  if (reading.ok) return reading.tariff
  throw new RangeError(faultsSaid(reading.faults).join('\n'))
}
