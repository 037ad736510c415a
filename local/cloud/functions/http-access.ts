/** HTTP access: a public path leads to a function, without a caller. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { messageOf } from '../errors'
import { readBytes } from '../gateway/body'
import type { Pool } from './pool'

/** Paths to functions: the longest that begins the request's path serves it. */
export type Routes = Readonly<Record<string, string>>

interface HttpResult {
  statusCode: number
  headers: Record<string, string>
  body: string
  isBase64Encoded: boolean
}

export function functionForPath(routes: Routes, path: string): string | undefined {
  const serving = Object.keys(routes).filter((route) => path === route || path.startsWith(`${route}/`))
  const [longest] = serving.sort((one, other) => other.length - one.length)
  return longest && routes[longest]
}

export async function serveHttp(
  pool: Pool,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const event = await httpEvent(request)
    const { result } = await pool.invoke(name, event, { source: 'wx_http' })
    send(response, httpResult(JSON.parse(result)))
  } catch (error) {
    send(response, {
      ...json({ code: 'FUNCTIONS_EXECUTE_FAIL', message: messageOf(error) }),
      statusCode: 500,
    })
  }
}

/** A body always comes in base64, as the platform may deliver it. */
async function httpEvent(request: IncomingMessage) {
  const url = new URL(request.url ?? '/', 'http://local')
  const body = await readBytes(request)
  return {
    path: url.pathname,
    httpMethod: request.method,
    headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    multiValueHeaders: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, [value].flat()]),
    ),
    queryStringParameters: Object.fromEntries(url.searchParams),
    requestContext: { envId: 'local' },
    body: body.toString('base64'),
    isBase64Encoded: body.length > 0,
  }
}

/** Text is sent as text, an integrated response as it says, anything else as JSON. */
function httpResult(result: unknown): HttpResult {
  if (typeof result === 'string') return answer(200, { 'content-type': 'text/plain; charset=utf-8' }, result)
  if (!isIntegrated(result)) return json(result)
  const { statusCode, headers = {}, body = '', isBase64Encoded = false } = result
  return { statusCode, headers, body: typeof body === 'string' ? body : JSON.stringify(body), isBase64Encoded }
}

const isIntegrated = (result: unknown): result is Partial<HttpResult> & { statusCode: number } =>
  typeof result === 'object' && result !== null && 'statusCode' in result && typeof result.statusCode === 'number'

const json = (value: unknown) =>
  answer(200, { 'content-type': 'application/json; charset=utf-8' }, JSON.stringify(value))

const answer = (statusCode: number, headers: Record<string, string>, body: string): HttpResult => ({
  statusCode,
  headers,
  body,
  isBase64Encoded: false,
})

function send(response: ServerResponse, { statusCode, headers, body, isBase64Encoded }: HttpResult): void {
  response.writeHead(statusCode, headers).end(isBase64Encoded ? Buffer.from(body, 'base64') : body)
}
