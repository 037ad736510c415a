/** A bridge in a process of its own, with cars that never stop coming, for kill.test.ts to kill. Writes down each time the arm was ordered up. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { startBridge } from '../../bridge/bridge'
import { simulatedLanes } from '../../bridge/drivers/simulated'
import type { LaneId, LotId } from '../../domain/gate'
import { instant } from '../../domain/time'

const [dir = '', cloudUrl = '', secret = '', run = ''] = process.argv.slice(2)
const lane = 'north:out' as LaneId
const lanes = simulatedLanes([lane], { rise: 3, fall: 1, stayUp: 1_000 })

const driver = {
  ...lanes.driver,
  async raise(id: LaneId) {
    appendFileSync(join(dir, 'raised.log'), `${lanes.driver.look(id).arrival?.id}\n`)
    await lanes.driver.raise(id)
  },
}

/** Drivers wait for the arm; some only for a moment. */
async function untilUp(patience: number): Promise<void> {
  for (const end = Date.now() + patience; Date.now() < end && driver.look(lane).barrier !== 'up';)
    await new Promise((resolve) => setTimeout(resolve, 2))
}

async function main() {
  const config = { id: lane, direction: 'exit', open: true, alone: 'wait' } as const
  const keys = { k1: secret }
  await startBridge({ lot: 'north' as LotId, lanes: [config], driver, keys, cloudUrl, dir, now: Date.now })
  for (let car = 1; ; car++) {
    lanes.arrive(lane, `${run}-${car}`, { text: '京A12345', colour: 'blue' }, instant(Date.now()))
    appendFileSync(join(dir, 'arrived.log'), `${run}-${car}\n`)
    await untilUp(car % 5 === 0 ? 5 : 500)
    lanes.leave(lane, driver.look(lane).barrier === 'up' ? 'passed' : 'turnedBack')
  }
}

void main()
