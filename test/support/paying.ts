/** What people do about money in stories: look at a bill, hold coupons against it, pay, look again. */
import { issueCoupons } from '../../cloudfunctions/server/coupons/issue-coupons'
import { CODE_LETTERS, type BatchId, type CouponBatch, type CouponCode } from '../../domain/coupon'
import type { BillView, Calls } from '../../domain/contract'
import { fen, NOTHING } from '../../domain/money'
import type { OpenId, OrderNo, PaymentParams } from '../../domain/payment'
import { instant, MINUTE } from '../../domain/time'
import { TENGCHONG } from '../fixtures/tariffs/tengchong'
import { EXIT, LIN, MORNING, type World } from './world'

export const CAR = '京A12345'
export const OTHER_CAR = '京B67890'

/** The car is the driver's own, and came in 90 minutes ago: ¥3.00. */
export async function parked(world: World, by: OpenId = LIN, plate = CAR): Promise<void> {
  await world.ask(by, 'vehicles.add', { plate })
  await world.comesIn(plate)
  world.wait(90)
}

export async function billFromHome(world: World, by: OpenId = LIN, plate = CAR): Promise<BillView> {
  const { cars } = await world.ask(by, 'home', {})
  const found = cars.find(({ car }) => car.plate === plate)
  if (!found || found.state === 'away') throw new Error(`${plate} is not inside`)
  return world.ask(by, 'bill.open', { stay: found.stay })
}

export async function billAtExit(world: World, by: OpenId = LIN): Promise<BillView> {
  const lane = await world.ask(by, 'lane.open', { code: world.code(EXIT) })
  if (lane.situation !== 'pay') throw new Error(`nothing to pay: ${lane.situation}`)
  return lane.bill
}

export const withCoupons = (world: World, { quote }: BillView, codes: string[], by: OpenId = LIN): Promise<BillView> =>
  world.ask(by, 'bill.coupons', { quote, codes })

export async function order(
  world: World,
  { quote }: Pick<BillView, 'quote'>,
  by: OpenId = LIN,
): Promise<{ orderNo: OrderNo; params: PaymentParams }> {
  const opened = await world.ask(by, 'payment.open', { quote })
  if (opened.kind !== 'pay') throw new Error('settled without paying')
  return opened
}

/** Through the cashier, and WeChat's callback told. */
export async function pay(world: World, bill: Pick<BillView, 'quote'>, by: OpenId = LIN): Promise<OrderNo> {
  const { orderNo, params } = await order(world, bill, by)
  await world.pays(by, params)
  return orderNo
}

export const payFromHome = async (world: World, by: OpenId = LIN): Promise<OrderNo> =>
  pay(world, await billFromHome(world, by), by)

export async function settleByCoupons(world: World, { quote }: BillView, by: OpenId = LIN): Promise<OrderNo> {
  const opened: Calls['payment.open']['answer'] = await world.ask(by, 'payment.open', { quote })
  if (opened.kind !== 'settled' || !opened.orderNo) throw new Error('coupons did not pay for everything')
  return opened.orderNo
}

/** To the exit and out. */
export async function driveOut(world: World, plate = CAR): Promise<void> {
  const { visit } = await world.arrives(EXIT, plate)
  await world.passes(EXIT, visit)
}

/** Minutes in which callbacks and `sweep` come as they do. */
export async function pass(world: World, minutes: number): Promise<void> {
  for (let passed = 0; passed < minutes; passed++) {
    world.wait(1)
    await world.callbacks()
    await world.sweep()
  }
}

export const check = (world: World, orderNo: OrderNo, by: OpenId = LIN) => world.ask(by, 'payment.check', { orderNo })

/** What WeChat holds of ours: paid less sent back. */
export const kept = (world: World): number =>
  world.pay.books().reduce((sum, { paid, refunded }) => sum + paid - refunded, 0)

export const rises = (world: World, visit: string): number =>
  world.bridge.opened.filter((rise) => rise.visit === visit).length

// ---------------------------------------------------------------- coupons

let made = 0

/** Twelve letters that count upwards. */
export function nextLetters(): number[] {
  const number = ++made
  return Array.from(
    { length: 12 },
    (_, place) => Math.floor(number / CODE_LETTERS.length ** place) % CODE_LETTERS.length,
  )
}

/** One coupon of a batch of its own: ¥1.00 off, anywhere, today, unless told otherwise. */
export async function issue(world: World, terms: Partial<CouponBatch> = {}): Promise<CouponCode> {
  const batch = {
    _id: `batch${made}` as BatchId,
    name: '开业优惠',
    zone: TENGCHONG.zone,
    issuedAt: MORNING,
    withdrawnAt: null,
    count: 1,
    takesOff: { type: 'amount' as const, amount: fen(100) },
    lots: [],
    validFrom: instant(MORNING - 60 * MINUTE),
    validUntil: instant(MORNING + 24 * 60 * MINUTE),
    minimum: NOTHING,
    onOvertime: false,
    ...terms,
  }
  const [code] = await issueCoupons(world.store, batch, nextLetters)
  if (!code) throw new Error('no coupon was issued')
  return code
}

export async function coupon(world: World, code: CouponCode) {
  const found = await world.store.get('coupons', code)
  if (!found) throw new Error(`there is no coupon ${code}`)
  return found
}
