/** What people do with their phones: scan, read the bill, pay or not, look at the barrier, tap again. */
import type { CouponCode } from '../../domain/coupon'
import type { BillView, Calls, LaneView } from '../../domain/contract'
import { undoUntil, type OpenId, type OrderNo } from '../../domain/payment'
import type { LaneId } from '../../domain/stay'
import type { Instant } from '../../domain/time'
import type { Day } from './day'
import type { Handout } from './handout'
import { MINUTE_MS, SECOND_MS } from './setting'
import type { WeChat } from './wechat'

export class Phone {
  #paid: OrderNo | undefined

  constructor(
    readonly owner: OpenId,
    private readonly day: Day,
    private readonly wechat: WeChat,
    private readonly handout: Handout,
  ) {}

  // ------------------------------------------------------------ at a lane

  /** Somebody stands at the lane with this phone until the car is gone. */
  async standAt(lane: LaneId, stillThere: () => boolean): Promise<void> {
    const { random, time } = this.day
    await time.sleep(random.between(1, 40) * SECOND_MS)
    while (stillThere()) {
      await this.#scan(lane, stillThere)
      await time.sleep(random.between(3, 45) * SECOND_MS)
    }
  }

  async #scan(lane: LaneId, stillThere: () => boolean): Promise<void> {
    const code = this.day.ports.codes.laneCode(lane)
    const seen = await this.day.ask(this.owner, 'lane.open', { code })
    if (!seen && stillThere() && this.#fancies(0.3)) return this.payFromHome()
    if (!seen || !stillThere()) return
    switch (seen.situation) {
      case 'identify':
        return void (await this.day.ask(this.owner, 'lane.enter', { code, visit: seen.visit }))
      case 'pay':
        return this.#pay(seen.bill)
      case 'admitted':
      case 'leaving':
        return this.#watch(seen)
      case 'refused':
    }
  }

