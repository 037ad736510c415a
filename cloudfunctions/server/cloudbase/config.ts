import { createSecretKey, type KeyObject } from 'node:crypto'
import type { MessageTemplates } from './subscribe-messages'

export interface Config {
  laneCodeKey: KeyObject
  /** What stands before a lane's code in its link, such as https://park.example.cn/l/ */
  laneCodeLink: string
  /** The templates of the subscribe messages, from the mini program's console. */
  templates: MessageTemplates
}

const REQUIRED = ['LANE_CODE_KEY', 'LANE_CODE_LINK', 'LEAVE_BY_TEMPLATE', 'PAID_TEMPLATE', 'RETURNED_TEMPLATE']

/** @throws Error naming every variable that is missing, so that a deployment fails at its first call and says why. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const missing = REQUIRED.filter((name) => !env[name])
  if (missing.length > 0) throw new Error(`set the function's environment variables ${missing.join(', ')}`)
  return {
    laneCodeKey: createSecretKey(Buffer.from(env['LANE_CODE_KEY'] ?? '', 'base64')),
    laneCodeLink: env['LANE_CODE_LINK'] ?? '',
    templates: {
      leaveBy: env['LEAVE_BY_TEMPLATE'] ?? '',
      paid: env['PAID_TEMPLATE'] ?? '',
      returned: env['RETURNED_TEMPLATE'] ?? '',
    },
  }
}
