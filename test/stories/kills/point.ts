import type { What, When } from './moments'

/** Where a kill strikes. */
export interface Point {
  when: When
  what: What
  /** All processes at once, as by a power cut; or those of one function. */
  dies: 'machine' | 'api' | 'pay-notify' | 'gate-link' | 'sweep'
}

/** What the test tells the machine's process. */
export type Order =
  | { do: 'start'; dir: string; port: number; point?: Point }
  | { do: 'die'; point: Point }
  /** Somebody presses the button in the guard's box. */
  | { do: 'raise'; lane: string }

/** What the machine's process tells the test. */
export type Report = { url: string } | { struck: Point } | { done: Order['do'] }
