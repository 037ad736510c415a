/** What each step of a person costs in operations, and how long a driver waits at the exit. */
import type { OpenId } from '../../domain/payment'
import type { Bench, Figure } from './figure'
import { exitScan } from './flows/exit-scan'
import { laneId, lotOnCloud, type LotOnCloud } from './flows/lot-on-cloud'
import { largestSetData } from './flows/set-data'

const BY = 'o-bench' as OpenId
const PLATE = '京A12345'
const MINUTE = 60_000

export const bench: Bench = async () => {
  const lot = await lotOnCloud(1)
  try {
    return [...(await operations(lot)), await exitScan(), await largestSetData()]
  } finally {
    await lot.close()
  }
}

/** Database operations (begin and end of a transaction count as one each) and calls that leave the cloud. */
async function counted(lot: LotOnCloud, step: () => Promise<unknown>): Promise<number> {
  const total = () =>
    Object.entries(lot.cloud.counts().actions).reduce(
      (sum, [name, count]) => sum + (name.startsWith('database.') ? count : 0),
      0,
    )
  const [databaseBefore, outsideBefore] = [total(), lot.outside()]
  await step()
  return total() - databaseBefore + lot.outside() - outsideBefore
}

const BUDGETS = { home: 4, quote: 5, pay: 8, settle: 10, settleAtLane: 12, laneEntry: 10, laneExit: 12 } as const

async function operations(lot: LotOnCloud): Promise<Figure[]> {
  await lot.ask(BY, 'vehicles.add', { plate: PLATE })
  await lot.ask(BY, 'home', {})
  const figures: Partial<Record<keyof typeof BUDGETS, number>> = {}
  figures.laneEntry = await counted(lot, () => comesTo(lot, 'in', 'v1'))
  await passes(lot, 'in', 'v1')
  lot.clock.push(90 * MINUTE)
  await lot.ask(BY, 'home', {})
  figures.home = await counted(lot, () => lot.ask(BY, 'home', {}))
  await payFromHome(lot, figures)
  for (const visit of ['out-1', 'out-2']) {
    lot.clock.push(300 * MINUTE)
    await comesTo(lot, 'out', visit)
    await payAtLane(lot, figures)
    await lot.tell({ type: 'vehicle.turnedBack', lane: laneId('out', 1), visit })
  }
  figures.laneExit = await freeExit(lot)
  return Object.entries(figures).map(([step, value]) => ({
    name: `flows.${step}.operations`,
    value,
    unit: 'operations',
    budget: BUDGETS[step as keyof typeof BUDGETS],
  }))
}

type Counts = Partial<Record<keyof typeof BUDGETS, number>>

async function payFromHome(lot: LotOnCloud, figures: Counts): Promise<void> {
  const [car] = (await lot.ask(BY, 'home', {})).cars
  if (car?.state !== 'inside') throw new Error('the car is not inside')
  let quote = ''
  figures.quote = await counted(lot, async () => (quote = (await lot.ask(BY, 'bill.open', { stay: car.stay })).quote))
  figures.settle = await payAndSettle(lot, quote, figures)
}

/** The second of two: an instance knows the bridge's address by then. */
async function payAtLane(lot: LotOnCloud, figures: Counts): Promise<void> {
  const lane = await lot.ask(BY, 'lane.open', { code: lot.code(laneId('out', 1)) })
  if (lane.situation !== 'pay') throw new Error(`nothing to pay: ${lane.situation}`)
  figures.settleAtLane = await payAndSettle(lot, lane.bill.quote, {})
}

async function payAndSettle(lot: LotOnCloud, quote: string, figures: Counts): Promise<number> {
  let opened: Awaited<ReturnType<typeof lot.ask<'payment.open'>>> | undefined
  figures.pay = await counted(lot, async () => (opened = await lot.ask(BY, 'payment.open', { quote })))
  if (opened?.kind !== 'pay') throw new Error('nothing to pay')
  const { params } = opened
  return counted(lot, async () => {
    await lot.pay(params, BY)
    await lot.callbacks()
  })
}

/** A car whose plate was not read, with nothing due: the scan opens. */
async function freeExit(lot: LotOnCloud): Promise<number> {
  await comesTo(lot, 'in', 'v3', null)
  await lot.ask(BY, 'lane.enter', { code: lot.code(laneId('in', 1)), visit: 'v3' })
  await passes(lot, 'in', 'v3')
  await comesTo(lot, 'out', 'v4', null)
  return counted(lot, () => lot.ask(BY, 'lane.open', { code: lot.code(laneId('out', 1)) }))
}

const comesTo = (lot: LotOnCloud, direction: 'in' | 'out', visit: string, text: string | null = PLATE) =>
  lot.tell({ type: 'vehicle.atLane', lane: laneId(direction, 1), visit, plate: { text, colour: 'unknown' } })

const passes = (lot: LotOnCloud, direction: 'in' | 'out', visit: string) =>
  lot.tell({ type: 'vehicle.passed', lane: laneId(direction, 1), visit })
