/** All of Boyi on one machine: the cloud with the functions that ship, WeChat Pay, a garage with its bridge, and the page. */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { movableClock, type Clock } from './clock'
import { startCloud, type LocalCloud } from './cloud'
import { startLot, type LocalLot, type LotOptions } from './lot'
import { LOT_ID } from './lot/lot'
import { openDoor } from './operator/door'
import { startPay, type LocalPay } from './pay'
import { secretsIn, type Secrets } from './secrets'
import { serve } from './server'

const ROOT = path.resolve(__dirname, '..')

export const LANE_CODE_LINK = 'https://boyi.example/l/'

export interface MachineOptions {
  /** Where everything is kept. */
  dir: string
  /** The page's port; the three after it are the cloud's, WeChat Pay's and the bridge's. */
  port: number
  /** Forget what was kept. */
  fresh?: boolean
  /** Compile the functions, the phone and the page; off when they were compiled a moment ago. */
  compile?: boolean
  log?: (line: string) => void
  /** How the lanes' devices and the cars move. */
  lot?: Pick<LotOptions, 'devices' | 'passing'>
}

export interface Machine {
  url: string
  clock: Clock
  cloud: LocalCloud
  pay: LocalPay
  lot: LocalLot
  close(): Promise<void>
}

/** What the browser is served; outside the data, so that a fresh start keeps it. */
export const WEB = path.join(ROOT, 'dist/web')

/** The compilers are loaded only when they are needed: a machine started as built is up in half the time. */
export async function compile(): Promise<void> {
  const [{ build }, { buildPreview }, { buildGaragePage }] = await Promise.all([
    import('./build'),
    import('./preview/build/build'),
    import('./garage/build'),
  ])
  await build()
  await Promise.all([
    buildPreview({ miniprogram: path.join(ROOT, 'miniprogram'), out: path.join(WEB, 'phone') }),
    buildGaragePage(path.join(WEB, 'garage')),
  ])
}

export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { dir, port, log = () => undefined } = options
  if (options.fresh) rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
  if (options.compile ?? true) await compile()
  const clock = movableClock(path.join(dir, 'clock.json'))
  const secrets = secretsIn(path.join(dir, 'secrets.json'))
  const pay = await startPay({ dir: path.join(dir, 'pay'), clock, port: port + 2, log })
  const cloud = await startCloud({
    dir: path.join(dir, 'cloud'),
    functions: path.join(ROOT, 'dist/cloudfunctions'),
    indexes: path.join(ROOT, 'cloudfunctions/indexes.json'),
    http: { '/pay-notify': 'pay-notify', '/gate-link': 'gate-link' },
    env: functionEnvironment(pay, secrets, port + 1),
    appid: pay.merchant.appid,
    clock,
    port: port + 1,
    log,
  })
  const lot = await startLot({
    dir: path.join(dir, 'lot'),
    clock,
    cloud,
    bridgeKeys: { local: secrets.bridgeSecret },
    cloudUrl: cloud.url,
    port: port + 3,
    log,
    ...options.lot,
  })
  const page = await serve({ port, web: WEB, clock, cloud, pay, lot, codes: secrets.laneCodeKey })
  const door = openDoor(dir, cloud, secrets.operatorKey)
  return {
    url: page.url,
    clock,
    cloud,
    pay,
    lot,
    async close() {
      door.close()
      for (const part of [page, lot, cloud, pay]) await part.close()
    },
  }
}

function functionEnvironment({ url, merchant }: LocalPay, secrets: Secrets, cloudPort: number): Record<string, string> {
  return {
    WECHAT_PAY_BASE_URL: url,
    WECHAT_PAY_APPID: merchant.appid,
    WECHAT_PAY_MCHID: merchant.mchid,
    WECHAT_PAY_SERIAL: merchant.serial,
    WECHAT_PAY_PRIVATE_KEY: merchant.privateKey,
    WECHAT_PAY_API_V3_KEY: merchant.apiV3Key,
    WECHAT_PAY_PUBLIC_KEYS: JSON.stringify({ [merchant.wechatPayKeyId]: merchant.wechatPayPublicKey }),
    WECHAT_PAY_NOTIFY_URL: `http://127.0.0.1:${cloudPort}/pay-notify`,
    BRIDGE_KEYS: JSON.stringify({ [LOT_ID]: { local: secrets.bridgeSecret } }),
    LANE_CODE_KEY: secrets.laneCodeKey,
    OPERATOR_KEY: secrets.operatorKey,
    LANE_CODE_LINK,
    LEAVE_BY_TEMPLATE: 'local',
    PAID_TEMPLATE: 'local',
    RETURNED_TEMPLATE: 'local',
  }
}
