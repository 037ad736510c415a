import { newCode, type CouponCode } from '../../../domain/coupon'
import type { CouponBatchDoc } from '../documents'
import { AlreadyExists, type Store } from '../ports'

/** Documents written side by side. */
const AT_ONCE = 20

/**
 * Issues a batch: as many codes as it says, which nobody can guess. Issuing it again goes on where it was interrupted, and
 * adds nothing to a batch that is complete.
 * @param random five bits each.
 * @param atMost new ones in this call; a large batch takes several.
 * @returns all codes of the batch so far.
 * @throws Error when the batch exists with other terms: terms never change.
 */
export async function issueCoupons(
  store: Store,
  batch: CouponBatchDoc,
  random: () => Iterable<number>,
  atMost = Infinity,
): Promise<CouponCode[]> {
  const known = await store.get('couponBatches', batch._id)
  if (!known) await store.insert('couponBatches', batch)
  else if (!isSame(known, batch)) throw new Error(`batch ${batch._id} was issued before with other terms`)
  const codes = await codesOf(store, batch)
  const until = Math.min(batch.count, codes.length + atMost)
  while (codes.length < until) {
    const fresh = Array.from({ length: Math.min(AT_ONCE, until - codes.length) }, () => newCode(random()))
    const issued = await Promise.all(fresh.map((code) => isIssued(store, batch, code)))
    codes.push(...fresh.filter((_code, index) => issued[index]))
  }
  return codes
}

const isSame = (
  { issuedAt: _one, ...known }: CouponBatchDoc,
  { issuedAt: _other, ...wanted }: CouponBatchDoc,
): boolean => JSON.stringify(sorted(known)) === JSON.stringify(sorted(wanted))

const sorted = (terms: object): [string, unknown][] =>
  Object.entries(terms).sort(([one], [other]) => (one < other ? -1 : 1))

const PAGE = 1000

async function codesOf(store: Store, { _id: batch }: CouponBatchDoc): Promise<CouponCode[]> {
  const codes: CouponCode[] = []
  for (;;) {
    const last = codes.at(-1)
    const page = await store.find(
      'coupons',
      { batch, ...(last && { _id: { gt: last } }) },
      { limit: PAGE, orderBy: [['_id', 'asc']] },
    )
    codes.push(...page.map(({ _id }) => _id))
    if (page.length < PAGE) return codes
  }
}

/** A code that is taken, by whatever chance, is made anew. */
async function isIssued(store: Store, { _id: batch }: CouponBatchDoc, code: CouponCode): Promise<boolean> {
  const coupon = { _id: code, batch, state: 'issued' as const, attempt: null, owner: null, ownedAt: null, usedAt: null }
  try {
    await store.insert('coupons', coupon)
    return true
  } catch (error) {
    if (error instanceof AlreadyExists) return false
    throw error
  }
}

/** Nobody can use what is left of the batch any more. @returns how many coupons that were. */
export async function withdrawCoupons(store: Store, batch: CouponBatchDoc): Promise<number> {
  const codes = await codesOf(store, batch)
  let withdrawn = 0
  for (let from = 0; from < codes.length; from += AT_ONCE) {
    const some = codes.slice(from, from + AT_ONCE)
    const done = await Promise.all(
      some.map((code) => store.updateIf('coupons', code, { state: 'issued' }, { state: 'void' })),
    )
    withdrawn += done.filter(Boolean).length
  }
  return withdrawn
}
