/** What must hold when everybody has gone home, whatever died in between: nothing is left over, nothing is lost. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import Libsql from 'libsql'
import { openDatabase } from '../../../bridge/database'
import type { AttemptDoc, CollectionName, Documents } from '../../../cloudfunctions/server/documents'
import type { Plate } from '../../../domain/plate'
import { DiskJournal } from '../../../local/cloud/database/journal'
import { LOT_ID } from '../../../local/lot/lot'
import { parkedCars } from '../../../local/lot/parked'
import { Ledger } from '../../../local/pay/ledger'

const ENDED: ReadonlySet<string> = new Set<AttemptDoc['payment']['state']>(['applied', 'closed', 'refunded'])

/** A car that came in and went out, how many payments count for that, and how many coupons are used up by them. */
export interface Trip {
  plate: string
  counted: number
  coupons: number
}

type Collections = 'stays' | 'payAttempts' | 'coupons' | 'outbox' | 'inbox'

/** All that the machine keeps in its folder. */
interface Kept extends Pick<{ [Name in CollectionName]: Documents[Name][] }, Collections> {
  orders: readonly Order[]
  untold: readonly string[]
  events: { made: number; waiting: number }
  acknowledged: readonly string[]
  rises: readonly string[]
}

/** What WeChat took and gave back, in fen. */
interface Order {
  orderNo: string
  paid: number
  refunded: number
}

export function findUnsettled(dir: string, trips: readonly Trip[]): string[] {
  const kept = readAll(dir)
  return [
    ...trips.flatMap((trip) => tripFaults(trip, kept)),
    ...strangers(kept),
    ...unended(kept),
    ...differences(kept),
    ...couponFaults(kept, trips),
    ...risings(kept, trips),
    ...eventFaults(kept),
  ]
}

// ---------------------------------------------------------------- reading what is on the disk

function readAll(dir: string): Kept {
  return {
    ...documentsIn(dir),
    ...weChatsBooks(dir),
    events: bridgesQueue(dir),
    acknowledged: [...new Set(lines(dir, 'acknowledged.log'))],
    rises: lines(dir, 'raised.log'),
  }
}

function documentsIn(dir: string): Pick<Kept, Collections> {
  const disk = new Libsql(path.join(dir, 'cloud', 'cloud.db'))
  try {
    const journal = new DiskJournal(disk)
    const all = <Name extends CollectionName>(name: Name) =>
      [...journal.documents(name)] as unknown as Documents[Name][]
    return {
      stays: all('stays'),
      payAttempts: all('payAttempts'),
      coupons: all('coupons'),
      outbox: all('outbox'),
      inbox: all('inbox'),
    }
  } finally {
    disk.close()
  }
}

function weChatsBooks(dir: string): Pick<Kept, 'orders' | 'untold'> {
  const ledger = new Ledger(path.join(dir, 'pay', 'pay.db'))
  try {
    const orders = ledger.ordersPaid(0, Number.MAX_SAFE_INTEGER).map(({ outTradeNo, total }) => {
      const refunds = ledger.refundsOf(outTradeNo).filter(({ status }) => status === 'SUCCESS')
      return { orderNo: outTradeNo, paid: total, refunded: refunds.reduce((sum, { amount }) => sum + amount, 0) }
    })
    return { orders, untold: ledger.notices().map(({ outTradeNo }) => outTradeNo) }
  } finally {
    ledger.close()
  }
}

function bridgesQueue(dir: string): Kept['events'] {
  const db = openDatabase(path.join(dir, 'lot', 'bridge'))
  try {
    const { made } = db.prepare(`SELECT seq AS made FROM sqlite_sequence WHERE name = 'events'`).get() as {
      made: number
    }
    const { waiting } = db.prepare('SELECT count(*) AS waiting FROM events').get() as { waiting: number }
    return { made, waiting }
  } finally {
    db.close()
  }
}

const lines = (dir: string, file: string) => readFileSync(path.join(dir, file), 'utf8').trim().split('\n')

// ---------------------------------------------------------------- stays

