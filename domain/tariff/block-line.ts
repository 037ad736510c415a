/** Where the blocks of a stay lie: after so many minutes each, or at midnight. Caps count anew in each of them. */
import { DAY_MINUTES } from '../time'
import type { Plan } from './tariff'
import { WallClock, type MinuteNumber } from './wall-clock'
import type { ReadyPlan } from './ready'

export interface BlockLine {
  numberAt(at: MinuteNumber): number
  /** Where the block ends that the minute lies in. */
  endAfter(at: MinuteNumber): MinuteNumber
}

/** Elapsed blocks are counted from `origin`, calendar days from that of the entry. */
export function blockLine({ plan, zone }: ReadyPlan, entry: MinuteNumber, origin: MinuteNumber): BlockLine {
  if (!plan.blocks) return ONE_BLOCK
  return plan.blocks.by === 'elapsed' ? elapsed(plan.blocks, origin) : calendarDays(new WallClock(zone, entry), entry)
}

const ONE_BLOCK: BlockLine = { numberAt: () => 0, endAfter: () => Infinity }

function elapsed({ minutes = DAY_MINUTES as never }: NonNullable<Plan['blocks']>, origin: MinuteNumber): BlockLine {
  const numberAt = (at: MinuteNumber): number => Math.max(0, Math.floor((at - origin) / minutes))
  return { numberAt, endAfter: (at) => origin + (numberAt(at) + 1) * minutes }
}

function calendarDays(wall: WallClock, entry: MinuteNumber): BlockLine {
  const firstDay = wall.dayOf(entry)
  return {
    numberAt: (at) => wall.dayOf(at) - firstDay,
    endAfter(at) {
      const day = wall.dayOf(at)
      let end = at
      while (wall.dayOf(end) === day) end = wall.until(end, DAY_MINUTES)
      return end
    },
  }
}
