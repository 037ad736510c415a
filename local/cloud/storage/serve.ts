/** The file addresses that the storage actions hand out. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Clock } from '../../clock'
import { readBytes } from '../gateway/body'
import type { Files } from './files'
import type { Tickets } from './tickets'

export const FILES = '/files/'

export async function serveFile(
  { files, tickets, clock }: { files: Files; tickets: Tickets; clock: Clock },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://local')
  const path = decodeURIComponent(url.pathname.slice(FILES.length))
  if (request.method === 'PUT') {
    const [until = '', ticket = ''] = String(request.headers.authorization).split('.')
    const bytes = await readBytes(request)
    if (!tickets.holds('put', path, Number(until), ticket, clock.now()))
      return void refuse(response, 'SignatureDoesNotMatch')
    files.put(path, bytes, clock.now())
    response.end()
    return
  }
  const { until, sign } = Object.fromEntries(url.searchParams)
  if (!tickets.holds('get', path, Number(until), sign ?? '', clock.now())) return void refuse(response, 'AccessDenied')
  if (!files.has(path)) return void refuse(response, 'NoSuchKey', 404)
  files.read(path).pipe(response)
}

function refuse(response: ServerResponse, code: string, status = 403): void {
  const body = `<Error><Code>${code}</Code><Message>${code}</Message><RequestId>local</RequestId><TraceId>local</TraceId></Error>`
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body)
}
