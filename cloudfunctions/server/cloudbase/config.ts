import { createSecretKey, type KeyObject } from 'node:crypto'

export interface Config {
  laneCodeKey: KeyObject
  /** What stands before a lane's code in its link, such as https://park.example.cn/l/ */
  laneCodeLink: string
  /** The template of the message that the time to leave is nearly over, from the mini program's console. */
  leaveByTemplate: string
}

/** @throws Error naming every variable that is missing, so that a deployment fails at its first call and says why. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const missing = ['LANE_CODE_KEY', 'LANE_CODE_LINK', 'LEAVE_BY_TEMPLATE'].filter((name) => !env[name])
  if (missing.length > 0) throw new Error(`set the function's environment variables ${missing.join(', ')}`)
  return {
    laneCodeKey: createSecretKey(Buffer.from(env['LANE_CODE_KEY'] ?? '', 'base64')),
    laneCodeLink: env['LANE_CODE_LINK'] ?? '',
    leaveByTemplate: env['LEAVE_BY_TEMPLATE'] ?? '',
  }
}
