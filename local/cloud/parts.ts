/** The parts of the local cloud, put together. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { databaseActions } from './database/actions'
import { Database } from './database/database'
import { readDeclarations } from './database/declarations'
import { DiskJournal } from './database/journal'
import { openDisk } from './disk'
import { ENV_ID, sdkEnvironment, systemEnvironment } from './environment'
import { Faults } from './faults'
import { functionActions } from './functions/actions'
import { functionFolders } from './functions/folder'
import { functionForPath, serveHttp } from './functions/http-access'
import { Pool } from './functions/pool'
import { compileInstance } from './functions/program'
import { Timers } from './functions/timers'
import type { Action } from './gateway/action'
import { Callers } from './gateway/callers'
import { openApiActions } from './open-api/actions'
import { SubscribeMessages } from './open-api/subscribe-messages'
import type { CloudOptions } from './options'
import { secretsOf } from './secrets'
import { storageActions } from './storage/actions'
import { Files } from './storage/files'
import { FILES, serveFile } from './storage/serve'
import { Tickets } from './storage/tickets'

export type Settled = CloudOptions & { url: string; appid: string; log: (line: string) => void }

export type Parts = ReturnType<typeof openParts>

export function openParts(options: Settled) {
  const { dir, clock, log } = options
  const { disk, close } = openDisk(dir)
  const secrets = secretsOf(disk)
  const callers = new Callers()
  callers.admit(secrets.toolToken, { source: 'local', openApi: 'all', ahead: 0 })
  const logOf = (name: string, line: string) => log(`[${name}] ${line}`)
  const pool = openPool(options, callers, sdkEnvironment(options.url, secrets.credential), logOf)
  return {
    clock,
    secrets,
    callers,
    pool,
    database: new Database(new DiskJournal(disk), readDeclarations(options.indexes)),
    files: new Files(disk, dir),
    tickets: new Tickets(secrets.ticketKey),
    messages: new SubscribeMessages(disk, clock),
    timers: new Timers(pool, clock, logOf, functionFolders(options.functions)),
    faults: new Faults((name) => pool.kill(name)),
    closeDisk: close,
  }
}

function openPool(
  options: Settled,
  callers: Callers,
  sdk: Record<string, string>,
  log: (name: string, line: string) => void,
) {
  const { dir, functions, appid, clock, env, instancesPerFunction = 8, idle = 60_000 } = options
  return new Pool({
    root: functions,
    program: compileInstance(dir),
    appid,
    clock,
    callers,
    environment: (name) => ({ ...systemEnvironment(), ...env, ...sdk, SCF_FUNCTIONNAME: name }),
    log,
    instancesPerFunction,
    idle,
  })
}

export function actionsOf(parts: Parts, { url, log }: Settled): Record<string, Action> {
  return {
    ...databaseActions(parts.database, parts.faults),
    ...functionActions(parts.pool),
    ...storageActions({ ...parts, url, envId: ENV_ID }),
    ...openApiActions(parts.messages, log),
  }
}

/** Public paths and files; whether the path is one of them. */
export function elsewhere(parts: Parts, { http }: Settled) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const path = new URL(request.url ?? '/', 'http://local').pathname
    const served = functionForPath(http, path)
    if (served) await serveHttp(parts.pool, served, request, response)
    else if (path.startsWith(FILES)) await serveFile(parts, request, response)
    else return false
    return true
  }
}
