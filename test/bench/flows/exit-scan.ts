import type { StayDoc, VisitDoc } from '../../../cloudfunctions/server/documents'
import { NO_COMMAND } from '../../../cloudfunctions/server/gate/commands'
import type { OpenId } from '../../../domain/payment'
import type { StayId, UnplatedName, VisitId } from '../../../domain/stay'
import { instant } from '../../../domain/time'
import type { Figure } from '../figure'
import { LOT, laneId, lotOnCloud, type LotOnCloud } from './lot-on-cloud'

const LANES = 100
/** A lane passes a car every six seconds, as planners reckon with proximity cards. */
const CARS_PER_SECOND = LANES / 6
const SECONDS = 18
/** Cars that come eight at a time before, so that the instances are there. */
const WARM_UP = 48

/** From the call of a driver who scans the exit's code to the command at the bridge, at a full garage's rate. */
export async function exitScan(): Promise<Figure> {
  const lot = await lotOnCloud(LANES)
  try {
    const cars = Math.round(CARS_PER_SECOND * SECONDS) + WARM_UP
    await seedCars(lot, cars)
    const waits = (await drive(lot, cars)).sort((a, b) => a - b)
    const at = (share: number) => Math.round((waits[Math.floor(waits.length * share)] ?? NaN) * 10) / 10
    return { name: 'flows.exitScan', value: at(0.95), unit: 'ms', budget: 150, p50: at(0.5), cars: waits.length }
  } finally {
    await lot.close()
  }
}

const driver = (car: number) => `o-driver-${car}` as OpenId
const visitOf = (car: number) => `scan-${car}` as VisitId
const laneOf = (car: number) => laneId('out', (car % LANES) + 1)

/** Cars that came in a minute ago by code: nothing is due, and the scan opens. */
async function seedCars(lot: LotOnCloud, cars: number): Promise<void> {
  const numbers = Array.from({ length: cars }, (_, car) => car)
  const enteredAt = instant(lot.clock.now() - 60_000)
  const stay = (car: number): StayDoc => ({
    _id: `${LOT}:无牌${car}`,
    id: `stay-${car}` as StayId,
    lot: LOT,
    car: { plate: null, name: `无牌${car}` as UnplatedName },
    plate: null,
    owner: driver(car),
    state: 'inside',
    enteredAt,
    entryLane: laneId('in', 1),
    entryVisit: `in-${car}` as VisitId,
    leftAt: null,
    payments: [],
    locked: false,
    openAttempt: null,
    waitsAt: null,
    undoneBy: [],
  })
  const visit = (car: number): VisitDoc => ({
    _id: visitOf(car),
    lot: LOT,
    lane: laneOf(car),
    direction: 'exit',
    plate: null,
    colour: 'blue',
    seenAt: enteredAt,
    state: 'waiting',
    refusal: null,
    stay: null,
    owner: null,
    ...NO_COMMAND,
  })
  await lot.cloud.seed('stays', numbers.map(stay))
  await lot.cloud.seed('laneVisits', numbers.map(visit))
}

async function drive(lot: LotOnCloud, cars: number): Promise<number[]> {
  const cold = Array.from({ length: WARM_UP }, (_, car) => car)
  while (cold.length > 0) await Promise.all(cold.splice(0, 8).map((car) => scan(lot, car)))
  const waits: Promise<number>[] = []
  const start = performance.now()
  for (let car = WARM_UP; car < cars; car++) {
    const due = start + ((car - WARM_UP) / CARS_PER_SECOND) * 1000
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())))
    waits.push(scan(lot, car))
  }
  return Promise.all(waits)
}

async function scan(lot: LotOnCloud, car: number): Promise<number> {
  const lane = await lot.cloud.seed('lanes', [{ ...exitLane(car), visit: visitOf(car) }]).then(() => laneOf(car))
  const called = performance.now()
  const shown = await lot.ask(driver(car), 'lane.open', { code: lot.code(lane) })
  const arrived = lot.arrivals.get(visitOf(car))
  if (shown.situation !== 'leaving' || arrived === undefined)
    throw new Error(`car ${car} was not let out: ${JSON.stringify(shown)}`)
  return arrived - called
}

const exitLane = (car: number) => ({
  _id: laneOf(car),
  lot: LOT,
  name: `${(car % LANES) + 1} 号出口`,
  direction: 'exit',
  open: true,
})
