/** Several visits of one vehicle: joined, counted, capped or added up as the tariff says. */
import { add, fen, NOTHING, type Fen } from '../money'
import { DAY_MINUTES, instant, MINUTE, offsetAt, type Instant } from '../time'
import { feeFor, stayFee, stretchOf, type Special, type Stayed } from './bill'
import { clockMinutes } from './clock'
import type { Fee } from './fee'
import { totalOf, type BillLine } from './line'
import type { FreeTime, Tariff, VisitRules } from './tariff'

export interface Visit {
  entry: Instant
  /** null: no exit was recorded. */
  exit: Instant | null
}

type Told = Pick<Stayed, 'class'>
type Ended = Visit & { exit: Instant }

/** The fee of all visits, which are in the order of time. @throws RangeError if an exit is missing and the tariff assumes none. */
export function visitsFee(tariff: Tariff, visits: readonly Visit[], told: Told = {}): Fee {
  const ended = visits.map((visit) => withExit(tariff, visit))
  return RULES[tariff.stay.visits?.kind ?? 'alone'](tariff, ended, told)
}

type Rule = (tariff: Tariff, visits: readonly Ended[], told: Told) => Fee

const alone: Rule = (tariff, visits, told) =>
  together(grantFreeTime(tariff, visits, told).map(([visit, special]) => stayFee(tariff, stayed(visit, told), special)))

const join: Rule = (tariff, visits, told) => {
  const { gap } = rulesOf(tariff, 'join')
  const joined: Ended[] = []
  for (const visit of visits) {
    const last = joined.at(-1)
    if (last && minuteOf(visit.entry) - minuteOf(last.exit) <= gap) last.exit = visit.exit
    else joined.push({ ...visit })
  }
  return alone(tariff, joined, told)
}

const nthOfDay: Rule = (tariff, visits, told) => {
  const { plans } = rulesOf(tariff, 'nthOfDay')
  const seen = new Map<number, number>()
  return together(
    visits.map((visit) => {
      const day = dayOf(tariff, visit.entry)
      const nth = seen.get(day) ?? 0
      seen.set(day, nth + 1)
      const plan = plans[Math.min(nth, plans.length - 1)]
      return stayFee(tariff, stayed(visit, told), plan === undefined ? {} : { plan })
    }),
  )
}

const sumOfDay: Rule = (tariff, visits, told) => {
  const days = new Map<number, Ended[]>()
  for (const visit of visits) {
    const day = dayOf(tariff, visit.entry)
    days.set(day, [...(days.get(day) ?? []), visit])
  }
  return together([...days.values()].map((ofDay) => sumFee(tariff, ofDay, told)))
}

function sumFee(tariff: Tariff, visits: readonly Ended[], told: Told): Fee {
  const [first] = visits
  if (!first) return { lines: [], total: NOTHING }
  const stretches = visits.map((visit) => stretchOf(tariff, stayed(visit, told)))
  return feeFor(tariff, stayed(first, told), stretches)
}

/** A window opens with a visit; while a car is inside when it ends, the next opens at once. */
const capWindow: Rule = (tariff, visits, told) => {
  const { minutes, cap } = rulesOf(tariff, 'capWindow')
  const { lines, total } = alone(tariff, visits, told)
  const caps: BillLine[] = []
  for (const { from, to } of windowsOf(visits, minutes)) {
    const charged = lines.reduce((sum, line) => sum + amountWithin(line, from, to), 0)
    if (charged > cap) caps.push({ kind: 'cap', over: 'visits', cap, from, to, amount: fen(cap - charged) })
  }
  return { lines: [...lines, ...caps], total: add(total, totalOf(caps)) }
}

function windowsOf(visits: readonly Ended[], minutes: number): { from: Instant; to: Instant }[] {
  const windows: { from: Instant; to: Instant }[] = []
  let to = -Infinity
  for (const { entry, exit } of visits) {
    for (let from = Math.max(entry, to); from < exit; from = to) {
      to = from + minutes * MINUTE
      windows.push({ from: instant(from), to: instant(to) })
    }
  }
  return windows
}

/** What a line charges inside a window: units belong to where they start. */
function amountWithin(line: BillLine, from: Instant, to: Instant): number {
  if (!('from' in line)) return 0
  if (line.kind !== 'units' || line.units === 0) return from <= line.from && line.from < to ? line.amount : 0
  const started = (until: Instant): number =>
    Math.min(line.units, Math.max(0, Math.ceil((until - line.from) / (line.unit * MINUTE))))
  return Math.round((line.amount * (started(to) - started(from))) / line.units)
}

const RULES: Readonly<Record<VisitRules['kind'] | 'alone', Rule>> = { alone, join, nthOfDay, capWindow, sumOfDay }

function rulesOf<Kind extends VisitRules['kind']>({ stay }: Tariff, kind: Kind): VisitRules & { kind: Kind } {
  if (stay.visits?.kind !== kind) throw new RangeError(`visits are not charged by ${kind}`)
  return stay.visits as VisitRules & { kind: Kind }
}

/** Free time that a vehicle gets once a day, or once in some hours, goes to the first visit. */
function grantFreeTime(tariff: Tariff, visits: readonly Ended[], told: Told): [Ended, Special][] {
  const free = freeOf(tariff, told)
  let last: Instant | undefined
  return visits.map((visit) => {
    const granted = last === undefined || isRenewed(tariff, free, last, visit.entry)
    if (granted) last = visit.entry
    return [visit, granted ? {} : { freeTime: false }]
  })
}

const freeOf = ({ plans, classes, defaultClass }: Tariff, told: Told): FreeTime | undefined =>
  plans[classes[told.class ?? defaultClass]?.plan ?? '']?.free

function isRenewed(tariff: Tariff, free: FreeTime | undefined, last: Instant, entry: Instant): boolean {
  switch (free?.renew) {
    case 'vehicleDay':
      return dayOf(tariff, entry) !== dayOf(tariff, last)
    case 'vehicleHours':
      return entry - last >= (free.hours ?? 24) * 60 * MINUTE
    default:
      return true
  }
}

const stayed = ({ entry, exit }: Ended, told: Told): Stayed => ({ ...told, entry, at: exit })

const minuteOf = (at: Instant): number => Math.floor(at / MINUTE)

const dayOf = ({ zone }: Tariff, at: Instant): number => Math.floor((minuteOf(at) + offsetAt(at, zone)) / DAY_MINUTES)

/** A missing exit is assumed at the tariff's time on the day of entry. */
function withExit(tariff: Tariff, { entry, exit }: Visit): Ended {
  if (exit !== null) return { entry, exit }
  const { missingExit } = tariff.stay
  if (missingExit === undefined) throw new RangeError(`tariff ${tariff.id} assumes no time for a missing exit`)
  const local = dayOf(tariff, entry) * DAY_MINUTES + clockMinutes(missingExit)
  return { entry, exit: instant(Math.max(entry, (local - offsetAt(entry, tariff.zone)) * MINUTE)) }
}

const together = (fees: readonly Fee[]): Fee => ({
  lines: fees.flatMap(({ lines }) => lines),
  total: add(NOTHING, ...fees.map(({ total }): Fen => total)),
})
