/** What people do with their phones: scan, read the bill, pay or not, look at the barrier, tap again. */
import type { BillView, Calls, LaneView } from '../../domain/contract'
import type { OpenId } from '../../domain/payment'
import type { LaneId } from '../../domain/stay'
import type { Day } from './day'
import { MINUTE_MS, SECOND_MS } from './setting'
import type { WeChat } from './wechat'

export class Phone {
  constructor(
    readonly owner: OpenId,
    private readonly day: Day,
    private readonly wechat: WeChat,
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
    const home = await this.day.ask(this.owner, 'home', {})
    const inside = home?.cars.find((car) => car.state === 'inside')
    if (inside?.state !== 'inside') return
    const bill = await this.day.ask(this.owner, 'bill.open', { stay: inside.stay })
    if (bill) await this.#pay(bill)
  }

  // ------------------------------------------------------------ paying

  async #pay(bill: BillView): Promise<void> {
    await this.#dawdle([bill.validUntil])
    const opened = await this.day.ask(this.owner, 'payment.open', { quote: bill.quote })
    if (opened?.kind !== 'pay') return
    if (this.#fancies(0.1)) await this.day.ask(this.owner, 'payment.open', { quote: bill.quote })
    await this.#atTheCashier(opened, bill)
    if (this.day.calm || this.#fancies(0.6)) await this.#lookAfter(opened)
  }

  async #atTheCashier({ orderNo, params }: Opened, { validUntil }: BillView): Promise<void> {
    await this.day.time.sleep(this.day.random.between(1, 12) * SECOND_MS)
    await this.#dawdle([validUntil, validUntil + MINUTE_MS])
    if (this.#fancies(0.15)) return this.day.tell(`${this.owner} cancels ${orderNo}`)
    await this.wechat.pay(this.owner, orderNo, params)
  }

  async #lookAfter({ orderNo }: Opened): Promise<void> {
    await this.day.time.sleep(this.day.random.between(0, 5) * SECOND_MS)
    const view = await this.day.ask(this.owner, 'payment.check', { orderNo })
    if (view?.state === 'paid' && this.#fancies(0.5)) await this.day.ask(this.owner, 'payment.remind', { orderNo })
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
