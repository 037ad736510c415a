import { CronExpressionParser } from 'cron-parser'
import type { Clock } from '../../clock'
import { messageOf } from '../errors'
import type { FunctionFolder } from './folder'
import type { Pool } from './pool'

interface Timer {
  functionName: string
  triggerName: string
  cron: string
  /** Milliseconds since 1970; undefined when the expression names only past years. */
  due: number | undefined
}

/**
 * The timer triggers of all functions. A timer that became due several times while the clock was pushed fires once: the functions
 * behind timers catch up by themselves.
 */
export class Timers {
  private readonly timers: Timer[]
  private alarm: NodeJS.Timeout | undefined

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly log: (functionName: string, line: string) => void,
    folders: readonly FunctionFolder[],
  ) {
    this.timers = folders.flatMap(({ name, triggers }) =>
      triggers.map((trigger) => ({
        functionName: name,
        triggerName: trigger.name,
        cron: trigger.config,
        due: nextTime(trigger.config, clock.now()),
      })),
    )
  }

  /** Fires what is due by the clock; resolves when those functions have ended, well or badly. */
  async tick(): Promise<void> {
    const now = this.clock.now()
    const due = this.timers.filter((timer) => timer.due !== undefined && timer.due <= now)
    await Promise.all(due.map((timer) => this.fire(timer, now)))
  }

  /** Ticks by itself whenever a timer is due; the returned function ends that. */
  run(): () => void {
    const stopListening = this.clock.onPush(() => this.sleep(0))
    this.sleep()
    return () => {
      stopListening()
      clearTimeout(this.alarm)
    }
  }

  private sleep(ms = Math.min(Math.max(this.nextDue() - this.clock.now(), 0), 60_000)): void {
    clearTimeout(this.alarm)
    this.alarm = setTimeout(() => {
      void this.tick()
      this.sleep()
    }, ms).unref()
  }

  private nextDue(): number {
    return Math.min(...this.timers.map(({ due }) => due ?? Infinity))
  }

  private async fire(timer: Timer, now: number): Promise<void> {
    const event = { Type: 'Timer', TriggerName: timer.triggerName, Time: new Date(now).toISOString(), Message: '' }
    timer.due = nextTime(timer.cron, now)
    try {
      await this.pool.invoke(timer.functionName, event, { source: 'wx_trigger' })
    } catch (error) {
      this.log(timer.functionName, `timer ${timer.triggerName} failed: ${messageOf(error)}`)
    }
  }
}

/** Seven fields, the last a year, in Beijing's time. The first six are cron's; days and weekdays are or-ed as in cron. */
export function nextTime(expression: string, after: number): number | undefined {
  const fields = expression.trim().split(/\s+/)
  if (fields.length !== 7) throw new Error(`a timer has seven fields, not "${expression}"`)
  const inYear = yearTest(fields.pop() as string)
  const times = CronExpressionParser.parse(fields.join(' '), { currentDate: new Date(after), tz: 'Asia/Shanghai' })
  const lastYear = new Date(after).getUTCFullYear() + YEARS_AHEAD
  for (let time = times.next(); time.getFullYear() <= lastYear; time = times.next()) {
    if (inYear(time.getFullYear())) return time.getTime()
    times.reset(new Date(Date.UTC(time.getFullYear(), 11, 31, 15, 59, 59)))
  }
  return undefined
}

/** How far a year field is looked up. */
const YEARS_AHEAD = 8

function yearTest(field: string): (year: number) => boolean {
  if (field === '*') return () => true
  const spans = field.split(',').map((part) => part.split('-').map(Number))
  return (year) => spans.some(([from = NaN, to = from]) => year >= from && year <= to)
}
