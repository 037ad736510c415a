/** What a test or a person at the demo can make go wrong. */
export class Faults {
  private drops: Rule[] = []
  private delays: (Rule & { ms: number })[] = []
  private conflicts = 0

  /** `kill` ends instances of a function with SIGKILL, busy or idle, and says how many. */
  constructor(private readonly kill: (name: string) => number) {}

  /** The next requests with this action are carried out and committed, but the connection breaks before the answer. */
  dropReply(action: string, times = 1): void {
    this.drops.push({ action, times })
  }

  /** The next requests with this action start late. */
  delay(action: string, ms: number, times = 1): void {
    this.delays.push({ action, times, ms })
  }

  /** The next commits fail as if another transaction had changed the same documents. */
  conflict(times = 1): void {
    this.conflicts += times
  }

  killInstances(name: string): number {
    return this.kill(name)
  }

  clear(): void {
    this.drops = []
    this.delays = []
    this.conflicts = 0
  }

  // ------------------------------------------------------------ asked by the gateway

  takeDrop(action: string): boolean {
    return take(this.drops, action) !== undefined
  }

  takeDelay(action: string): number {
    return take(this.delays, action)?.ms ?? 0
  }

  takeConflict(): boolean {
    return this.conflicts > 0 && this.conflicts-- > 0
  }
}

interface Rule {
  action: string
  times: number
}

function take<R extends Rule>(rules: R[], action: string): R | undefined {
  const rule = rules.find((each) => each.action === action && each.times > 0)
  if (rule) rule.times--
  return rule
}
