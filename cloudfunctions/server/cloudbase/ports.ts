/** The ports as the deployed functions have them. Made once per instance; each call reads the time anew. */
import { instant, type Instant } from '../../../domain/time'
import type { LotId } from '../../../domain/stay'
import { loadLot } from '../lot/lots'
import type { Ports, Store } from '../ports'
import { bridgeClient } from './bridge-client'
import { readBridgeKeys } from './bridge-keys'
import { signedCodes } from './codes'
import { readConfig } from './config'
import { timedIds } from './ids'
import { jsonLog } from './log'
import { openCloud, openDatabase } from './sdk'
import { cloudbaseStore } from './store'
import { subscribeMessages } from './subscribe-messages'
import { wechatPay } from './wechat-pay'
import { readWechatPayConfig } from './wechat-pay-config'

const now = (): Instant => instant(Date.now())

let made: Ports | undefined

/** @throws Error that names the environment variables which are missing or wrong. */
export const cloudPorts = (): Ports => (made ??= makePorts(process.env))

function makePorts(env: Readonly<Record<string, string | undefined>>): Ports {
  const config = readConfig(env)
  openCloud()
  const store = cloudbaseStore(openDatabase())
  return {
    store,
    pay: wechatPay(readWechatPayConfig(env), now),
    bridge: bridgeClient({ ...addressBook(store), keys: readBridgeKeys(env['BRIDGE_KEYS'] ?? '{}'), now }),
    messenger: subscribeMessages(config.templates),
    codes: signedCodes(config.laneCodeKey, config.laneCodeLink),
    ids: timedIds(now),
    now,
    log: jsonLog,
  }
}

/** A lot's bridge moves seldom: an instance keeps its address until nobody answers there. */
function addressBook(store: Store) {
  const kept = new Map<LotId, string>()
  return {
    async address(lot: LotId): Promise<string> {
      const address = kept.get(lot) ?? (await loadLot(store, lot)).bridge
      kept.set(lot, address)
      return address
    },
    silent: (lot: LotId): void => void kept.delete(lot),
  }
}
