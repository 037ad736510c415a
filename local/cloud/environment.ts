/** The environment variables by which the unmodified SDK finds this gateway rather than WeChat's. */
import { GATEWAY_PATH } from './gateway/server'
import type { Credential } from './gateway/signature'

export type Environment = Record<string, string>

export const ENV_ID = 'boyi-local'

/** For any process, whoever calls. */
export const sdkEnvironment = (url: string, { secretId, secretKey }: Credential): Environment => ({
  TCB_CONTEXT_CNFG: JSON.stringify({ URL: url + GATEWAY_PATH }),
  TENCENTCLOUD_RUNENV: 'SCF',
  TENCENTCLOUD_REGION: 'ap-shanghai',
  TENCENTCLOUD_SECRETID: secretId,
  TENCENTCLOUD_SECRETKEY: secretKey,
  TENCENTCLOUD_SESSIONTOKEN: 'local',
  SCF_NAMESPACE: ENV_ID,
  TCB_ENV: ENV_ID,
  SILENCE: 'true',
})

/** What a process that is not a function lacks: its token. */
export const toolEnvironment = (token: string): Environment => ({
  TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SOURCE',
  TCB_SOURCE: 'local',
  WX_API_TOKEN: token,
  WX_CONTEXT_KEYS: 'WX_API_TOKEN',
})

/** What a process needs of this machine to run at all. */
export function systemEnvironment(): Environment {
  const { PATH = '' } = process.env
  return { PATH }
}
