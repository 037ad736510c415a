/** `npm run simulate -- --seeds 1000` runs that many days; `-- --seed N` replays one and prints its story. */
import { parseArgs } from 'node:util'
import { offsetAt, type Instant } from '../../domain/time'
import { MINUTE_MS, ZONE } from './setting'
import { simulate, type Outcome } from './simulate'

export interface Summary {
  days: number
  failed: Outcome[]
  faults: Map<string, number>
  daysPerMinute: number
}

export async function simulateDays(days: number, first = 1): Promise<Summary> {
  const failed: Outcome[] = []
  const faults = new Map<string, number>()
  const start = performance.now()
  for (let seed = first; seed < first + days; seed++) {
    const outcome = await simulate(seed)
    if (outcome.problem !== undefined) failed.push(told(outcome))
    for (const [fault, count] of outcome.faults) faults.set(fault, (faults.get(fault) ?? 0) + count)
  }
  const minutes = (performance.now() - start) / 60_000
  return { days, failed, faults, daysPerMinute: Math.round(days / minutes) }
}

/** Of the day in the lot's zone, to the millisecond. */
const clock = (at: Instant): string => new Date(at + offsetAt(at, ZONE) * MINUTE_MS).toISOString().slice(11, 23)

/** At once, for a long run may be stopped. */
function told(outcome: Outcome): Outcome {
  console.log(`seed ${outcome.seed}: ${outcome.problem}`)
  return outcome
}

function report({ seed, problem, story }: Outcome): void {
  for (const { at, line } of story) console.log(`${clock(at)} ${line}`)
  console.log(problem === undefined ? `seed ${seed}: every rule held` : `seed ${seed}: ${problem}`)
}

function summarise({ days, failed, faults, daysPerMinute }: Summary, first: number): void {
  for (const [fault, count] of [...faults].sort(([, one], [, other]) => other - one)) console.log(`${count} × ${fault}`)
  console.log(
    `${days} days, seeds ${first} to ${first + days - 1}, ${daysPerMinute} days a minute, ${failed.length} failed`,
  )
  if (failed[0]) report(failed[0])
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seeds: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' } },
  })
  const [first, days] = [Number(values.from ?? 1), Number(values.seeds ?? 1000)]
  const outcomes = values.seed === undefined ? undefined : [await simulate(Number(values.seed))]
  if (outcomes) outcomes.forEach(report)
  const summary = outcomes ? undefined : await simulateDays(days, first)
  if (summary) summarise(summary, first)
  const failed = (outcomes ?? summary?.failed ?? []).some(({ problem }) => problem !== undefined)
  process.exitCode = failed ? 1 : 0
}

if (require.main === module)
  main().catch((problem: Error) => {
    console.error(problem.message)
    process.exitCode = 1
  })
