/** The unmodified SDK, without its types, which refuse what its documentation says. */
import cloud from 'wx-server-sdk'

/* eslint-disable @typescript-eslint/no-explicit-any */
export const sdk = cloud as any

export function openSdk() {
  sdk.init({ env: sdk.DYNAMIC_CURRENT_ENV })
  return sdk.database()
}

/** The message of the error that a call ends with. */
export async function refusalOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    const { errMsg, message } = error as { errMsg?: string; message: string }
    return errMsg ?? message
  }
  throw new Error('the call was not refused')
}
