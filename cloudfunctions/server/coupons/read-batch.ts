/** A batch of coupons as an operator writes it, and as it is issued. */
import * as z from 'zod'
import type { BatchId } from '../../../domain/coupon'
import { fen, type Fen } from '../../../domain/money'
import type { LotId } from '../../../domain/stay'
import type { Coupon as TakesOff } from '../../../domain/tariff/coupon'
import { atWallClock, DAY_MINUTES, MINUTE, minutes, zone, type Instant } from '../../../domain/time'
import type { CouponBatchDoc } from '../documents'

/** More than this is a slip of the pen. */
const MOST = 10_000

const amount = z
  .string()
  .regex(/^\d{1,6}(\.\d{1,2})?$/, 'yuan as text, such as "5.00"')
  .transform((text): Fen => fen(Math.round(Number(text) * 100)))

const day = z.iso.date('a day such as "2026-12-31"')

const takesOff = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('amount'), amount }),
  z.strictObject({ type: z.literal('minutes'), minutes: z.int().min(1).max(43_200).transform(minutes) }),
  z.strictObject({ type: z.literal('percent'), percent: z.int().min(1).max(100) }),
  z.strictObject({ type: z.literal('full') }),
]) satisfies z.ZodType<TakesOff>

const batch = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,39}$/, 'small letters, digits and hyphens, at most 40'),
    /** What people read: 开业优惠 */
    name: z.string().trim().min(1).max(20),
    takesOff,
    /** Ids of lots; empty: every lot. */
    lots: z.array(z.string().min(1)).max(200).default([]),
    zone: z.string().default('Asia/Shanghai').refine(isZone, 'an IANA zone such as "Asia/Shanghai"'),
    /** The first and the last day on which it counts. */
    from: day,
    to: day,
    minimum: amount.default(fen(0)),
    onOvertime: z.boolean().default(false),
    count: z.int().min(1).max(MOST),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'not before "from"' })

/** What is wrong with the file, each with its JSON path. */
export class BatchFaults extends Error {
  override name = 'BatchFaults'
  constructor(readonly faults: readonly string[]) {
    super(faults.join('\n'))
  }
}

/** @throws BatchFaults naming every fault. */
export function readBatch(json: unknown, issuedAt: Instant): CouponBatchDoc {
  const read = batch.safeParse(json)
  if (!read.success)
    throw new BatchFaults(read.error.issues.map(({ path, message }) => `$${path.map(step).join('')}: ${message}`))
  const { id, lots, zone: name, from, to, ...terms } = read.data
  const in_ = zone(name)
  return {
    ...terms,
    _id: id as BatchId,
    lots: lots as LotId[],
    zone: in_,
    validFrom: atWallClock(from, '00:00', in_),
    validUntil: atWallClock(dayAfter(to), '00:00', in_),
    issuedAt,
    withdrawnAt: null,
  }
}

const step = (key: PropertyKey): string => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)

function isZone(name: string): boolean {
  try {
    zone(name)
    return true
  } catch {
    return false
  }
}

const dayAfter = (date: string): string => new Date(Date.parse(date) + DAY_MINUTES * MINUTE).toISOString().slice(0, 10)
