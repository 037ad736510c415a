/** Coupons on a bill. Only the cloud's answer changes what is due. */
import { REFUSAL_WORDS, type BillView, type CallRefusal, type CouponCode, type CouponRefusal } from '../domain'
import { ask, type CallFailure, type Result } from './cloud'

/** A bill made anew, and why a coupon that it had is no longer on it. */
export interface Rebilled {
  result: Result<BillView>
  dropped?: CouponRefusal
}

export const codesOf = ({ coupons }: BillView): CouponCode[] => coupons.map(({ code }) => code)

export const billWith = (bill: BillView, codes: readonly string[]): Promise<Result<BillView>> =>
  ask('bill.coupons', { quote: bill.quote, codes: [...codes] })

/** The bill with these coupons, as far as they still count: a refusal does not say whose it is, so they are tried one by one. */
export async function rebill(bill: BillView, codes: readonly CouponCode[]): Promise<Rebilled> {
  const all = await billWith(bill, codes)
  if (all.ok || !isCouponRefusal(all.why)) return { result: all }
  let kept: CouponCode[] = []
  let dropped = all.why
  for (const code of codes.length > 1 ? codes : []) {
    const tried = await billWith(bill, [...kept, code])
    if (tried.ok) kept = [...kept, code]
    else if (isCouponRefusal(tried.why)) dropped = tried.why
    else return { result: tried }
  }
  return { result: await billWith(bill, kept), dropped }
}

const isCouponRefusal = (why: CallFailure): why is CouponRefusal => why.startsWith('coupon-')

export const droppedWords = (why: CouponRefusal): string =>
  `${REFUSAL_WORDS[why satisfies CallRefusal].title}，已取消使用`

/** How many of the person's coupons would take something off this bill; undefined: not known. */
export async function countUsable({ quote, couponLimit, due }: BillView): Promise<number | undefined> {
  if (couponLimit === 0 || due === 0) return undefined
  const listed = await ask('coupons.list', { quote })
  return listed.ok ? listed.answer.filter(({ why }) => why === undefined).length : undefined
}
