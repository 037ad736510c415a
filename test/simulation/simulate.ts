/** One day of the lot from one seed. */
import { sweep } from '../../cloudfunctions/server/sweep/sweep'
import type { OpenId } from '../../domain/payment'
import type { Plate } from '../../domain/plate'
import { type FaultKind } from '../../local/pay/faults'
import type { Mood } from '../support/memory-bridge'
import { liveThrough, type CarOfTheDay } from './car'
import { Day, type Happening, type Plant } from './day'
import { Handout } from './handout'
import { Laws } from './laws'
import { manage } from './manager'
import { Phone } from './phone'
import { HOUR_MS, MINUTE_MS, SECOND_MS, START } from './setting'
import { findUnsettled } from './settled'
import { WeChat } from './wechat'

export interface Outcome {
  seed: number
  /** Why the day failed; undefined: every rule held. */
  problem?: string
  story: readonly Happening[]
  faults: ReadonlyMap<string, number>
}

const CARS = 6
/** Faults stop; whoever is inside drives out. */
const CALM_AT = START + 18 * HOUR_MS
/** By then nobody may be inside any more, and nothing open. */
const CARS_OUT_BY = CALM_AT + 3 * HOUR_MS
const SETTLED_BY = CARS_OUT_BY + 3 * HOUR_MS

export async function simulate(seed: number, plant?: Plant): Promise<Outcome> {
  const day = new Day(seed, plant)
  const laws = new Laws(day)
  const outcome = { seed, story: day.story, faults: day.faults }
  try {
    await day.time.run(wholeDay(day, laws), () => laws.check())
    const left = await findUnsettled(day, laws.money)
    return left.length > 0 ? { ...outcome, problem: left.join('; ') } : outcome
  } catch (error) {
    return { ...outcome, problem: told(error) }
  }
}

const told = (error: unknown): string =>
  error instanceof Error && error.name !== 'Violation' ? (error.stack ?? error.message) : String(error)

async function wholeDay(day: Day, laws: Laws): Promise<void> {
  await day.furnish()
  const wechat = new WeChat(day)
  const handout = new Handout(day)
  await handout.printAll()
  const cars: CarOfTheDay[] = []
  for (let number = 1; number <= CARS; number++)
    cars.push(await carOf(day, number, (owner) => new Phone(owner, day, wechat, handout)))
  day.setRough(true)
  let out = 0
  for (const car of cars) day.spawn(liveThrough(day, car).then(() => out++))
  day.spawn(sweeping(day, laws, wechat))
  day.spawn(misfortune(day, wechat))
  day.spawn(manage(day, handout))
  day.spawn(rival(day, handout, cars))
  await day.time.until(CALM_AT)
  calmDown(day)
  while (out < CARS && day.now() < CARS_OUT_BY) await day.time.sleep(MINUTE_MS)
  if (out < CARS) day.violated(`${CARS - out} cars cannot leave`)
  await day.time.until(SETTLED_BY)
}

function calmDown(day: Day): void {
  day.tell('faults stop')
  day.calm = true
  day.setRough(false)
  day.pay.faults.clear()
  day.bridge.mood = 'well'
}

// ------------------------------------------------------------ cars

/** Every kind in turn: bound by both, by one, by nobody, hard to read, without a plate. */
const KINDS = [
  { plated: true, bound: 2, hardToRead: false },
  { plated: true, bound: 1, hardToRead: false },
  { plated: true, bound: 0, hardToRead: false },
  { plated: true, bound: 2, hardToRead: true },
  { plated: false, bound: 0, hardToRead: false },
] as const

async function carOf(day: Day, number: number, phoneOf: (owner: OpenId) => Phone): Promise<CarOfTheDay> {
  const { plated, bound, hardToRead } = day.random.pick(KINDS)
  const owners = [`driver${number}`, `partner${number}`] as OpenId[]
  const plate = plated ? (`京A1234${number}` as Plate) : null
  for (const owner of owners.slice(0, bound)) await day.ask(owner, 'vehicles.add', { plate: plate ?? '' })
  return { plate, hardToRead, phones: owners.map(phoneOf) }
}

// ------------------------------------------------------------ what runs by itself

/** Every minute; most of those that would find nothing to do are left out, since they are most of a day's work. */
async function sweeping(day: Day, laws: Laws, wechat: WeChat): Promise<void> {
  for (let minute = 1; ; minute++) {
    await day.time.sleep(MINUTE_MS)
    if (minute % 30 === 0 || laws.somethingIsDue()) await sweepOnce(day)
    const due = day.pay.nextDue()
    if (due !== undefined && due <= day.now()) day.spawn(wechat.tellCallbacks())
  }
}

const sweepOnce = (day: Day): Promise<unknown> =>
  day.call('sweep', sweep).catch((error: unknown) => {
    day.expected(error)
  })

// ------------------------------------------------------------ misfortune

const PAY_FAULTS: readonly FaultKind[] = [
  'callback-lost',
  'callback-late',
  'callback-doubled',
  'callback-doubled-at-once',
  'callback-reordered',
  'callback-wrongly-signed',
  'callback-unknown-serial',
  'callback-old-clock',
  'callback-headers-missing',
  'callback-before-reply',
  'reply-slow',
  'reply-error',
  'reply-lost',
  'reply-wrongly-signed',
  'reply-unknown-serial',
  'reply-old-clock',
  'reply-headers-missing',
  'close-without-effect',
  'paid-after-expiry',
  'callback-wrong-amount',
  'refund-closed',
]

const MOODS: readonly Mood[] = ['silent', 'silentAfterTheEffect', 'stuck']

/** While somebody pays with a coupon, somebody else would like the same. */
async function rival(day: Day, handout: Handout, cars: readonly CarOfTheDay[]): Promise<void> {
  while (!day.calm) {
    await day.time.sleep(day.random.between(10, 60) * SECOND_MS)
    const held = await handout.held()
    if (held.length === 0 || day.calm) continue
    day.happened('coupon wanted by two')
    day.spawn(day.random.pick(day.random.pick(cars).phones).wantsTheSame(day.random.pick(held)))
  }
}

async function misfortune(day: Day, wechat: WeChat): Promise<void> {
  while (!day.calm) {
    await day.time.sleep(day.random.between(1, 12) * MINUTE_MS)
    if (!day.calm) await happens(day, wechat)
  }
}

/** Faults wait for something that they fit; many of them, and hardly a payment succeeds. */
const MOST_WAITING = 3

async function happens(day: Day, wechat: WeChat): Promise<void> {
  const { random } = day
  if (random.chance(0.25)) return moody(day, random.pick(MOODS))
  if (random.chance(0.15)) return wechat.forge()
  if (day.pay.faults.pending().length >= MOST_WAITING) return
  const kind = random.pick(PAY_FAULTS)
  day.happened(kind)
  day.pay.faults.next(kind, { ms: random.between(1, 300) * SECOND_MS })
}

async function moody(day: Day, mood: Mood): Promise<void> {
  day.happened(`bridge ${mood}`)
  day.bridge.mood = mood
  await day.time.sleep(day.random.between(10, mood === 'silent' ? 900 : 240) * SECOND_MS)
  day.bridge.mood = 'well'
}
