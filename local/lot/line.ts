/** The line between the lot and the cloud, which can be made silent: what goes in does not come out. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface Line {
  port: number
  /** Drops what is under way; while it is on, callers wait in vain. */
  setSilent(on: boolean): void
  close(): Promise<void>
}

export async function startLine(target: number, port = 0): Promise<Line> {
  const sockets = new Set<Socket>()
  let silent = false

  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  }
  const hangUp = () => sockets.forEach((socket) => socket.destroy())

  const server = createServer((near) => {
    keep(near)
    if (silent) return
    const far = connect(target, '127.0.0.1')
    keep(far)
    near.pipe(far).pipe(near)
    near.once('close', () => far.destroy())
    far.once('close', () => near.destroy())
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    setSilent(on) {
      if (on === silent) return
      silent = on
      hangUp()
    },
    async close() {
      hangUp()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
