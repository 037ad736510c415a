import { holder } from '../phone'
import { callbackApi, Refusal } from './define'
import { fetchOnline } from './network'

interface CallOption {
  name: string
  data?: unknown
  config?: { env?: string; timeout?: number }
}

/** Refusals of the cloud come with the whole text that WeChat shows, name of the API included. */
interface CloudFailure {
  errCode?: number
  errMsg?: string
}

const NAME = 'cloud.callFunction'

async function callFunction({ name, data = {}, config }: CallOption) {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-boyi-holder': holder },
    body: JSON.stringify(data),
  }
  const response = await fetchOnline(`/__cloud/${encodeURIComponent(name)}`, init, config?.timeout)
  const answer = (await response.json().catch(() => ({}))) as { result?: unknown } & CloudFailure
  if (response.ok) return { result: answer.result, requestID: crypto.randomUUID() }
  const { errCode = -1, errMsg = `${NAME}:fail ${response.status}` } = answer
  throw new Refusal(errMsg, { errCode, errMsg })
}

export const cloud = {
  init: () => undefined,
  callFunction: callbackApi(NAME, callFunction),
}
