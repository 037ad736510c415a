/** `npm run bench -- billing`: bills with their lines, over the price lists of the fixtures. */
import { bill, type Stayed } from '../../domain/tariff/bill'
import type { Tariff } from '../../domain/tariff/tariff'
import { instant, MINUTE, zone } from '../../domain/time'
import { publishedIds, publishedTariff } from '../domain/tariff/published'
import type { Bench, Figure } from './figure'
import { median } from './median'

const STAYS = 500
const ROUNDS = 9
const WARM_UP = 12

const LENGTHS = [
  { name: 'billing.24h', days: 1, budget: 5 },
  { name: 'billing.7d', days: 7, budget: 20 },
  { name: 'billing.30d', days: 30, budget: 60 },
] as const

const ZONES = [
  { suffix: '', zone: zone('Asia/Shanghai'), share: 1 },
  { suffix: '.dst', zone: zone('America/New_York'), share: 2 },
] as const

interface Work {
  tariff: Tariff
  stays: Stayed[]
}

/** The same stays in every run. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

function workFor(days: number, in_: Tariff['zone'], stays = STAYS): Work[] {
  return publishedIds.map((id, seed) => {
    const random = chance(seed + 1)
    const tariff = { ...publishedTariff(id), zone: in_ }
    return { tariff, stays: Array.from({ length: stays }, () => stay(tariff, days, random)) }
  })
}

function stay({ classes }: Tariff, days: number, random: () => number): Stayed {
  const names = Object.keys(classes)
  const entry = Date.UTC(2026, 0, 1) + Math.floor(random() * 330 * 1440) * MINUTE
  return {
    entry: instant(entry),
    at: instant(entry + Math.floor(random() * days * 1440) * MINUTE),
    class: names[Math.floor(random() * names.length)] ?? '',
  }
}

function microseconds(work: readonly Work[]): number {
  const start = process.hrtime.bigint()
  let lines = 0
  for (const { tariff, stays } of work) for (const one of stays) lines += bill(tariff, one).lines.length
  if (lines === 0) throw new Error('no bill has a line')
  return Number(process.hrtime.bigint() - start) / 1000
}

function measured(work: readonly Work[]): number {
  for (let round = 0; round < WARM_UP; round += 1) microseconds(work)
  return median(Array.from({ length: ROUNDS }, () => microseconds(work)))
}

const twoDigits = (value: number): number => Math.round(value * 100) / 100

const meanPerBill = (work: readonly Work[]): number =>
  twoDigits(measured(work) / work.reduce((count, { stays }) => count + stays.length, 0))

/** Of 100,000 bills: most cars stay some hours. */
const MIX = [
  { days: 1, bills: 90_000 },
  { days: 7, bills: 9_000 },
  { days: 30, bills: 1_000 },
] as const

function mixed(): Figure {
  const lists = ZONES.length * publishedIds.length
  const work = ZONES.flatMap((each) =>
    MIX.flatMap(({ days, bills }) => workFor(days, each.zone, Math.ceil(bills / lists))),
  )
  const bills = work.reduce((count, { stays }) => count + stays.length, 0)
  return { name: 'billing.mixed100k', value: twoDigits(measured(work) / 1e6), unit: 's', budget: 1, bills }
}

export const bench: Bench = async () => [
  ...ZONES.flatMap(({ suffix, zone: in_, share }) =>
    LENGTHS.map(({ name, days, budget }): Figure => ({
      name: `${name}${suffix}`,
      value: meanPerBill(workFor(days, in_)),
      unit: 'µs',
      budget: budget * share,
      tariffs: publishedIds.length,
    })),
  ),
  mixed(),
]
