import { onPhoneChange, phoneSettings } from '../phone'
import { asyncApi, listeners, Refusal, type Wx } from './define'

/** How iPhones word a request without network. */
export const NO_NETWORK = '似乎已断开与互联网的连接。'
const DEFAULT_TIMEOUT_MS = 60_000

const statusChange = listeners<{ isConnected: boolean; networkType: 'wifi' | 'none' }>()
onPhoneChange(({ offline }, before) => {
  if (offline !== before.offline) statusChange.tell({ isConnected: !offline, networkType: networkType() })
})

function networkType(): 'wifi' | 'none' {
  return phoneSettings().offline ? 'none' : 'wifi'
}

/** fetch with WeChat's failures: without network, and after the time limit. */
export async function fetchOnline(url: string, init: RequestInit, timeout = DEFAULT_TIMEOUT_MS): Promise<Response> {
  if (phoneSettings().offline) throw new Refusal(NO_NETWORK, { errno: 600003 })
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(timeout) })
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError'
    throw late ? new Refusal('timeout', { errno: 5 }) : new Refusal('net::ERR_CONNECTION_REFUSED', { errno: 600001 })
  }
}

interface RequestOption {
  url: string
  data?: unknown
  header?: Record<string, string>
  method?: string
  timeout?: number
  responseType?: string
}

function withQuery(url: string, data: unknown): string {
  const target = new URL(url, location.href)
  for (const [name, value] of Object.entries(data ?? {})) target.searchParams.set(name, String(value))
  return target.href
}

async function request({ url, data, header, method = 'GET', timeout, responseType }: RequestOption) {
  const body = typeof data === 'string' || data instanceof ArrayBuffer ? data : JSON.stringify(data ?? null)
  const init = { method, headers: { 'content-type': 'application/json', ...header } }
  const response = await (method === 'GET'
    ? fetchOnline(withQuery(url, data), init, timeout)
    : fetchOnline(url, { ...init, body }, timeout))
  return {
    statusCode: response.status,
    header: Object.fromEntries(response.headers),
    cookies: [],
    data: responseType === 'arraybuffer' ? await response.arrayBuffer() : parsed(await response.text()),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

export const network = {
  request: asyncApi('request', (option) => request(option as RequestOption) as never),
  getNetworkType: asyncApi('getNetworkType', () => ({ networkType: networkType() })),
  onNetworkStatusChange: statusChange.on as Wx['onNetworkStatusChange'],
  offNetworkStatusChange: statusChange.off as unknown as Wx['offNetworkStatusChange'],
} satisfies Partial<Record<keyof Wx, unknown>>
