import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCloud, openDatabase } from '../../../cloudfunctions/server/cloudbase/sdk'
import { cloudbaseStore } from '../../../cloudfunctions/server/cloudbase/store'
import { startCloud } from '../../../local/cloud'
import { movableClock } from '../../../local/clock'
import { storeBehaves } from './store-behaves'

const root = join(__dirname, '../../..')

storeBehaves('store on wx-server-sdk, through the local cloud', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'boyi-store-'))
  const cloud = await startCloud({
    dir,
    functions: join(root, 'dist/cloudfunctions'),
    indexes: join(root, 'cloudfunctions/indexes.json'),
    http: {},
    env: {},
    clock: movableClock(join(dir, 'clock.json')),
    timers: 'manual',
  })
  Object.assign(process.env, cloud.gatewayEnv())
  openCloud()
  return {
    store: cloudbaseStore(openDatabase()),
    async close() {
      await cloud.close()
      rmSync(dir, { recursive: true })
    },
  }
})
