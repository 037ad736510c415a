/** One line of `npm run bench`. Further fields, such as the peer's value or the number of runs, are printed as they are. */
export interface Figure {
  name: string
  value: number
  unit: string
  budget: number
  /** Which side of the budget is good; lower, if nothing is said. */
  better?: 'lower' | 'higher'
  [detail: string]: unknown
}

export interface BenchOptions {
  /** Measure the peer as well, in the same run. */
  compare: boolean
}

/** What each module of a group exports as `bench`. */
export type Bench = (options: BenchOptions) => Promise<Figure[]>

export function withinBudget({ value, budget, better = 'lower' }: Figure): boolean {
  return better === 'lower' ? value <= budget : value >= budget
}
