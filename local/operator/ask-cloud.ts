/** Asks the function `operator`: of the cloud deployed as CLOUDBASE_ENV, or else of the one that runs on this machine. */
import path from 'node:path'
import { callFunction } from '../../cloudfunctions/server/cloudbase/sdk'
import { findDoor } from './door'

type Environment = Readonly<Record<string, string | undefined>>

/** What keeps an operator from asking, in words for them. */
export class NoCloud extends Error {
  override name = 'NoCloud'
}

/** Milliseconds; a function has a minute. */
const PATIENCE = 60_000

export async function askCloud(question: object, env: Environment = process.env): Promise<unknown> {
  Object.assign(process.env, env['CLOUDBASE_ENV'] ? deployed(env) : await local(env))
  return callFunction('operator', question, PATIENCE)
}

const KEYS = ['TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY'] as const

/** The SDK takes everything from the environment, and finds the real gateway by the environment's id. */
function deployed(env: Environment): Record<string, string> {
  const missing = KEYS.filter((name) => !env[name])
  if (missing.length > 0) throw new NoCloud(`请设置环境变量 ${missing.join('、')}（说明见 docs/money.md）。`)
  return {
    SCF_NAMESPACE: env['CLOUDBASE_ENV'] ?? '',
    TENCENTCLOUD_REGION: env['TENCENTCLOUD_REGION'] ?? 'ap-shanghai',
    SILENCE: 'true',
  }
}

const DATA = path.resolve(__dirname, '../../.local')

async function local(env: Environment): Promise<Record<string, string>> {
  const door = await findDoor(env['BOYI_DATA'] ?? DATA)
  if (!door)
    throw new NoCloud(
      '本机没有在运行：请先 npm start；要查已部署的云环境，请设置 CLOUDBASE_ENV（说明见 docs/money.md）。',
    )
  return door.env
}
