import type { Clock } from '../clock'
import type { Routes } from './functions/http-access'

export interface CloudOptions {
  /** Where data is kept. */
  dir: string
  /** The built functions, a folder each. */
  functions: string
  /** cloudfunctions/indexes.json */
  indexes: string
  /** Public paths, and the functions that serve them. */
  http: Routes
  /** Environment variables of every function. */
  env: Record<string, string>
  clock: Clock
  /** 0 or nothing: any free port. */
  port?: number
  appid?: string
  /** 'manual': timers fire only by `tick()`. */
  timers?: 'auto' | 'manual'
  /** What functions print, and what goes wrong in the gateway itself. */
  log?: (line: string) => void
  instancesPerFunction?: number
  /** Milliseconds after which an idle instance is given up. */
  idle?: number
}
