/** Coupons: those one has, and for a bill what each would take off it. */
import {
  couponSaid,
  REFUSAL_WORDS,
  readCode,
  saidTime,
  shownCode,
  yuan,
  type BillView,
  type CouponCode,
  type CouponView,
  type Instant,
} from '../../domain'
import { NO_ACTION, type Action } from '../../components/action-bar/view'
import { empty, SHOWN, stateOf, type StateScreen } from '../../components/state-view/view'
import { staleWords, type Loaded } from '../../services/loaded'
import { typedProblem } from './typed-code'

export type CouponsAct = 'scan' | 'done'

export interface CouponsState {
  coupons: Loaded<CouponView[]>
  /** The bill that coupons are chosen for; undefined: one looks at one's coupons. */
  bill: BillView | undefined
  typed: string
  /** Why the last coupon was refused. */
  problem: string
  /** The coupon that was just put into the list. */
  added: CouponCode | undefined
  /** The cloud is being asked about a coupon. */
  asking: boolean
}

export interface CouponRow {
  code: CouponCode
  /** 减 2 小时 */
  takesOff: string
  name: string
  /** 11月30日 23:59 前有效 */
  valid: string
  /** 满 ¥10.00 可用; where it counts. */
  terms: string
  /** 省 ¥5.00 */
  saves: string
  chosen: boolean
  /** Just put into the list. */
  isNew: boolean
  /** Why it cannot be used; empty: it can. */
  why: string
}

export interface CouponsScreen {
  state: StateScreen
  notice: string
  /** Coupons are chosen here, not only looked at. */
  choosing: boolean
  /** Scanning is not the main action, and possible all the same. */
  canScan: boolean
  usable: CouponRow[]
  refused: CouponRow[]
  /** The words on the button beside the typed code. */
  take: string
  canTake: boolean
  problem: string
  asking: boolean
  action: Action<CouponsAct>
}

export const AWAITED_COUPONS: CouponsScreen = {
  state: stateOf({ phase: 'loading' }),
  notice: '',
  choosing: false,
  canScan: false,
  usable: [],
  refused: [],
  take: '添加',
  canTake: false,
  problem: '',
  asking: false,
  action: NO_ACTION,
}

const EMPTY = empty('coupon', '还没有优惠券', '商家送的停车券，扫码或输入券码就能收下，缴费时可以直接选用。')

export function toView(state: CouponsState, now: Instant): CouponsScreen {
  const { coupons, bill, typed, problem, asking } = state
  const listed = rowsOf(state, now)
  const rows = [...presented(bill, listed), ...listed]
  return {
    state: rows.length ? SHOWN : coupons.phase === 'ready' ? EMPTY : stateOf(coupons),
    notice: staleWords(coupons, now, '优惠券'),
    choosing: bill !== undefined,
    canScan: bill !== undefined && bill.coupons.length > 0,
    usable: rows.filter(({ why }) => why === ''),
    refused: rows.filter(({ why }) => why !== ''),
    take: bill ? '使用' : '添加',
    canTake: readCode(typed) !== undefined && !asking,
    problem: problem || typedProblem(typed),
    asking,
    action: actionOf(bill, asking),
  }
}

function rowsOf({ coupons, bill, added }: CouponsState, now: Instant): CouponRow[] {
  if (coupons.phase !== 'ready') return []
  const chosen = new Set(bill?.coupons.map(({ code }) => code))
  const rows = coupons.answer.map((coupon) => rowOf(coupon, chosen.has(coupon.code), coupon.code === added, now))
  return [...rows.filter(({ isNew }) => isNew), ...rows.filter(({ isNew }) => !isNew)]
}

function rowOf(coupon: CouponView, chosen: boolean, isNew: boolean, now: Instant): CouponRow {
  const { code, name, takesOff, why, saves } = coupon
  return {
    code,
    takesOff: couponSaid(takesOff),
    name,
    valid: validSaid(coupon, now),
    terms: termsSaid(coupon),
    saves: saves === undefined ? '' : `省 ${yuan(saves)}`,
    chosen,
    isNew,
    why: why && !chosen ? REFUSAL_WORDS[why].title : '',
  }
}

const validSaid = ({ validFrom, validUntil, offset }: CouponView, now: Instant): string =>
  validFrom > now ? `${saidTime(validFrom, now, offset)} 起有效` : `${saidTime(validUntil, now, offset)} 前有效`

function termsSaid({ minimum, lots, onOvertime }: CouponView): string {
  const terms = [
    minimum > 0 && `满 ${yuan(minimum)} 可用`,
    lots.length > 0 && `限${lots.join('、')}`,
    !onOvertime && '不用于超时费用',
  ]
  return terms.filter(Boolean).join(' · ')
}

/** Typed or scanned for this bill, and in nobody's list. */
function presented(bill: BillView | undefined, listed: readonly CouponRow[]): CouponRow[] {
  const others = bill?.coupons.filter(({ code }) => !listed.some((row) => row.code === code)) ?? []
  return others.map(({ code, name }) => ({
    code,
    name,
    takesOff: '本次出示',
    valid: shownCode(code),
    terms: '',
    saves: '',
    chosen: true,
    isNew: false,
    why: '',
  }))
}

function actionOf(bill: BillView | undefined, asking: boolean): CouponsScreen['action'] {
  if (!bill) return { act: 'scan', text: '扫码添加', busy: asking }
  if (asking) return { act: 'done', text: '正在更新金额', busy: true }
  return bill.coupons.length
    ? { act: 'done', text: `用 ${bill.coupons.length} 张券，应付 ${yuan(bill.due)}`, busy: false }
    : { act: 'scan', text: '扫码用券', busy: false }
}
