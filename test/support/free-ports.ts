import { createServer, type Server } from 'node:net'
import type { AddressInfo } from 'node:net'

/** The first of `count` neighbouring ports that nobody listens on. Between asking and using there is a moment; tests live with it. */
export async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < 50; tries++) {
    const first = await listen(0)
    const port = (first.address() as AddressInfo).port
    const others = await Promise.allSettled(Array.from({ length: count - 1 }, (_, place) => listen(port + place + 1)))
    await Promise.all([first, ...others.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))].map(close))
    if (others.every(({ status }) => status === 'fulfilled')) return port
  }
  throw new Error(`no ${count} free ports in a row`)
}

const listen = (port: number) =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(server))
  })

const close = (server: Server) => new Promise<unknown>((resolve) => server.close(resolve))
