/** Cars and the people in them, who do not give up: whatever dies under their hands, they look again and go on from what they see. */
import type { BillView, CallName, Calls, Envelope } from '../../../domain/contract'
import type { LaneId } from '../../../domain/stay'
import type { Pile } from '../../../local/lot/coupons'
import type { Car, Place } from '../../../local/lot/garage'
import type { Picture } from '../../../local/lot/scene'
import type { FaultKind } from '../../../local/pay'
import { IN, OUT } from '../garage'
import { Gone, type MachineProcess } from './machine-process'

/** The machine starts again on a busy computer; only what never happens takes longer. */
const PATIENCE_MS = 60_000
const A_LOOK_MS = 25
/** Looks at a closed barrier before somebody scans the code beside it. */
const LOOKS_AT_A_BARRIER = 60

const aLook = () => new Promise((resolve) => setTimeout(resolve, A_LOOK_MS))

export class Street {
  constructor(readonly machine: MachineProcess) {}

  /** Again and again until it is done; a machine that dies meanwhile is waited for. */
  async strive(what: string, isDone: () => Promise<boolean>, step: () => Promise<unknown> = aLook): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await aLook()) {
      try {
        await this.machine.back()
        if (await isDone()) return
        await step()
      } catch (error) {
        if (!(error instanceof Gone)) throw error
      }
    }
    throw new Error(`waited too long: ${what}`)
  }

  async comesIn(plate: string, driver: Person): Promise<void> {
    let looks = 0
    await this.strive(
      `${plate} parks`,
      async () => (await this.placeOf(plate))?.at === 'inside',
      async () => {
        const car = await this.#carOf(plate)
        if (!car) await this.#post('/__lot/cars', { plate: { text: plate, colour: 'blue' }, lane: IN })
        else if (car.place.at === 'street') await this.#post('/__lot/drive', { car: car.id, lane: IN })
        else if (++looks % LOOKS_AT_A_BARRIER === 0) await driver.scans(IN)
      },
    )
  }

  async drivesToExit(plate: string): Promise<void> {
    await this.strive(
      `${plate} drives to the exit`,
      async () => (await this.placeOf(plate))?.at === 'lane',
      async () => this.#post('/__lot/drive', { car: (await this.#carOf(plate))?.id, lane: OUT }),
    )
  }

  /** Out of the exit, whatever it takes. */
  leaves(plate: string, step: () => Promise<unknown> = aLook): Promise<void> {
    return this.strive(`${plate} leaves`, () => this.hasLeft(plate), step)
  }

  hasLeft = async (plate: string): Promise<boolean> => (await this.placeOf(plate))?.at === 'street'

  placeOf = async (plate: string): Promise<Place | undefined> => (await this.#carOf(plate))?.place

  /** Time passes, and what the cloud does every minute is done. */
  async passes(ms: number): Promise<void> {
    let until = Infinity
    await this.strive(
      'time passes',
      async () => {
        const now = await this.#now()
        until = Math.min(until, now + ms)
        return now >= until
      },
      async () => this.#post('/__clock', { push: until - (await this.#now()) }),
    )
  }

  async spoils(name: FaultKind, options: { ms?: number; times?: number } = {}): Promise<void> {
    await this.#post('/__faults/pay', { name, on: true, ...options })
  }

  /** What was spoiled before does well from now on. */
  async mends(): Promise<void> {
    await this.strive('faults end', async () => (await this.machine.ask('/__faults/pay', { on: false })).ok)
  }

  async code(lane: LaneId): Promise<string> {
    return (await this.machine.ask<Record<LaneId, string>>('/__codes')).body[lane] ?? ''
  }

  /** One that a shop gave to this car's people. */
  async coupon(shop: string, plate: string): Promise<string> {
    const { body } = await this.machine.ask<Pile[]>('/__coupons')
    const codes = body.find((pile) => pile.shop === shop)?.codes ?? []
    return codes[Number(plate.slice(-2)) % codes.length] ?? ''
  }

  async #now(): Promise<number> {
    return (await this.machine.ask<{ now: number }>('/__clock')).body.now
  }

  async #carOf(plate: string): Promise<Car | undefined> {
    const { body } = await this.machine.ask<Picture>('/__lot/state')
    return body.cars.find((car) => car.plate.text === plate)
  }

  #post(door: string, body: object): Promise<unknown> {
    return this.machine.ask(door, body)
  }
}

