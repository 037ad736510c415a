import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RawNotice } from '../../cloudfunctions/server/ports'

/** The merchant's end of callbacks: keeps the raw bytes, answers with the status it is told to. */
export interface CallbackReceiver {
  url: string
  received: RawNotice[]
  answer(status: number, body?: string): void
  close(): Promise<void>
}

export async function callbackReceiver(): Promise<CallbackReceiver> {
  const received: RawNotice[] = []
  let reply = { status: 204, body: '' }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers as Record<string, string>, body: Buffer.concat(chunks) })
      response.writeHead(reply.status).end(reply.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/pay-notify`,
    received,
    answer: (status, body = '') => void (reply = { status, body }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
