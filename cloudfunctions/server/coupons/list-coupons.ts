import { refuseCoupon, type CouponRefusal } from '../../../domain/coupon'
import type { Calls, CouponView } from '../../../domain/contract'
import { subtract, type Fen } from '../../../domain/money'
import type { OpenId } from '../../../domain/payment'
import type { LotId } from '../../../domain/stay'
import { offsetAt } from '../../../domain/time'
import { rebill, type Rebilled } from '../billing/bill-with-coupons'
import { billOf, feeBefore } from '../billing/price-stay'
import type { CouponBatchDoc, CouponDoc } from '../documents'
import { loadLot } from '../lot/lots'
import type { Ports, Store } from '../ports'
import { batchOf, heldBy, takesOff, whyNotOnBill, type KnownCoupon } from './coupons'

/** Of those that can still be used, the ones that end soonest; nobody keeps more at hand. */
const AT_HAND = 50

/** Looked through for them: some may have been withdrawn, which their batches know. */
const LOOKED_THROUGH = 200

/** Of those that are used, withdrawn, or over, a few of each: so that nobody wonders where one went. */
const GONE = 10

/** The asker's coupons, best first; for a bill, what each would do for it. */
export async function listCoupons(
  ports: Ports,
  by: OpenId,
  { quote }: Calls['coupons.list']['ask'],
): Promise<CouponView[]> {
  const [coupons, billed] = await Promise.all([
    couponsOf(ports, by),
    quote === undefined ? undefined : rebill(ports, by, quote),
  ])
  const names = await lotNames(ports.store, coupons)
  const views = coupons.map((known) =>
    view(known, names, billed ? onBill(ports, by, known, billed) : anywhere(ports, by, known)),
  )
  return views.sort(bestFirst)
}

interface Mine {
  coupon: CouponDoc
  batch: CouponBatchDoc
}

/** Each kind apart: what is gone never takes the place of what can be used. */
async function listed({ store, now }: Ports, owner: OpenId): Promise<Mine[]> {
  const at = now()
  const notUsed = { owner, state: { in: ['issued', 'held'] } } as const
  const soonest = { limit: LOOKED_THROUGH, orderBy: [['validUntil', 'asc']] as const }
  const [inTime, ...gone] = await Promise.all([
    store.find('coupons', { ...notUsed, validUntil: { gt: at } }, soonest),
    store.find('coupons', { ...notUsed, validUntil: { lte: at } }, { limit: GONE, orderBy: [['validUntil', 'desc']] }),
    store.find('coupons', { owner, state: 'used' }, { limit: GONE, orderBy: [['usedAt', 'desc']] }),
  ])
  const mine = await withBatches(store, inTime)
  const isGood = ({ batch }: Mine): boolean => batch.withdrawnAt === null
  const atHand = mine.filter(isGood).slice(0, AT_HAND)
  const withdrawn = mine.filter((one) => !isGood(one)).slice(0, GONE)
  const all = [...atHand, ...withdrawn, ...(await withBatches(store, gone.flat()))]
  // Paid with in this moment, one may be found twice.
  return [...new Map(all.map((one) => [one.coupon._id, one])).values()]
}

async function withBatches(store: Store, coupons: readonly CouponDoc[]): Promise<Mine[]> {
  const oneOfEach = [...new Map(coupons.map((coupon) => [coupon.batch, coupon])).values()]
  const batches = new Map(
    await Promise.all(oneOfEach.map(async (coupon) => [coupon.batch, await batchOf(store, coupon)] as const)),
  )
  return coupons.flatMap((coupon) => {
    const batch = batches.get(coupon.batch)
    return batch ? [{ coupon, batch }] : []
  })
}

const couponsOf = async (ports: Ports, by: OpenId): Promise<KnownCoupon[]> =>
  Promise.all(
    (await listed(ports, by)).map(async (mine) => ({ ...mine, heldBy: await heldBy(ports.store, mine.coupon) })),
  )

async function lotNames(store: Store, coupons: readonly KnownCoupon[]): Promise<ReadonlyMap<LotId, string>> {
  const ids = [...new Set(coupons.flatMap(({ batch }) => batch.lots))]
  return new Map(await Promise.all(ids.map(async (id) => [id, (await loadLot(store, id)).name] as const)))
}

type Use = Pick<CouponView, 'why' | 'saves'>

const anywhere = ({ now }: Ports, by: OpenId, { coupon, batch }: KnownCoupon): Use =>
  refused(refuseCoupon(coupon, batch, { by, now: now() }) ?? (coupon.state === 'held' ? 'coupon-held' : undefined))

function onBill(ports: Ports, by: OpenId, known: KnownCoupon, { stay, tariff, bill }: Rebilled): Use {
  const now = ports.now()
  const why = whyNotOnBill(ports, known, { by, stay, fee: feeBefore(stay, tariff, now) })
  if (why) return { why }
  const saves: Fen = subtract(bill.due, billOf(stay, tariff, now, [takesOff(known)]).due)
  return saves > 0 ? { saves } : { why: 'coupon-saves-nothing' }
}

const refused = (why: CouponRefusal | undefined): Use => (why ? { why } : {})

function view({ coupon, batch }: KnownCoupon, names: ReadonlyMap<LotId, string>, use: Use): CouponView {
  const { name, takesOff: off, lots, validFrom, validUntil, minimum, onOvertime, zone } = batch
  return {
    code: coupon._id,
    name,
    takesOff: off,
    lots: lots.map((id) => names.get(id) ?? id),
    validFrom,
    validUntil,
    offset: offsetAt(validUntil, zone),
    minimum,
    onOvertime,
    ...use,
  }
}

/** What can be used comes first: what saves most, then what ends soonest. */
const bestFirst = (one: CouponView, other: CouponView): number =>
  Number(one.why !== undefined) - Number(other.why !== undefined) ||
  (other.saves ?? 0) - (one.saves ?? 0) ||
  one.validUntil - other.validUntil
