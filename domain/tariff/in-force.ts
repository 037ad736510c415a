/** Versions of a lot's tariff: which of them a stay is charged by, known from their dates alone. */
import { offsetAt, wallClock, type Instant, type Zone } from '../time'
import type { Tariff } from './tariff'

/** What a lot keeps of each version, so that a single tariff has to be loaded for a stay. */
export type TariffVersion = { doc: string } & NonNullable<Tariff['effective']>

/** The name under which a version is stored. */
export const documentId = ({ id, version }: Pick<Tariff, 'id' | 'version'>): string => `${id}@${version}`

/**
 * The versions of one lot's price list, the newest first. A new one ends the older ones by its `from`; they need no `to`.
 * @throws RangeError when two begin on the same day, or a stay between the first and the last would have no price.
 */
export function versionsOf(tariffs: readonly Tariff[]): TariffVersion[] {
  const versions = tariffs
    .map((tariff): TariffVersion => ({ doc: documentId(tariff), ...tariff.effective }))
    .sort((one, other) => (fromOf(one) < fromOf(other) ? 1 : -1))
  const zones = new Set(tariffs.map(({ zone }) => zone))
  if (zones.size > 1) throw new RangeError(`one lot has one time zone, not ${[...zones].join(', ')}`)
  for (const version of versions) {
    const twin = versions.find((other) => other !== version && fromOf(other) === fromOf(version))
    if (twin) throw new RangeError(`${version.doc} and ${twin.doc} begin on one day: ${version.from ?? 'none is said'}`)
  }
  checkGaps(versions)
  return versions
}

/** Dates are compared as texts: these come before and after all of them. */
const [EVER, NEVER] = ['', '~']

const fromOf = ({ from }: TariffVersion): string => from ?? EVER
const toOf = ({ to }: TariffVersion): string => to ?? NEVER

function checkGaps(versions: readonly TariffVersion[]): void {
  const end = versions.map(toOf).reduce((last, to) => (to > last ? to : last), EVER)
  const dates = versions
    .flatMap((version) => [fromOf(version), toOf(version)])
    .filter((date) => date < end)
    .sort()
  for (const entry of dates)
    for (const exit of dates)
      if (entry <= exit && !onDates(versions, entry, exit))
        throw new RangeError(
          `no price for a stay that began ${entry === EVER ? 'before' : `on ${entry}`} and ends on ${exit}: leave out "to"`,
        )
}

const onDates = (versions: readonly TariffVersion[], entry: string, exit: string): TariffVersion | undefined =>
  versions.reduce<TariffVersion | undefined>((newest, version) => {
    const date = version.by === 'exit' ? exit : entry
    const counts = fromOf(version) <= date && date < toOf(version)
    return counts && (!newest || fromOf(version) > fromOf(newest)) ? version : newest
  }, undefined)

/** The newest version in force at the entry or, where it says so, at the exit; undefined when there is none. */
export function inForce(
  versions: readonly TariffVersion[],
  zone: Zone,
  { entry, exit }: { entry: Instant; exit: Instant },
): TariffVersion | undefined {
  const dateOf = (at: Instant) => wallClock(at, offsetAt(at, zone)).date
  return onDates(versions, dateOf(entry), dateOf(exit))
}