  async #watch({ visit, barrier }: Extract<LaneView, { situation: 'admitted' | 'leaving' }>): Promise<void> {
    const again = barrier.state === 'stuck' && barrier.retry
    await this.day.ask(this.owner, again ? 'lane.retry' : 'lane.barrier', { visit })
  }

  // ------------------------------------------------------------ at home

  async payFromHome(): Promise<void> {
    const bill = await this.#billFromHome()
    if (bill) await this.#pay(bill)
  }

  /** Shows a coupon that somebody else is paying with at this moment. */
  async wantsTheSame(code: CouponCode): Promise<void> {
    const bill = await this.#billFromHome()
    const less = bill && (await this.day.ask(this.owner, 'bill.coupons', { quote: bill.quote, codes: [code] }))
    if (less) await this.#payBill(less)
  }

  async #billFromHome(): Promise<BillView | undefined> {
    const home = await this.day.ask(this.owner, 'home', {})
    const inside = home?.cars.find((car) => car.state === 'inside')
    if (inside?.state !== 'inside') return undefined
    return this.day.ask(this.owner, 'bill.open', { stay: inside.stay })
  }

  // ------------------------------------------------------------ paying

  async #pay(before: BillView): Promise<void> {
    await this.#payBill(this.#fancies(0.4) ? await this.#withCoupons(before) : before)
  }

  async #payBill(bill: BillView): Promise<void> {
    await this.#dawdle([bill.validUntil])
    const opened = await this.day.ask(this.owner, 'payment.open', { quote: bill.quote })
    if (opened?.kind === 'settled' && opened.orderNo) return this.#lookAfter(opened.orderNo)
    if (opened?.kind !== 'pay') return
    if (this.#fancies(0.1)) await this.day.ask(this.owner, 'payment.open', { quote: bill.quote })
    if (this.#fancies(0.2)) await this.#allow(opened.orderNo, 'paid')
    await this.#atTheCashier(opened, bill)
    if (this.day.calm || this.#fancies(0.6)) await this.#lookAfter(opened.orderNo)
  }

  async #atTheCashier({ orderNo, params }: Opened, { validUntil }: BillView): Promise<void> {
    await this.day.time.sleep(this.day.random.between(1, 12) * SECOND_MS)
    await this.#dawdle([validUntil, validUntil + MINUTE_MS])
    if (this.#fancies(0.15)) return this.day.tell(`${this.owner} cancels ${orderNo}`)
    this.#paid = orderNo
    await this.wechat.pay(this.owner, orderNo, params)
  }

  async #lookAfter(orderNo: OrderNo): Promise<void> {
    await this.day.time.sleep(this.day.random.between(0, 5) * SECOND_MS)
    const view = await this.day.ask(this.owner, 'payment.check', { orderNo })
    if (view?.state === 'returning' && this.#fancies(0.5)) await this.#allow(orderNo, 'returned')
    if (view?.state !== 'paid') return
    if (this.#fancies(0.4)) await this.day.ask(this.owner, 'payment.remind', { orderNo })
    if (this.#fancies(view.undoUntil === undefined ? 0.1 : 0.6)) this.day.spawn(this.#takeBack(orderNo, view.paidAt))
  }

  #allow(orderNo: OrderNo, of: 'paid' | 'returned'): Promise<unknown> {
    return this.day.ask(this.owner, 'payment.tell', { orderNo, of })
  }

  // ------------------------------------------------------------ coupons

  /** The bill with coupons, or as it was when they are refused. */
  async #withCoupons(bill: BillView): Promise<BillView> {
    const codes = this.#fancies(0.15) ? [await this.#atItsEdge()] : await this.handout.some()
    const [code = ''] = codes
    if (this.#fancies(0.3)) await this.day.ask(this.owner, 'coupons.add', { code })
    if (this.#fancies(0.1)) await this.day.ask(this.owner, 'coupons.list', { quote: bill.quote })
    return (await this.day.ask(this.owner, 'bill.coupons', { quote: bill.quote, codes })) ?? bill
  }

  /** A coupon shown in the very moment when it begins or ends to count. */
  async #atItsEdge(): Promise<string> {
    const { code, edge } = await this.handout.edgy()
    this.day.happened('coupon at its edge')
    await this.day.time.until(edge + this.day.random.pick(AROUND))
    return code
  }

  // ------------------------------------------------------------ the wrong car

  /** At once, as the car may be on its way out; at some moment; or when the time for it ends. */
  async #takeBack(orderNo: OrderNo, paidAt: Instant): Promise<void> {
    const { random, time } = this.day
    const kind = random.next()
    if (kind < 0.6) await time.sleep(random.between(0, 90) * SECOND_MS)
    else if (kind < 0.8) await time.sleep(random.between(1, 20) * MINUTE_MS)
    else await time.until(undoUntil(paidAt) + random.pick(AROUND))
    this.day.happened('taken back')
    if (this.#fancies(0.1)) this.day.spawn(this.day.ask(this.owner, 'payment.undo', { orderNo }))
    const view = await this.day.ask(this.owner, 'payment.undo', { orderNo })
    if (view?.state === 'returning' && this.#fancies(0.5)) await this.#allow(orderNo, 'returned')
    if (view && this.#fancies(0.8)) await this.payFromHome()
  }

  /** Let out by hand, and no camera told the cloud yet. */
  async triesToParkForNothing(): Promise<void> {
    await this.day.time.sleep(this.day.random.between(60, 200) * SECOND_MS)
    if (this.#paid !== undefined) await this.day.ask(this.owner, 'payment.undo', { orderNo: this.#paid })
  }

  #fancies = (probability: number): boolean => !this.day.calm && this.day.random.chance(probability)

  /** Sometimes to the very moment when something ends, or just before or after it; sometimes a minute or two. */
  async #dawdle(boundaries: readonly number[]): Promise<void> {
    const { random, time } = this.day
    if (this.#fancies(0.12)) {
      this.day.happened('clock at a boundary')
      await time.until(random.pick(boundaries) + random.pick(AROUND))
    } else if (this.#fancies(0.25)) await time.sleep(random.between(20, 150) * SECOND_MS)
  }
}

type Opened = Extract<Calls['payment.open']['answer'], { kind: 'pay' }>

/** Milliseconds beside a boundary. */
export const AROUND: readonly number[] = [-1_000, -40, -1, 0, 1, 40, 1_000]
