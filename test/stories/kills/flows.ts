/** The ways money goes, each as people live it. What they do after a kill, they do in every flow: come back, look, go on. */
import type { BillView } from '../../../domain/contract'
import { MINUTE, OUT } from '../garage'
import { Person, type Street } from './street'

export interface Flow {
  drive(street: Street, plate: string): Promise<void>
  /** Payments that count for the stay in the end; nobody pays twice. */
  counted: 0 | 1
  /** Coupons that are used up in the end. */
  coupons: 0 | 1
}

const driverOf = (street: Street, plate: string) => new Person(street, `o-driver-${plate.slice(1)}`)

/** In by camera, ninety minutes inside, before the exit. */
async function waitsAtExit(street: Street, plate: string, driver: Person): Promise<void> {
  await street.comesIn(plate, driver)
  await street.passes(90 * MINUTE)
  await street.drivesToExit(plate)
}

/** Pays, and keeps the phone in the pocket: WeChat's callback opens. Only when something died does the driver look again. */
const callbackOpens: Flow = {
  counted: 1,
  coupons: 0,
  async drive(street, plate) {
    const driver = driverOf(street, plate)
    await waitsAtExit(street, plate, driver)
    await street.leaves(plate, () => driver.scans(OUT, (bill) => paysAndWaits(street, plate, driver, bill)))
  },
}

async function paysAndWaits(street: Street, plate: string, driver: Person, bill: BillView): Promise<void> {
  const { machine } = street
  const before = machine.struck
  await driver.opens(bill)
  if (!(await driver.confirms()) || machine.struck > before) return
  await street.strive('the barrier opens', async () => machine.struck > before || (await street.hasLeft(plate)))
}

/** The callback comes late: the page after the cashier asks, and that opens. */
const pageAsks: Flow = {
  counted: 1,
  coupons: 0,
  async drive(street, plate) {
    const driver = driverOf(street, plate)
    await waitsAtExit(street, plate, driver)
    await street.spoils('callback-late', { ms: 10 * MINUTE })
    await street.leaves(plate, () =>
      driver.scans(OUT, async (bill) => {
        await driver.pays(bill)
        await driver.checks()
      }),
    )
  },
}

/** The callback is lost and nobody asks: the cloud finds the payment by itself. */
const nobodyAsks: Flow = {
  counted: 1,
  coupons: 0,
  async drive(street, plate) {
    const driver = driverOf(street, plate)
    await waitsAtExit(street, plate, driver)
    await street.spoils('callback-lost', { times: 99 })
    await street.strive(
      'the driver pays',
      () => driver.confirms(),
      () => driver.scans(OUT, (bill) => driver.opens(bill)),
    )
    await street.leaves(plate, () => street.passes(MINUTE))
  },
}

/** One goes to the cashier and hesitates; a minute later another pays. */
const anotherPays: Flow = {
  counted: 1,
  coupons: 0,
  async drive(street, plate) {
    const [first, second] = [driverOf(street, plate), new Person(street, `o-second-${plate.slice(1)}`)]
    await waitsAtExit(street, plate, first)
    await street.strive(
      'the first stands at the cashier',
      async () => first.order !== undefined,
      () => first.scans(OUT, (bill) => first.opens(bill)),
    )
    await street.passes(MINUTE + 1_000)
    await street.leaves(plate, () => second.scans(OUT))
    await street.strive('the first confirms too', async () => (await first.confirms(), true))
  },
}

/** Stands at the cashier while the guard opens by hand, and pays when the car is out: the money goes back. */
const paysTooLate: Flow = {
  counted: 0,
  coupons: 0,
  async drive(street, plate) {
    const driver = driverOf(street, plate)
    await waitsAtExit(street, plate, driver)
    await street.strive(
      'the driver stands at the cashier',
      async () => driver.order !== undefined,
      () => driver.scans(OUT, (bill) => driver.opens(bill)),
    )
    await street.machine.raise(OUT)
    await street.leaves(plate)
    await street.strive('the cloud hears of it', () => driver.seesEmpty(OUT))
    // WeChat tells the second of a payment, and one in the second of leaving counts.
    await street.passes(2_000)
    await street.strive('the driver pays', () => driver.confirms())
    await street.strive(
      'the money is back',
      async () => (await driver.checks())?.state === 'returned',
      () => street.passes(5_000),
    )
  },
}

/** A coupon pays a part, WeChat the rest; or there is no rest, and WeChat is never asked. */
const withCoupon = (shop: string): Flow => ({
  counted: 1,
  coupons: 1,
  async drive(street, plate) {
    const driver = driverOf(street, plate)
    const code = await street.coupon(shop, plate)
    await waitsAtExit(street, plate, driver)
    await street.leaves(plate, () => driver.scans(OUT, paysWith(street, plate, driver, code)))
  },
})

const paysWith = (street: Street, plate: string, driver: Person, code: string) => async (bill: BillView) => {
  const less = await driver.presents(bill, code)
  if (less) await paysAndWaits(street, plate, driver, less)
}

/** Pays at home with a coupon, takes it back, and pays at the exit with the same coupon. */
const takesBack: Flow = {
  counted: 1,
  coupons: 1,
  async drive(street, plate) {
    const driver = driverOf(street, plate)
    const code = await street.coupon('街角咖啡', plate)
    await street.comesIn(plate, driver)
    await street.passes(90 * MINUTE)
    await street.strive(
      'it is paid at home',
      async () => (await driver.checks())?.state === 'paid',
      () => driver.paysAtHome(plate, code),
    )
    await street.strive(
      'it is taken back',
      async () => RETURNS.has((await driver.checks())?.state),
      () => driver.takesBack(),
    )
    await street.drivesToExit(plate)
    await street.leaves(plate, () => driver.scans(OUT, paysWith(street, plate, driver, code)))
  },
}

const RETURNS: ReadonlySet<string | undefined> = new Set(['returning', 'returned'])

const couponPaysPart = withCoupon('街角咖啡')
const couponPaysAll = withCoupon('好邻超市')

export const FLOWS = {
  callbackOpens,
  pageAsks,
  nobodyAsks,
  anotherPays,
  paysTooLate,
  couponPaysPart,
  couponPaysAll,
  takesBack,
} satisfies Record<string, Flow>
