/** Cuts the days of a plan into cells, each of one period. Days of the same kind share their cells. */
import { DAY_MINUTES } from '../time'
import { clockMinutes } from './clock'
import type { Days } from './days'
import type { Period, Plan } from './tariff'

/** No period: time that costs nothing. */
export const FREE_WINDOW = -1

/** Minutes [from, to) of the local day. */
export interface Cell {
  from: number
  to: number
  /** Its place in the plan, or FREE_WINDOW. */
  period: number
  /** Whether its occurrence began on the day before. */
  begunBefore: boolean
}

export type CellsOfDay = (day: number) => readonly Cell[]

const OPEN_DAY: readonly Cell[] = [{ from: 0, to: DAY_MINUTES, period: FREE_WINDOW, begunBefore: false }]

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

/** A period's part of one day. */
interface Part {
  from: number
  to: number
  period: number
  begunBefore: boolean
}

function cutDay(periods: readonly Period[], days: Days, day: number): readonly Cell[] {
  const parts = periods.flatMap((period, place) => partsOn(period, place, days, day))
  const edges = [...new Set([0, DAY_MINUTES, ...parts.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
  const cells = edges.slice(0, -1).map((from, place): Cell => {
    const to = edges[place + 1] ?? DAY_MINUTES
    const part = parts.find((one) => one.from <= from && to <= one.to)
    return { from, to, period: part?.period ?? FREE_WINDOW, begunBefore: part?.begunBefore ?? false }
  })
  return joined(cells)
}

function partsOn(period: Period, place: number, days: Days, day: number): Part[] {
  const from = period.from === undefined ? 0 : clockMinutes(period.from)
  const to = period.to === undefined ? DAY_MINUTES : clockMinutes(period.to)
  const today = days.fits(period.days, day)
  if (from < to) return today ? [{ from, to, period: place, begunBefore: false }] : []
  const begun = period.dayBy === 'start' ? days.fits(period.days, day - 1) : today
  return [
    ...(begun && to > 0 ? [{ from: 0, to, period: place, begunBefore: true }] : []),
    ...(today ? [{ from, to: DAY_MINUTES, period: place, begunBefore: false }] : []),
  ]
}

function joined(cells: readonly Cell[]): readonly Cell[] {
  const found: Cell[] = []
  for (const cell of cells) {
    const last = found.at(-1)
    if (last?.period === cell.period && last.begunBefore === cell.begunBefore) last.to = cell.to
    else found.push({ ...cell })
  }
  return found.length > 0 ? found : OPEN_DAY
}