/** One stay for each car, ended by its passage, and paid for as it should be. */
function tripFaults({ plate, counted }: Trip, { stays }: Kept): string[] {
  const own = stays.filter((stay) => stay.state === 'left' && stay.plate === (plate as Plate))
  const [stay] = own
  if (own.length !== 1 || !stay) return [`${plate} has ${own.length} stays that ended`]
  return stay.payments.length === counted ? [] : [`${plate} was paid for ${stay.payments.length} times`]
}

/** Cars that the cloud takes to be inside, besides those that stood there from the first. */
function strangers({ stays }: Kept): string[] {
  const parked = parkedCars(0).stays.map(({ id }) => id)
  return stays
    .filter(({ id, state }) => state === 'inside' && !parked.includes(id))
    .map(({ _id }) => `${_id} is still inside`)
}

// ---------------------------------------------------------------- money

function unended({ payAttempts, outbox, untold }: Kept): string[] {
  return [
    ...payAttempts
      .filter(({ open, payment }) => open || !ENDED.has(payment.state))
      .map(({ _id, payment }) => `${_id} is ${payment.state}`),
    ...outbox.map(({ _id, state, tries }) => `${_id} is ${state} after ${tries} tries`),
    ...untold.map((orderNo) => `WeChat still tells of ${orderNo}`),
  ]
}

/** What WeChat holds for an order is what counts for its stay, to the fen; and nothing counts that WeChat does not hold. */
function differences({ stays, orders }: Kept): string[] {
  const counted = new Map<string, number>()
  for (const { orderNo, amount } of stays.flatMap(({ payments }) => payments))
    counted.set(orderNo, (counted.get(orderNo) ?? 0) + amount)
  const held = new Map<string, number>(orders.map(({ orderNo, paid, refunded }) => [orderNo, paid - refunded]))
  return [...new Set([...counted.keys(), ...held.keys()])]
    .filter((orderNo) => (counted.get(orderNo) ?? 0) !== (held.get(orderNo) ?? 0))
    .map((orderNo) => `${orderNo}: WeChat holds ${held.get(orderNo) ?? 0} fen, ${counted.get(orderNo) ?? 0} count`)
}

/** A coupon is used up by the attempt that counts, or it is free. */
function couponFaults({ coupons, payAttempts }: Kept, trips: readonly Trip[]): string[] {
  const used = new Map(
    coupons.flatMap(({ _id, state, attempt }) => (state === 'used' ? [[_id, attempt] as const] : [])),
  )
  const counted = new Map(
    payAttempts.flatMap(({ _id, payment, coupons: codes }) =>
      payment.state === 'applied' ? codes.map((code) => [code, _id] as const) : [],
    ),
  )
  const expected = trips.reduce((sum, trip) => sum + trip.coupons, 0)
  return [
    ...coupons.filter(({ state }) => state === 'held').map(({ _id, attempt }) => `${_id} is held by ${attempt}`),
    ...[...used].filter(([code, by]) => counted.get(code) !== by).map(([code]) => `${code} is used up for nothing`),
    ...[...counted].filter(([code, by]) => used.get(code) !== by).map(([code]) => `${code} counts, and is not used up`),
    ...(used.size === expected ? [] : [`${used.size} coupons are used up, and not ${expected}`]),
  ]
}

// ---------------------------------------------------------------- the lot

/** An arm rises once for each passage: in and out for every trip. */
function risings({ rises }: Kept, trips: readonly Trip[]): string[] {
  const twice = rises.filter((rise, place) => rises.indexOf(rise) !== place).map((rise) => `${rise} rose twice`)
  return rises.length === 2 * trips.length ? twice : [...twice, `${rises.length} rises for ${trips.length} trips`]
}

/** Every event that the bridge ever made was told, and the cloud keeps all that it acknowledged. */
function eventFaults({ inbox, acknowledged, events: { made, waiting } }: Kept): string[] {
  const known = new Set(inbox.map(({ _id }) => _id))
  return [
    ...acknowledged.filter((id) => !known.has(`${LOT_ID}:${id}`)).map((id) => `${id} was acknowledged, and is lost`),
    ...(waiting > 0 ? [`${waiting} events wait or were set aside`] : []),
    ...(made === acknowledged.length ? [] : [`${made} events were made, ${acknowledged.length} acknowledged`]),
  ]
}
