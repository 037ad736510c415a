/** Asks the function `operator`: of the cloud deployed as CLOUDBASE_ENV, or else of the one that runs on this machine. */
import path from 'node:path'
import type { AtTheDoor } from '../../cloudfunctions/server/cloudbase/operator-door'
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
  const { sdk, key } = env['CLOUDBASE_ENV'] ? deployed(env) : await local(env)
  Object.assign(process.env, sdk)
  return callFunction('operator', { key, question } satisfies AtTheDoor, PATIENCE).catch(inWords)
}

function inWords(error: unknown): never {
  if (String(error).includes('OPERATOR_KEY'))
    throw new NoCloud('OPERATOR_KEY 不对，或云函数 operator 没有设置它（说明见 docs/money.md）。')
  throw error
}

/** How to reach a cloud, and the key of its `operator`. */
interface Way {
  /** The SDK takes everything from the environment. */
  sdk: Record<string, string>
  key: string
}

const KEYS = ['TENCENTCLOUD_SECRETID', 'TENCENTCLOUD_SECRETKEY', 'OPERATOR_KEY'] as const

/** The SDK finds the real gateway by the environment's id. */
function deployed(env: Environment): Way {
  const missing = KEYS.filter((name) => !env[name])
  if (missing.length > 0) throw new NoCloud(`请设置环境变量 ${missing.join('、')}（说明见 docs/money.md）。`)
  const sdk = {
    SCF_NAMESPACE: env['CLOUDBASE_ENV'] ?? '',
    TENCENTCLOUD_REGION: env['TENCENTCLOUD_REGION'] ?? 'ap-shanghai',
    SILENCE: 'true',
  }
  return { sdk, key: env['OPERATOR_KEY'] ?? '' }
}

const DATA = path.resolve(__dirname, '../../.local')

async function local(env: Environment): Promise<Way> {
  const door = await findDoor(env['BOYI_DATA'] ?? DATA)
  if (!door)
    throw new NoCloud(
      '本机没有在运行：请先 npm start；要查已部署的云环境，请设置 CLOUDBASE_ENV（说明见 docs/money.md）。',
    )
  return { sdk: door.env, key: door.key }
}
