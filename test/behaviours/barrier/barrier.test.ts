import { simulatedLanes } from '../../../bridge/drivers/simulated'
import type { LaneId } from '../../../domain/gate'
import { instant } from '../../../domain/time'
import { barrierBehaves } from './barrier-behaves'

const lane = 'north:1' as LaneId

barrierBehaves('the simulated barrier', async () => {
  const lanes = simulatedLanes([lane], { rise: 15, fall: 15, stayUp: 5_000 })
  let cars = 0
  return {
    driver: lanes.driver,
    lane,
    arrive: () => lanes.arrive(lane, `car-${++cars}`, { text: '京A12345', colour: 'blue' }, instant(0)),
    passes: () => lanes.leave(lane, 'passed'),
    turnsBack: () => lanes.leave(lane, 'turnedBack'),
    jam: (on) => lanes.setFault(lane, 'arm-stuck', on),
    cutOff: (on) => lanes.setFault(lane, 'device-offline', on),
    close: () => lanes.driver.close(),
  }
})
