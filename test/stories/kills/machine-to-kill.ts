/** The whole machine in a process of its own, which ends itself or a function's processes by SIGKILL at the point it was told. */
import { appendFileSync } from 'node:fs'
import path from 'node:path'
import { simulatedLanes, type SimulatedLanes } from '../../../bridge/drivers/simulated'
import type { LaneId } from '../../../domain/stay'
import { startMachine, type Machine } from '../../../local/machine'
import { watchMoments, type What, type When } from './moments'
import type { Order, Point, Report } from './point'

/** Milliseconds; an arm nobody drives under stays up. */
const ARMS = { rise: 30, fall: 10, stayUp: 3_600_000 }
const PASSING_MS = 30

let machine: Machine | undefined
let lanes: SimulatedLanes | undefined
let point: Point | undefined

const report = (what: Report) => void process.send?.(what)

function reached(when: When, what: What): void {
  if (!point || point.when !== when || point.what !== what) return
  const struck = point
  point = undefined
  if (struck.dies === 'machine') process.kill(-process.pid, 'SIGKILL')
  else if (machine?.cloud.faults.killInstances(struck.dies)) report({ struck })
  else throw new Error(`no process of ${struck.dies} runs at "${when} ${what}"`)
}

async function start({ dir, port, point: first }: Extract<Order, { do: 'start' }>): Promise<void> {
  point = first
  watchMoments(reached, (event) => appendFileSync(path.join(dir, 'acknowledged.log'), `${event}\n`))
  const devices = (ids: readonly LaneId[], up: readonly LaneId[]) => (lanes = watchedLanes(dir, ids, up))
  const log = (line: string) => appendFileSync(path.join(dir, 'machine.log'), `${line}\n`)
  machine = await startMachine({ dir, port, compile: false, log, lot: { devices, passing: PASSING_MS } })
  report({ url: machine.url })
}

/** Writes down each time an arm begins to rise, and for whom. */
function watchedLanes(dir: string, ids: readonly LaneId[], up: readonly LaneId[]): SimulatedLanes {
  const made = simulatedLanes(ids, ARMS, up)
  const raise = async (lane: LaneId) => {
    reached('before', `${lane} raised`)
    const { barrier, arrival } = made.driver.look(lane)
    if (barrier !== 'up') appendFileSync(path.join(dir, 'raised.log'), `${lane} ${arrival?.id}\n`)
    await made.driver.raise(lane)
    reached('after', `${lane} raised`)
  }
  return { ...made, driver: { ...made.driver, raise } }
}

async function obey(order: Order): Promise<void> {
  if (order.do === 'start') return start(order)
  if (order.do === 'die') point = order.point
  else await lanes?.driver.raise(order.lane as LaneId)
  report({ done: order.do })
}

process.on('message', (order: Order) => void obey(order))
// Whoever started it is gone.
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'))
