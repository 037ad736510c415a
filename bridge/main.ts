/** The bridge as a program: BRIDGE_CONFIG=lot.json LOT_KEYS='{"k1":"…"}' node main.js */
import { pino } from 'pino'
import { startBridge } from './bridge'
import { readConfig } from './config'
import { simulatedLanes } from './drivers/simulated'

async function main(): Promise<void> {
  const log = pino()
  const { driver: _kind, ...config } = readConfig(process.env)
  const { driver } = simulatedLanes(config.lanes.map(({ id }) => id))
  const bridge = await startBridge({ ...config, driver, now: Date.now, log })
  const stop = () => {
    log.info('stopping')
    void bridge.close().then(() => driver.close())
  }
  process.once('SIGINT', stop).once('SIGTERM', stop)
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
