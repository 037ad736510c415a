import { newCode, type CouponCode } from '../../../domain/coupon'
import type { CouponBatchDoc, CouponDoc } from '../documents'
import { AlreadyExists, type Store } from '../ports'

/** Documents written side by side. */
const AT_ONCE = 20

/** Why no codes are issued, or no more. */
export type IssueRefusal =
  /** The batch exists with other terms, and terms never change. */
  'other-terms' | 'withdrawn'

export class IssueRefused extends Error {
  override name = 'IssueRefused'
  constructor(readonly why: IssueRefusal) {
    super(`batch not issued: ${why}`)
  }
}

/**
 * Issues a batch: as many codes as it says, which nobody can guess. Each has its number in the batch, and a unique index lets
 * one coupon have it: called again after a crash, or twice at once, this fills the numbers that are free and never more.
 * @param random five bits each.
 * @param atMost new ones in this call; a large batch takes several.
 * @returns all codes of the batch so far, by their numbers.
 * @throws IssueRefused
 */
export async function issueCoupons(
  store: Store,
  batch: CouponBatchDoc,
  random: () => Iterable<number>,
  atMost = Infinity,
): Promise<CouponCode[]> {
  const why = refuseIssue(await known(store, batch), batch)
  if (why) throw new IssueRefused(why)
  const codes = await codesOf(store, batch)
  const free = Array.from({ length: batch.count }, (_, place) => place + 1).filter((number) => !codes.has(number))
  const wanted = free.slice(0, atMost)
  for (let from = 0; from < wanted.length; from += AT_ONCE)
    await Promise.all(
      wanted
        .slice(from, from + AT_ONCE)
        .map(async (number) => codes.set(number, await issueOne(store, batch, number, random))),
    )
  return [...codes].sort(([one], [other]) => one - other).map(([, code]) => code)
}

/** As it was issued first, by this call or before. */
async function known(store: Store, batch: CouponBatchDoc): Promise<CouponBatchDoc> {
  return (await isNew(store.insert('couponBatches', batch)))
    ? batch
    : ((await store.get('couponBatches', batch._id)) ?? batch)
}

const refuseIssue = (known: CouponBatchDoc, wanted: CouponBatchDoc): IssueRefusal | undefined => {
  if (terms(known) !== terms(wanted)) return 'other-terms'
  return known.withdrawnAt === null ? undefined : 'withdrawn'
}

/** What never changes, as text. */
const terms = ({ issuedAt: _issued, withdrawnAt: _withdrawn, ...fixed }: CouponBatchDoc): string =>
  JSON.stringify(Object.entries(fixed).sort(([one], [other]) => (one < other ? -1 : 1)))

const PAGE = 1000

async function codesOf(store: Store, { _id: batch }: CouponBatchDoc): Promise<Map<number, CouponCode>> {
  const codes = new Map<number, CouponCode>()
  for (let last = 0; ;) {
    const page = await store.find(
      'coupons',
      { batch, number: { gt: last } },
      { limit: PAGE, orderBy: [['number', 'asc']] },
    )
    for (const { number, _id } of page) codes.set(number, _id)
    last = page.at(-1)?.number ?? last
    if (page.length < PAGE) return codes
  }
}

/** The code that has this number: a new one, or what somebody else has issued in the same moment. */
async function issueOne(
  store: Store,
  batch: CouponBatchDoc,
  number: number,
  random: () => Iterable<number>,
): Promise<CouponCode> {
  for (;;) {
    const coupon = newCoupon(batch, number, newCode(random()))
    if (await isNew(store.insert('coupons', coupon))) return coupon._id
    const [other] = await store.find('coupons', { batch: batch._id, number }, { limit: 1 })
    if (other) return other._id
    // Otherwise the code itself is taken, by whatever chance.
  }
}

const newCoupon = ({ _id: batch, validUntil }: CouponBatchDoc, number: number, _id: CouponCode): CouponDoc => ({
  _id,
  batch,
  number,
  validUntil,
  state: 'issued',
  attempt: null,
  owner: null,
  ownedAt: null,
  usedAt: null,
})

async function isNew(inserting: Promise<void>): Promise<boolean> {
  try {
    await inserting
    return true
  } catch (error) {
    if (error instanceof AlreadyExists) return false
    throw error
  }
}
