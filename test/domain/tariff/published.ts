/** The published price lists of test/fixtures/tariffs, with their cases and random stays. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { PaidBefore, Stayed } from '../../../domain/tariff/bill'
import type { Coupon } from '../../../domain/tariff/coupon'
import { tariffFrom } from '../../../domain/tariff/read-tariff'
import type { Tariff } from '../../../domain/tariff/tariff'
import type { Visit } from '../../../domain/tariff/visits'
import { fen } from '../../../domain/money'
import { readInstant } from '../../../domain/time'

const FOLDER = path.join(__dirname, '../../fixtures/tariffs')

export const publishedIds: readonly string[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.tariff.json'))
  .map((file) => file.replace('.tariff.json', ''))

export const readFixture = (file: string): unknown => JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8'))

export const publishedTariff = (id: string): Tariff => tariffFrom(readFixture(`${id}.tariff.json`))

/** A case as the fixtures' README describes it. */
export interface Case {
  entry?: string
  exit?: string
  visits?: { entry: string; exit: string | null }[]
  vehicle: string
  coupons?: ({ type: 'amount'; fen: number } | Exclude<Coupon, { type: 'amount' }>)[]
  payments?: { at: string; fen: number }[]
  lostTicket?: boolean
  expectFen: number
  why: string
}

export const casesOf = (id: string): Case[] => (readFixture(`${id}.cases.json`) as { cases: Case[] }).cases

export interface RandomStay {
  stayed: Stayed
  expected: number
}

export function staysOf(id: string): RandomStay[] {
  const file = `${id}.stays.json`
  if (!readdirSync(FOLDER).includes(file)) return []
  const { rows } = readFixture(file) as { rows: [entry: string, exit: string, vehicle: string, expectFen: number][] }
  return rows.map(([entry, exit, vehicle, expected]) => ({
    stayed: { entry: readInstant(entry), at: readInstant(exit), class: vehicle },
    expected,
  }))
}

export const visitsOf = (one: Case): Visit[] | undefined =>
  one.visits?.map(({ entry, exit }) => ({
    entry: readInstant(entry),
    exit: exit === null ? null : readInstant(exit),
  }))

export const stayedOf = ({
  entry = '',
  exit = '',
  vehicle,
  coupons = [],
  payments = [],
  lostTicket,
}: Case): Stayed => ({
  entry: readInstant(entry),
  at: readInstant(exit),
  class: vehicle,
  coupons: coupons.map((coupon): Coupon =>
    coupon.type === 'amount' && 'fen' in coupon ? { type: 'amount', amount: fen(coupon.fen) } : (coupon as Coupon),
  ),
  payments: payments.map(({ at, fen: amount }): PaidBefore => {
    const paidAt = readInstant(at)
    return { at: paidAt, billedTo: paidAt, amount: fen(amount) }
  }),
  ...(lostTicket && { lostTicket }),
})