type Opened = Extract<Calls['payment.open']['answer'], { kind: 'pay' }>

/** Somebody with a phone. */
export class Person {
  #opened: Opened | undefined
  #doubts = false

  constructor(
    private readonly street: Street,
    readonly openid: string,
  ) {}

  /** The order that waits in the cashier. */
  get order(): Opened | undefined {
    return this.#opened
  }

  /** Undefined: no answer, or a refusal; the screen offers to try again. */
  async asks<Name extends CallName>(name: Name, ask: Calls[Name]['ask']): Promise<Calls[Name]['answer'] | undefined> {
    const { ok, body } = await this.#speaks<{ result: Envelope<Calls[Name]['answer']> }>('/__cloud/api', { name, ask })
    return ok && body.result.ok ? body.result.answer : undefined
  }

  /** Does what the screen behind a lane's code asks for. */
  async scans(lane: LaneId, pays = (bill: BillView) => this.pays(bill)): Promise<void> {
    if (this.#doubts) await this.checks()
    const seen = await this.asks('lane.open', { code: await this.street.code(lane) })
    if (seen?.situation === 'pay') return pays(seen.bill)
    if (seen?.situation !== 'leaving' && seen?.situation !== 'admitted') return
    const again = seen.barrier.state === 'stuck' && seen.barrier.retry
    await this.asks(again ? 'lane.retry' : 'lane.barrier', { visit: seen.visit })
  }

  async seesEmpty(lane: LaneId): Promise<boolean> {
    const seen = await this.asks('lane.open', { code: await this.street.code(lane) })
    return seen?.situation === 'refused' && seen.why === 'no-car-in-lane'
  }

  /** To the cashier, and no further. */
  async opens({ quote }: BillView): Promise<void> {
    const opened = await this.asks('payment.open', { quote })
    if (opened?.kind === 'pay') this.#opened = opened
  }

  async pays(bill: BillView): Promise<void> {
    await this.opens(bill)
    if (this.#opened) await this.confirms()
  }

  /** The same bill with a coupon, once it counts. */
  presents({ quote }: BillView, code: string): Promise<BillView | undefined> {
    return this.asks('bill.coupons', { quote, codes: [code] })
  }

  /** The bill of a car inside, from the first screen. */
  async paysAtHome(plate: string, code: string): Promise<void> {
    await this.asks('vehicles.add', { plate })
    const home = await this.asks('home', {})
    const [inside] = home?.cars.flatMap((car) => (car.state === 'inside' ? [car.stay] : [])) ?? []
    const bill = inside && (await this.asks('bill.open', { stay: inside }))
    const less = bill && (await this.presents(bill, code))
    if (less) await this.pays(less)
  }

  async takesBack(): Promise<void> {
    if (this.#opened) await this.asks('payment.undo', { orderNo: this.#opened.orderNo })
  }

  /** Whether WeChat took the money, or says that it has it. */
  async confirms(): Promise<boolean> {
    if (!this.#opened) return false
    const { params } = this.#opened
    const shown = await this.#speaks<{ order?: { prepayId: string }; refused?: string }>('/__pay/open', {
      params,
      openid: this.openid,
    })
    const { order, refused } = shown.body
    if (!order) return refused === 'already-paid'
    return (await this.#speaks('/__pay/pay', { prepayId: order.prepayId, openid: this.openid })).ok
  }

  /** What the page after the cashier asks, and a person who comes back. */
  async checks(): Promise<Calls['payment.check']['answer'] | undefined> {
    if (!this.#opened) return undefined
    const view = await this.asks('payment.check', { orderNo: this.#opened.orderNo })
    this.#doubts = view === undefined
    return view
  }

  async #speaks<Body>(door: string, body: object): Promise<{ ok: boolean; body: Body }> {
    try {
      return await this.street.machine.ask<Body>(door, body, { 'x-boyi-holder': this.openid })
    } catch (error) {
      this.#doubts = true
      throw error
    }
  }
}
