/**
 * `npm start`: one address, everything behind it. `npm start -- --fresh` begins anew, `--verbose` shows the logs; PORT changes
 * the port, BOYI_DATA the folder it is kept in; `--as-built` skips compiling.
 */
import path from 'node:path'
import { startMachine, type Machine } from './machine'

const DATA = process.env['BOYI_DATA'] ?? path.resolve(__dirname, '..', '.local')

async function main(): Promise<void> {
  const port = Number(process.env['PORT'] ?? 8080)
  if (!Number.isInteger(port) || port < 1 || port > 65_532)
    throw new Error(`PORT must be 1 to 65532, not ${process.env['PORT']}`)
  const quiet = !process.argv.includes('--verbose')
  const machine = await startMachine({
    dir: DATA,
    port,
    fresh: process.argv.includes('--fresh'),
    compile: !process.argv.includes('--as-built'),
    log: quiet ? () => undefined : (line) => console.log(line),
  })
  console.log(`泊易 is at ${machine.url}  (Ctrl-C ends it; what happened is kept in ${path.relative('', DATA)}/)`)
  endOn(['SIGINT', 'SIGTERM'], machine)
}

/** A terminal's Ctrl-C may reach us more than once, by way of npm and tsx: it ends us once, and in order. */
function endOn(signals: readonly NodeJS.Signals[], machine: Machine): void {
  let ending: Promise<void> | undefined
  const end = () => void (ending ??= machine.close().finally(() => process.exit(0)))
  for (const signal of signals) process.on(signal, end)
}

/** What to do about it, where that is known. */
function advice(error: unknown): string | undefined {
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
    return 'Is it running already? PORT=9090 npm start takes other ports.'
  if (String(error).includes('E11000'))
    return `What is kept in ${DATA} is of an earlier version: npm start -- --fresh begins anew.`
  return undefined
}

main().catch((error: unknown) => {
  const known = advice(error)
  console.error(known ? `${String(error)}\n${known}` : error)
  process.exit(1)
})
