/** What each step of a person costs: operations of the database, and calls that leave the cloud. */
import type { CouponBatchDoc, CouponDoc } from '../../../cloudfunctions/server/documents'
import type { BatchId, CouponCode } from '../../../domain/coupon'
import { fen, NOTHING } from '../../../domain/money'
import type { OpenId, OrderNo } from '../../../domain/payment'
import { instant } from '../../../domain/time'
import { WITH_COUPONS } from '../../fixtures/tariffs/with-coupons'
import type { Figure } from '../figure'
import { laneId, lotOnCloud, type LotOnCloud } from './lot-on-cloud'

const BY = 'o-bench' as OpenId
const PLATE = '京A12345'
const COUPON_PLATE = '京B12345'
const COUPON = '23456789ABCD' as CouponCode
const MINUTE = 60_000

export async function operations(): Promise<Figure[]> {
  const lot = await lotOnCloud(1)
  try {
    return await countAll(lot)
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

const BUDGETS = {
  home: 4,
  quote: 5,
  pay: 8,
  settle: 10,
  settleAtLane: 10,
  laneEntry: 10,
  laneExit: 12,
  quoteWithCoupon: 10,
  payWithCoupon: 10,
  settleWithCoupon: 10,
  undo: 10,
} as const

async function countAll(lot: LotOnCloud): Promise<Figure[]> {
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
  await payWithCoupon(lot, figures)
  return Object.entries(figures).map(([step, value]) => ({
    name: `flows.${step}.operations`,
    value,
    unit: 'operations',
    budget: BUDGETS[step as keyof typeof BUDGETS],
  }))
}

type Counts = Partial<Record<keyof typeof BUDGETS, number>>

async function payFromHome(lot: LotOnCloud, figures: Counts): Promise<void> {
  const stay = await stayOf(lot, PLATE)
  let quote = ''
  figures.quote = await counted(lot, async () => (quote = (await lot.ask(BY, 'bill.open', { stay })).quote))
  const { pay, settle } = await payAndSettle(lot, quote)
  Object.assign(figures, { pay, settle })
}

async function stayOf(lot: LotOnCloud, plate: string): Promise<string> {
  const { cars } = await lot.ask(BY, 'home', {})
  const found = cars.find(({ car }) => car.plate === plate)
  if (found?.state !== 'inside') throw new Error(`${plate} is not inside`)
  return found.stay
}

/** From home, with a coupon, and taken back. */
async function payWithCoupon(lot: LotOnCloud, figures: Counts): Promise<void> {
  await lot.ask(BY, 'vehicles.add', { plate: COUPON_PLATE })
  await comesTo(lot, 'in', 'v5', COUPON_PLATE)
  await passes(lot, 'in', 'v5')
  lot.clock.push(90 * MINUTE)
  await seedCoupon(lot)
  const { quote: before } = await lot.ask(BY, 'bill.open', { stay: await stayOf(lot, COUPON_PLATE) })
  let quote = ''
  figures.quoteWithCoupon = await counted(
    lot,
    async () => (quote = (await lot.ask(BY, 'bill.coupons', { quote: before, codes: [COUPON] })).quote),
  )
  const { pay, settle, orderNo } = await payAndSettle(lot, quote)
  Object.assign(figures, { payWithCoupon: pay, settleWithCoupon: settle })
  figures.undo = await counted(lot, () => lot.ask(BY, 'payment.undo', { orderNo }))
}

async function seedCoupon(lot: LotOnCloud): Promise<void> {
  const batch: CouponBatchDoc = {
    _id: 'bench' as BatchId,
    name: '开业优惠',
    zone: WITH_COUPONS.zone,
    issuedAt: instant(lot.clock.now()),
    withdrawnAt: null,
    count: 1,
    takesOff: { type: 'amount', amount: fen(100) },
    lots: [],
    validFrom: instant(0),
    validUntil: instant(lot.clock.now() + 600 * MINUTE),
    minimum: NOTHING,
    onOvertime: false,
  }
  const issued = { state: 'issued', attempt: null, owner: null, ownedAt: null, usedAt: null } as const
  const { _id, validUntil } = batch
  const coupon: CouponDoc = { _id: COUPON, batch: _id, number: 1, validUntil, ...issued }
  await lot.cloud.seed('couponBatches', [batch])
  await lot.cloud.seed('coupons', [coupon])
}

/** The second of two: an instance knows the bridge's address by then. */
async function payAtLane(lot: LotOnCloud, figures: Counts): Promise<void> {
  const lane = await lot.ask(BY, 'lane.open', { code: lot.code(laneId('out', 1)) })
  if (lane.situation !== 'pay') throw new Error(`nothing to pay: ${lane.situation}`)
  figures.settleAtLane = (await payAndSettle(lot, lane.bill.quote)).settle
}

async function payAndSettle(
  lot: LotOnCloud,
  quote: string,
): Promise<{ orderNo: OrderNo; pay: number; settle: number }> {
  let opened: Awaited<ReturnType<typeof lot.ask<'payment.open'>>> | undefined
  const pay = await counted(lot, async () => (opened = await lot.ask(BY, 'payment.open', { quote })))
  if (opened?.kind !== 'pay') throw new Error('nothing to pay')
  const { params, orderNo } = opened
  const settle = await counted(lot, async () => {
    await lot.pay(params, BY)
    await lot.callbacks()
  })
  return { orderNo, pay, settle }
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
