/** One car's day: in, parked to some boundary or other, out, perhaps twice. */
import { activeStay, type LaneId, type VisitId } from '../../domain/stay'
import type { Plate } from '../../domain/plate'
import { after, minutes, startOfMinute } from '../../domain/time'
import { LOT, ENTRIES, EXITS, HOUR_MS, MINUTE_MS, SECOND_MS } from './setting'
import type { Day } from './day'
import { AROUND, type Phone } from './phone'

export interface CarOfTheDay {
  /** null: no plate that a camera could read, in or out. */
  plate: Plate | null
  /** The camera at the exit sometimes fails on it; whoever bound it can still leave. */
  hardToRead: boolean
  /** The driver first. */
  phones: readonly Phone[]
}

/** How long people park, in minutes: to the free limit and to the ends of units, and anything between. */
const STAYS: readonly number[] = [5, 29, 30, 31, 90, 179, 180, 181, 240, 300]

/** When a film ends, all want to leave, and all with the same coupons. */
const RUSH_STAY = 120

export async function liveThrough(day: Day, car: CarOfTheDay): Promise<void> {
  const { random, time } = day
  await time.sleep(random.between(0, day.isRush ? HOUR_MS / 4 : 8 * HOUR_MS))
  for (let trips = random.between(1, 2); trips > 0 && !day.calm; trips--) {
    if (!(await comesIn(day, car))) continue
    await parks(day, car)
    await leaves(day, car)
    await time.sleep(random.between(1, 90) * MINUTE_MS)
  }
}

/** Whether it is inside: the lot may be full, and then it goes elsewhere. */
async function comesIn(day: Day, car: CarOfTheDay): Promise<boolean> {
  for (let tries = 0; tries < 3; tries++) {
    if (await goesThrough(day, car, day.random.pick(ENTRIES), car.plate, 5 * MINUTE_MS)) return true
    await day.time.sleep(day.random.between(1, 20) * MINUTE_MS)
  }
  return false
}

async function parks(day: Day, car: CarOfTheDay): Promise<void> {
  const { random, time } = day
  if (random.chance(0.15)) day.spawn(lockedForAWhile(day, car))
  const stay = day.isRush ? RUSH_STAY : random.pick(STAYS)
  if (random.chance(0.5)) day.spawn(paysEarly(day, car))
  const [entered] = day.garage.passages.slice(-1)
  const until = after(startOfMinute(day.now()), minutes(stay))
  await time.until(
    entered && random.chance(0.3) ? until + random.pick(AROUND) : until + random.between(-50, 50) * SECOND_MS,
  )
  if (random.chance(day.isRush ? 0.9 : 0.5)) await paysAhead(day, car)
}

/** Long before leaving, or for a car that somebody took for theirs. */
async function paysEarly({ random, time }: Day, { phones }: CarOfTheDay): Promise<void> {
  await time.sleep(random.between(31, 170) * MINUTE_MS)
  await random.pick(phones).payFromHome()
}

/** Paid from home; then out at once, at the end of the time to leave, or much later. */
async function paysAhead({ random, time, tariff }: Day, { phones }: CarOfTheDay): Promise<void> {
  await random.pick(phones).payFromHome()
  const grace = tariff.stay.payGrace * MINUTE_MS
  if (random.chance(0.5))
    await time.sleep(random.pick([0, grace - 20 * SECOND_MS, grace, grace + MINUTE_MS, 5 * grace]))
}

async function lockedForAWhile(day: Day, { plate }: CarOfTheDay): Promise<void> {
  if (plate === null) return
  const place = activeStay(LOT, { plate, colour: 'blue' })
  await day.time.sleep(day.random.between(1, 180) * MINUTE_MS)
  if (!(await day.store.updateIf('stays', place, { locked: false }, { locked: true }))) return
  day.happened('car locked')
  day.locked.set(place, day.now())
  await day.time.sleep(day.random.between(5, 60) * MINUTE_MS)
  day.locked.delete(place)
  await day.store.updateIf('stays', place, { locked: true }, { locked: false })
  day.tell(`${place} is unlocked`)
}

async function leaves(day: Day, car: CarOfTheDay): Promise<void> {
  const { random, time } = day
  for (;;) {
    const plate = car.hardToRead && random.chance(0.5) ? null : car.plate
    if (await goesThrough(day, car, random.pick(EXITS), plate, random.between(3, 12) * MINUTE_MS)) return
    if (!day.calm) await time.sleep(random.between(0, 10) * MINUTE_MS)
  }
}

/** Waits for the lane, stops, and goes through when the arm is up; loses patience otherwise. */
async function goesThrough(
  day: Day,
  { phones }: CarOfTheDay,
  lane: LaneId,
  plate: Plate | null,
  patience: number,
): Promise<boolean> {
  const { garage, random, time } = day
  while (!garage.isFree(lane)) await time.sleep(random.between(5, 30) * SECOND_MS)
  const visit = `${lane}-${day.name()}` as VisitId
  let there = true
  garage.arrives(lane, visit, plate)
  for (const phone of phones) if (day.calm || random.chance(0.7)) day.spawn(phone.standAt(lane, () => there))
  const until = time.now() + (day.calm ? 20 * MINUTE_MS : patience)
  const through = await waitsForTheArm(day, visit, until, plate !== null && EXITS.includes(lane))
  there = false
  if (through) garage.passes(lane, visit)
  else garage.backsOut(lane, visit)
  if (through && !garage.rose(visit)) for (const phone of phones) day.spawn(phone.triesToParkForNothing())
  return through
}

async function waitsForTheArm(day: Day, visit: VisitId, until: number, byHand: boolean): Promise<boolean> {
  const { garage, random, time } = day
  const letOutByHand = !day.calm && byHand && random.chance(day.bridge.mood === 'silent' ? 0.7 : 0.15)
  const byHandAt = letOutByHand ? time.now() + random.between(15, 180) * SECOND_MS : Infinity
  while (!garage.rose(visit) && time.now() < Math.min(until, byHandAt))
    await time.sleep(random.between(2, 6) * SECOND_MS)
  if (garage.rose(visit)) await time.sleep(random.between(1, 8) * SECOND_MS)
  else if (time.now() >= byHandAt) day.happened('let out by hand')
  return garage.rose(visit) || time.now() >= byHandAt
}
