/** The lot's wall clock along a stay. Asked about in the order of time, it is looked up only where it is changed. */
import { DAY_MINUTES, MINUTE, steadyClock, type Instant, type SteadyClock, type Zone } from '../time'

/** Minutes since 1970-01-01 UTC. */
export type MinuteNumber = number

export class WallClock {
  private clock: SteadyClock

  constructor(
    private readonly zone: Zone,
    at: MinuteNumber,
  ) {
    this.clock = steadyClock((at * MINUTE) as Instant, zone)
  }

  /** Local day, counted from 1970-01-01. */
  dayOf(at: MinuteNumber): number {
    return Math.floor((at + this.offset(at)) / DAY_MINUTES)
  }

  /** Minute `ofDay` of the local day that `at` lies in, or the clock's change on the way there. */
  until(at: MinuteNumber, ofDay: number): MinuteNumber {
    const minute = this.dayOf(at) * DAY_MINUTES + ofDay - this.clock.offset
    return Math.min(minute, this.clock.until / MINUTE)
  }

  /** Minutes ahead of UTC. */
  offset(at: MinuteNumber): number {
    const { from, until } = this.clock
    const ms = at * MINUTE
    if (ms < from || ms >= until) this.clock = steadyClock(ms as Instant, this.zone)
    return this.clock.offset
  }
}
