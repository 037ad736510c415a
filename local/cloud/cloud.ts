/** CloudBase on loopback, for the unmodified wx-server-sdk. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sdkEnvironment, toolEnvironment } from './environment'
import type { Faults } from './faults'
import { callAsClient } from './functions/client'
import type { Action } from './gateway/action'
import { gateway } from './gateway/server'
import type { SubscribeMessage } from './open-api/subscribe-messages'
import type { CloudOptions } from './options'
import { actionsOf, elsewhere, openParts, type Parts, type Settled } from './parts'
import { clone, type Doc } from './value'

export interface LocalCloud {
  url: string
  /** Environment variables that point the unmodified SDK of any process at this gateway. */
  gatewayEnv(): Record<string, string>
  /** What wx.cloud.callFunction does; rejects with a ClientError, as the phone sees it. */
  call(name: string, event: unknown, caller: { openid: string }): Promise<unknown>
  httpUrl(path: string): string
  /** Fires the timers that became due by the clock. */
  tick(): Promise<void>
  /** Subscribe messages that people received, oldest first. */
  messages(): SubscribeMessage[]
  /** Whether a person accepts subscribe messages; everybody does at first. */
  acceptMessages(openid: string, accepts: boolean): void
  /** Writes documents whether they exist or not, for demo data. */
  seed(collection: string, docs: readonly object[]): Promise<void>
  /** How often each action was asked since the start, and how many documents queries looked at. */
  counts(): { actions: Record<string, number>; examined: number }
  faults: Faults
  close(): Promise<void>
}

const DEFAULT_APPID = 'wx0000000000000000'

const printed = (line: string) => void process.stdout.write(`${line}\n`)

export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const server = createServer()
  const url = await listen(server, options.port ?? 0)
  const settled: Settled = { appid: DEFAULT_APPID, log: printed, ...options, url }
  try {
    return serve(server, settled, openParts(settled))
  } catch (error) {
    server.close()
    throw error
  }
}

function serve(server: Server, options: Settled, parts: Parts): LocalCloud {
  const { pool, database, messages, timers, faults, secrets } = parts
  const counts: Record<string, number> = {}
  const actions = counted(actionsOf(parts, options), counts)
  const { credential, toolToken } = secrets
  const settled = () => database.settled()
  server.on(
    'request',
    gateway({ ...parts, ...options, actions, credential, settled, elsewhere: elsewhere(parts, options) }),
  )
  const stopTimers = options.timers === 'manual' ? () => undefined : timers.run()
  return {
    url: options.url,
    gatewayEnv: () => ({ ...sdkEnvironment(options.url, credential), ...toolEnvironment(toolToken) }),
    call: (name, event, { openid }) => callAsClient(pool, options.appid, name, event, openid),
    httpUrl: (path) => options.url + path,
    tick: () => timers.tick(),
    messages: () => messages.list(),
    acceptMessages: (openid, accepts) => messages.accept(openid, accepts),
    async seed(collection, docs) {
      for (const doc of docs) await database.replace(collection, clone(doc as Doc))
      await database.settled()
    },
    counts: () => ({ actions: { ...counts }, examined: database.examined() }),
    faults,
    async close() {
      stopTimers()
      pool.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      database.close()
      parts.closeDisk()
    },
  }
}

async function listen(server: Server, port: number): Promise<string> {
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** The same actions, counting how often each is asked. */
function counted(actions: Record<string, Action>, counts: Record<string, number>): Record<string, Action> {
  const counting =
    (name: string, action: Action): Action =>
    (params, context) => {
      counts[name] = (counts[name] ?? 0) + 1
      return action(params, context)
    }
  return Object.fromEntries(Object.entries(actions).map(([name, action]) => [name, counting(name, action)]))
}
