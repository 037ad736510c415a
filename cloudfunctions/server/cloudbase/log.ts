import type { Log } from '../ports'

/** One line of JSON per happening on standard output, which the platform keeps. */
export const jsonLog: Log = {
  info: (event, facts) => write('info', event, facts),
  alarm: (event, facts) => write('alarm', event, facts),
}

function write(level: 'info' | 'alarm', event: string, facts: Record<string, unknown> = {}): void {
  console.log(JSON.stringify({ level, event, ...facts }))
}
