/** What `wx.cloud.callFunction` in the mini program does and sees. */
import { CloudError, messageOf } from '../errors'
import { limits } from '../limits'
import type { Pool } from './pool'

/** The error that a phone sees. */
export class ClientError extends Error {
  constructor(
    readonly errCode: number,
    readonly errMsg: string,
  ) {
    super(errMsg)
  }
}

export async function callAsClient(
  pool: Pool,
  appid: string,
  name: string,
  event: unknown,
  openid: string,
): Promise<unknown> {
  const data = { ...(event as object), userInfo: { appId: appid, openId: openid } }
  try {
    const { result } = await pool.invoke(name, data, { openid, source: 'wx_client' })
    if (Buffer.byteLength(result) > limits.clientResult) {
      throw failure(-604001, 'cloudfunction result size exceed limit (1MB)', '')
    }
    return JSON.parse(result)
  } catch (error) {
    throw error instanceof ClientError ? error : seenByClient(error)
  }
}

function seenByClient(error: unknown): ClientError {
  const message = messageOf(error)
  if (error instanceof CloudError && error.code === 'FUNCTIONS_REQUEST_FAIL') {
    return failure(-501000, 'FunctionName parameter could not be found', message)
  }
  return message.includes('timed out after')
    ? failure(-504003, 'functions time limit exceeded', message)
    : failure(-504002, 'functions execute fail', message)
}

const failure = (code: number, text: string, detail: string) =>
  new ClientError(code, `cloud.callFunction:fail Error: errCode: ${code} ${text} | errMsg: ${detail}`)
