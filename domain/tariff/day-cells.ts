/** Cuts the days of a plan into cells, each of one period. Days of the same kind share their cells. */
import { DAY_MINUTES } from '../time'
import type { Days } from './days'
import { partsOf, type Part } from './period-window'
import type { Period, Plan } from './tariff'

/** No period: time that costs nothing. */
export const FREE_WINDOW = -1

/** A period's part of the local day. */
export interface Cell extends Part {
  /** Its place in the plan, or FREE_WINDOW. */
  period: number
}

export type CellsOfDay = (day: number) => readonly Cell[]

export function cellsOf(plan: Plan, days: Days): CellsOfDay {
  const byDay = new Map<number, readonly Cell[]>()
  const byKind = new Map<string, readonly Cell[]>()
  return (day) => {
    const known = byDay.get(day)
    if (known) return known
    const kind = `${days.kind(day - 1)} ${days.kind(day)}`
    const cells = byKind.get(kind) ?? cutDay(plan.periods, days, day)
    byKind.set(kind, cells)
    if (byDay.size > 4000) byDay.clear()
    byDay.set(day, cells)
    return cells
  }
}

function cutDay(periods: readonly Period[], days: Days, day: number): readonly Cell[] {
  const parts = periods.flatMap((period, place) =>
    partsOf(period, (names, before) => days.fits(names, day - before)).map((part) => ({ ...part, period: place })),
  )
  const edges = [...new Set([0, DAY_MINUTES, ...parts.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
  return edges.slice(0, -1).map((from, place): Cell => {
    const to = edges[place + 1] ?? DAY_MINUTES
    const part = parts.find((one) => one.from <= from && to <= one.to)
    return { from, to, period: part?.period ?? FREE_WINDOW, daysSince: part?.daysSince ?? 0 }
  })
}
