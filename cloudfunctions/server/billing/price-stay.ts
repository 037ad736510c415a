import type { BillView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import { bill, type Bill } from '../../../domain/tariff/bill'
import { classFor } from '../../../domain/tariff/class-for'
import { explainTariff } from '../../../domain/tariff/explain'
import type { Coupon as TakesOff } from '../../../domain/tariff/coupon'
import type { Fen } from '../../../domain/money'
import type { Tariff } from '../../../domain/tariff/tariff'
import { after, minutes, type Instant } from '../../../domain/time'
import type { LanePlace, LotDoc, QuoteDoc, StayDoc } from '../documents'
import type { KnownCoupon } from '../coupons/coupons'
import { lotView } from '../lot/lots'
import { loadTariff } from '../lot/tariffs'
import { ownCar } from '../lot/cars'
import type { Ports } from '../ports'

/** What a tariff without a limit is shown to take; nobody has more at hand. */
const MANY = 8

/** How long a price holds, so that the amount never changes under a finger that is paying. */
export const QUOTE_VALID = minutes(3)

/** A stay with what it costs, and by which price list. */
export interface PricedStay {
  stay: StayDoc
  lot: LotDoc
  tariff: Tariff
  bill: Bill
}

/** Undefined when no price list can be used for it; somebody was alarmed. */
export async function priceStay(
  ports: Pick<Ports, 'store' | 'log'>,
  { stay, lot }: { stay: StayDoc; lot: LotDoc },
  at: Instant,
): Promise<PricedStay | undefined> {
  const tariff = await loadTariff(ports, lot, { entry: stay.enteredAt, exit: at })
  if (!tariff) return undefined
  const priced: PricedStay = { stay, lot, tariff, bill: billOf(stay, tariff, at) }
  alarmIfDoubtful(ports, priced, at)
  return priced
}

/** Clocks of lots and of the cloud may differ by this much. */
const CLOCKS_DIFFER = minutes(1)

function alarmIfDoubtful({ log }: Pick<Ports, 'log'>, { stay, bill: { warnings, tariff } }: PricedStay, at: Instant) {
  const facts = { lot: stay.lot, stay: stay.id }
  if (stay.enteredAt > after(at, CLOCKS_DIFFER)) log.alarm('entered in the future', { ...facts, at: stay.enteredAt })
  if (warnings.length > 0) log.alarm('a bill is doubtful', { ...facts, tariff, warnings })
}

/** A car whose lot's clock is a little ahead of ours has been there for no time yet. */
export const billOf = (stay: StayDoc, tariff: Tariff, now: Instant, coupons: readonly TakesOff[] = []): Bill =>
  bill(tariff, {
    entry: stay.enteredAt,
    at: now < stay.enteredAt ? stay.enteredAt : now,
    payments: stay.payments,
    coupons,
    class: classFor(tariff, stay.car),
    unplated: stay.car.plate === null,
  })

/** Fee of the whole stay so far as if nothing were paid and no coupon used. */
export const feeBefore = (stay: StayDoc, tariff: Tariff, now: Instant): Fen =>
  billOf({ ...stay, payments: [] }, tariff, now).fee

/** Makes a bill with a name and a time it holds for; paying asks for it by that name. */
export async function quote({ store, ids, now }: Ports, by: OpenId, what: Quoted): Promise<BillView> {
  const doc: QuoteDoc = {
    _id: ids.next(),
    askedBy: by,
    stay: what.stay._id,
    stayId: what.stay.id,
    at: what.at,
    bill: what.bill,
    coupons: (what.coupons ?? []).map(({ coupon }) => coupon._id),
    validUntil: after(now(), QUOTE_VALID),
  }
  await store.insert('quotes', doc)
  return billView(doc, what, now())
}

interface Quoted extends PricedStay {
  at: LanePlace | null
  coupons?: readonly KnownCoupon[]
}

function billView(doc: QuoteDoc, { stay, lot, tariff, coupons = [] }: Quoted, now: Instant): BillView {
  const { lines, fee, due, leaveBy, at } = doc.bill
  return {
    quote: doc._id,
    stay: stay.id,
    car: ownCar(stay.car),
    lot: lotView(lot, now),
    enteredAt: stay.enteredAt,
    billedTo: at,
    fee,
    due,
    lines,
    coupons: coupons.map(({ coupon, batch }) => ({ code: coupon._id, name: batch.name })),
    couponLimit: tariff.stay.coupons ? (tariff.stay.coupons.limit ?? MANY) : 0,
    validUntil: doc.validUntil,
    tariffVersion: doc.bill.tariff.version,
    rules: explainTariff(tariff, classFor(tariff, stay.car)),
    ...(leaveBy !== undefined && { leaveBy }),
    ...(doc.at && { visit: doc.at.visit }),
  }
}
