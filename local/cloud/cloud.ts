/** CloudBase on loopback, for the unmodified wx-server-sdk. */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock } from '../clock'
import { databaseActions } from './database/actions'
import { Database } from './database/database'
import { readDeclarations } from './database/declarations'
import { DiskJournal } from './database/journal'
import { openDisk } from './disk'
import { Faults } from './faults'
import { functionActions } from './functions/actions'
import { callAsClient } from './functions/client'
import { functionFolders } from './functions/folder'
import { functionForPath, type Routes, serveHttp } from './functions/http-access'
import { Pool } from './functions/pool'
import { compileInstance } from './functions/program'
import { Timers } from './functions/timers'
import { Callers } from './gateway/callers'
import type { Action } from './gateway/action'
import { createGateway, GATEWAY_PATH } from './gateway/server'
import { openApiActions } from './open-api/actions'
import { type SubscribeMessage, SubscribeMessages } from './open-api/subscribe-messages'
import { storageActions } from './storage/actions'
import { Files } from './storage/files'
import { FILES, serveFile } from './storage/serve'
import { Tickets } from './storage/tickets'
import { secretsOf } from './secrets'
import { clone, type Doc } from './value'

export interface CloudOptions {
  /** Where data is kept. */
  dir: string
  /** The built functions, a folder each. */
  functions: string
  /** cloudfunctions/indexes.json */
  indexes: string
  /** Public paths, and the functions that serve them. */
  http: Routes
  /** Environment variables of every function. */
  env: Record<string, string>
  clock: Clock
  /** 0 or nothing: any free port. */
  port?: number
  appid?: string
  /** 'manual': timers fire only by `tick()`. */
  timers?: 'auto' | 'manual'
  /** What functions print, and what goes wrong in the gateway itself. */
  log?: (line: string) => void
  instancesPerFunction?: number
  /** Milliseconds after which an idle instance is given up. */
  idle?: number
}

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

export const ENV_ID = 'boyi-local'

const DEFAULT_APPID = 'wx0000000000000000'

export async function startCloud(options: CloudOptions): Promise<LocalCloud> {
  const { dir, clock, appid = DEFAULT_APPID, log = (line) => process.stdout.write(`${line}\n`) } = options
  const { disk, close: closeDisk } = openDisk(dir)
  const database = new Database(new DiskJournal(disk), readDeclarations(options.indexes))
  const files = new Files(disk, dir)
  const messages = new SubscribeMessages(disk, clock)
  const { credential, toolToken, ticketKey } = secretsOf(disk)
  const tickets = new Tickets(ticketKey)
  const callers = new Callers()
  callers.admit(toolToken, { source: 'local', openApi: 'all', ahead: 0 })
  const actionCounts: Record<string, number> = {}

  const sdkEnvironment = (): Record<string, string> => ({
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: url() + GATEWAY_PATH }),
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: 'ap-shanghai',
    TENCENTCLOUD_SECRETID: credential.secretId,
    TENCENTCLOUD_SECRETKEY: credential.secretKey,
    TENCENTCLOUD_SESSIONTOKEN: 'local',
    SCF_NAMESPACE: ENV_ID,
    TCB_ENV: ENV_ID,
    SILENCE: 'true',
  })

  const pool = new Pool({
    root: options.functions,
    program: compileInstance(dir),
    appid,
    clock,
    callers,
    environment: (name) => ({ ...systemEnvironment(), ...options.env, ...sdkEnvironment(), SCF_FUNCTIONNAME: name }),
    log: (name, line) => log(`[${name}] ${line}`),
    instancesPerFunction: options.instancesPerFunction ?? 8,
    idle: options.idle ?? 60_000,
  })
  const timers = new Timers(pool, clock, (name, line) => log(`[${name}] ${line}`), functionFolders(options.functions))
  const faults = new Faults((name) => pool.kill(name))
  const actions = {
    ...databaseActions(database, faults),
    ...functionActions(pool),
    ...storageActions({ files, tickets, clock, url: () => url(), envId: ENV_ID }),
    ...openApiActions(messages, log),
  }

  const elsewhere = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://local').pathname
    const served = functionForPath(options.http, path)
    if (served) await serveHttp(pool, served, request, response)
    else if (path.startsWith(FILES)) await serveFile({ files, tickets, clock }, request, response)
    else return false
    return true
  }

  const server = createGateway({
    actions: counted(actions, actionCounts),
    callers,
    credential,
    faults,
    clock,
    settled: () => database.settled(),
    elsewhere,
    log,
  })
  await listen(server, options.port ?? 0)
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const stopTimers = options.timers === 'manual' ? () => undefined : timers.run()

  return {
    url: url(),
    gatewayEnv: () => ({
      ...sdkEnvironment(),
      TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SOURCE',
      TCB_SOURCE: 'local',
      WX_API_TOKEN: toolToken,
      WX_CONTEXT_KEYS: 'WX_API_TOKEN',
    }),
    call: (name, event, { openid }) => callAsClient(pool, appid, name, event, openid),
    httpUrl: (path) => url() + path,
    tick: () => timers.tick(),
    messages: () => messages.list(),
    acceptMessages: (openid, accepts) => messages.accept(openid, accepts),
    async seed(collection, docs) {
      for (const doc of docs) await database.replace(collection, clone(doc as Doc))
      await database.settled()
    },
    counts: () => ({ actions: { ...actionCounts }, examined: database.examined() }),
    faults,
    async close() {
      stopTimers()
      pool.close()
      database.close()
      await database.settled()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      closeDisk()
    },
  }
}

const listen = (server: Server, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })

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

/** What a process needs of this machine to run at all. */
function systemEnvironment(): Record<string, string> {
  const { PATH = '' } = process.env
  return { PATH }
}
