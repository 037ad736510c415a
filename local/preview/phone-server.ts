import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import path from 'node:path'
import type { AddressInfo } from 'node:net'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.map': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** Answers one POST of the phone, for example `/__cloud/api`; nothing means that there is no answer. */
export type Answer = (
  path: string,
  body: unknown,
  holder: string,
) => Promise<{ status?: number; body: unknown } | undefined>

export interface PhoneServer {
  /** Address of the phone's page. */
  url: string
  close(): Promise<void>
}

/** Serves a built phone under `/phone/` and answers its questions; for a phone that stands alone. */
export async function servePhone(out: string, answer: Answer, port = 0): Promise<PhoneServer> {
  const server = createServer((request, response) => {
    respond(out, answer, request, response).catch((error: unknown) =>
      sendJson(response, 500, { message: String(error) }),
    )
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/phone/`, close: () => closeServer(server) }
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

async function respond(out: string, answer: Answer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  if (request.method !== 'POST') return sendFile(out, pathname, response)
  const given = await answer(pathname, await readJson(request), String(request.headers['x-boyi-holder'] ?? ''))
  sendJson(response, given?.status ?? (given ? 200 : 404), given?.body ?? { message: `nothing answers ${pathname}` })
}

/** Sends one file of a built phone. */
export function sendFile(out: string, pathname: string, response: ServerResponse): void {
  const name = decodeURIComponent(pathname.replace(/^\/phone\//, '/'))
  const file = path.join(out, path.normalize(name.endsWith('/') ? `${name}index.html` : name))
  if (!file.startsWith(path.resolve(out)) || !existsSync(file) || !statSync(file).isFile()) {
    sendJson(response, 404, { message: `${pathname} is not found` })
    return
  }
  response.setHeader('content-type', TYPES[path.extname(file)] ?? 'application/octet-stream')
  response.setHeader('cache-control', file.endsWith('.woff2') ? 'max-age=86400' : 'no-cache')
  createReadStream(file).pipe(response)
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return chunks.length ? (JSON.parse(Buffer.concat(chunks).toString()) as unknown) : undefined
}
