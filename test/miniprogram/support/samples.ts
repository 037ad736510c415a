/** Answers of the cloud as the phone gets them, with one lot, one car and a fixed morning. */
import {
  fen,
  instant,
  minutes,
  type BillLine,
  type BillView,
  type CallName,
  type CallRefusal,
  type Calls,
  type CarView,
  type CouponCode,
  type CouponView,
  type Envelope,
  type HomeView,
  type Instant,
  type LaneView,
  type LotView,
  type OrderNo,
  type PaymentView,
  type Plate,
  type ReceiptView,
  type StayId,
  type TransactionView,
  type VisitId,
} from '../../../domain/client'
import { answerCalls } from '../../support/wx'

const MINUTE = 60_000

/** 2026-11-22 14:05 in Shanghai. */
export const NOW = instant(Date.UTC(2026, 10, 22, 6, 5))

/** Minutes after NOW; before, when negative. */
export const at = (count: number): Instant => instant(NOW + count * MINUTE)

export const LOT: LotView = {
  id: 'lot' as LotView['id'],
  name: '泊易示范停车场',
  offset: minutes(480),
  phone: '02155550100',
}
export const CAR: CarView = { plate: '京A12345' as Plate, name: '京A·12345', colour: 'blue' }
export const SECOND_CAR: CarView = { plate: '沪AD12345' as Plate, name: '沪A·D12345', colour: 'green' }
export const STAY = 'stay-1' as StayId
export const VISIT = 'visit-1' as VisitId
export const ORDER = 'ORDER0001' as OrderNo

export type HomeCar = HomeView['cars'][number]
export const INSIDE: HomeCar = { state: 'inside', stay: STAY, lot: LOT, enteredAt: at(-134), due: fen(1250), car: CAR }
export const PAID_CAR: HomeCar = { state: 'paid', stay: STAY, lot: LOT, enteredAt: at(-134), leaveBy: at(12), car: CAR }
export const AWAY: HomeCar = { state: 'away', car: SECOND_CAR }

export const BILL: BillView = {
  quote: 'quote-1',
  stay: STAY,
  car: CAR,
  lot: LOT,
  enteredAt: at(-134),
  billedTo: NOW,
  fee: fen(1250),
  due: fen(1250),
  lines: [
    {
      kind: 'units',
      period: '日间',
      from: at(-134),
      to: at(-74),
      units: 1,
      unit: minutes(60),
      price: fen(500),
      amount: fen(500),
    },
    {
      kind: 'units',
      period: '日间',
      from: at(-74),
      to: NOW,
      units: 3,
      unit: minutes(30),
      price: fen(250),
      amount: fen(750),
    },
  ],
  coupons: [],
  couponLimit: 0,
  validUntil: at(3),
  tariffVersion: '2026-01',
  rules: ['停放 15 分以内（含）免费。', '日间每 30 分 ¥2.50。'],
}

export const CODE = 'ABCDEFGHJKLM' as CouponCode
export const SECOND_CODE = 'NPQRSTUVWXYZ' as CouponCode

export const coupon = (part: Partial<CouponView> = {}): CouponView => ({
  code: CODE,
  name: '街角咖啡停车券',
  takesOff: { type: 'amount', amount: fen(500) },
  lots: [LOT.name],
  validFrom: at(-60),
  validUntil: at(60),
  offset: LOT.offset,
  minimum: fen(1000),
  onOvertime: false,
  ...part,
})

/** A lot that takes two coupons a stay. */
export const COUPON_BILL: BillView = { ...BILL, couponLimit: 2 }

/** The bill with these coupons, each worth ¥5.00 and the last no more than what is left; it has a name of its own. */
export function billWith(codes: readonly string[], bill: BillView = COUPON_BILL): BillView {
  let left: number = BILL.due
  const lines = codes.map((code): BillLine => {
    const amount = fen(-Math.min(500, left))
    left += amount
    return { kind: 'coupon', coupon: { type: 'amount', amount: fen(500), id: code }, amount }
  })
  const coupons = codes.map((code) => ({ code: code as CouponCode, name: `券 ${code.slice(0, 4)}` }))
  return {
    ...bill,
    quote: ['quote', ...codes].join('-'),
    lines: [...BILL.lines, ...lines],
    coupons,
    due: fen(left),
    fee: fen(left),
  }
}

export const EXIT = { id: 'exit-1', name: '1 号出口', direction: 'exit' } as LaneView['lane']
export const ENTRY = { id: 'entry-1', name: '2 号入口', direction: 'entry' } as LaneView['lane']

export const PAYMENT = { orderNo: ORDER, amount: fen(1250), car: CAR, lot: LOT }
export const PAID: Extract<PaymentView, { state: 'paid' }> = { ...PAYMENT, state: 'paid', paidAt: NOW, leaveBy: at(15) }
export const UNPAID: PaymentView = { ...PAYMENT, state: 'unpaid', expiresAt: at(3) }

export const TRANSACTION: TransactionView = {
  orderNo: ORDER,
  car: CAR,
  lotName: LOT.name,
  offset: LOT.offset,
  amount: fen(1250),
  paidAt: NOW,
  state: 'paid',
  listKey: 'key-1',
}

export const RECEIPT: ReceiptView = {
  ...TRANSACTION,
  enteredAt: at(-134),
  billedTo: NOW,
  lines: BILL.lines,
  fee: fen(1250),
  tariffVersion: '2026-01',
  transactionId: '4200001234202611221234567890',
}

export const PARAMS = { timeStamp: '1', nonceStr: 'n', package: 'prepay_id=1', signType: 'RSA', paySign: 's' } as const

/** Moves every instant of a sample to where the test runs: pages count by the real clock. */
export function today<Sample>(sample: Sample): Sample {
  const late = Date.now() - NOW
  const move = (_key: string, value: unknown): unknown =>
    typeof value === 'number' && value > 1e12 ? value + late : value
  return JSON.parse(JSON.stringify(sample), move) as Sample
}

/** How many pages are open, this one among them. */
export function openPages(count: number): void {
  Object.assign(globalThis, { getCurrentPages: () => Array.from({ length: count }, () => ({})) })
}

type Answer<Name extends CallName> = Calls[Name]['answer']

/** A promise is an answer that is still on its way. */
export type Said = { [Name in CallName]?: (ask: Calls[Name]['ask']) => Answer<Name> | Promise<Answer<Name>> }

/** What the cloud was asked, in order. */
export interface Heard {
  name: CallName
  ask: unknown
}

/** The cloud of a page test: answers what it was told to, and says no with a Refused. */
export function cloudSays(said: Said): Heard[] {
  const heard: Heard[] = []
  answerCalls((_function, data) => {
    const { name, ask } = data as Heard
    heard.push({ name, ask })
    return envelope(said, name, ask)
  })
  return heard
}

export class Refused extends Error {
  constructor(readonly why: CallRefusal) {
    super(why)
  }
}

export const refuse = (why: CallRefusal) => (): never => {
  throw new Refused(why)
}

/** What CloudBase's client throws without a network. */
export const unreachable = (): never => {
  throw Object.assign(new Error('offline'), { errCode: -1, errMsg: 'cloud.callFunction:fail request:fail ' })
}

async function envelope(said: Said, name: CallName, ask: unknown): Promise<Envelope<unknown>> {
  const answer = said[name] as ((ask: unknown) => unknown) | undefined
  if (!answer) throw new Error(`this test has no answer to ${name}`)
  const now = instant(Date.now())
  try {
    return { ok: true, at: now, answer: await answer(ask) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, at: now, why: error.why }
    throw error
  }
}
