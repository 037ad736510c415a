/** Where the blocks of a stay lie: after so many minutes each, or at midnight. Caps count anew in each of them. */
import { DAY_MINUTES } from '../time'
import type { Plan } from './tariff'
import type { MinuteNumber, WallClock } from './wall-clock'

export interface BlockLine {
  numberAt(at: MinuteNumber): number
  /** Where the block ends that the minute lies in. */
  endAfter(at: MinuteNumber): MinuteNumber
}

/** Elapsed blocks are counted from `origin`, calendar days from that of the entry. */
export function blockLine({ blocks }: Plan, wall: WallClock, entry: MinuteNumber, origin: MinuteNumber): BlockLine {
  if (!blocks) return ONE_BLOCK
  return blocks.by === 'elapsed'
    ? new ElapsedBlocks(origin, blocks.minutes ?? DAY_MINUTES)
    : new CalendarDays(wall, entry)
}

const ONE_BLOCK: BlockLine = { numberAt: () => 0, endAfter: () => Infinity }

class ElapsedBlocks implements BlockLine {
  constructor(
    private readonly origin: MinuteNumber,
    private readonly length: number,
  ) {}

  numberAt(at: MinuteNumber): number {
    return Math.max(0, Math.floor((at - this.origin) / this.length))
  }

  endAfter(at: MinuteNumber): MinuteNumber {
    return this.origin + (this.numberAt(at) + 1) * this.length
  }
}

class CalendarDays implements BlockLine {
  private readonly firstDay: number

  constructor(
    private readonly wall: WallClock,
    entry: MinuteNumber,
  ) {
    this.firstDay = wall.dayOf(entry)
  }

  numberAt(at: MinuteNumber): number {
    return this.wall.dayOf(at) - this.firstDay
  }

  endAfter(at: MinuteNumber): MinuteNumber {
    const day = this.wall.dayOf(at)
    let end = at
    while (this.wall.dayOf(end) === day) end = this.wall.until(end, DAY_MINUTES)
    return end
  }
}
