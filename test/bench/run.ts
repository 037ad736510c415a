/**
 * `npm run bench [-- GROUP] [--compare]`: one JSON object per line. Ends with an error when a figure misses its budget.
 * A group is a module of this folder that exports `bench`.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Bench, type Figure, withinBudget } from './figure'

const groups = ['size', 'flows', 'store', 'cold-start', 'billing', 'simulation']

export async function loadBench(group: string, folder = __dirname): Promise<Bench> {
  if (!groups.includes(group)) throw new Error(`there is no bench group ${group}; there are ${groups.join(', ')}`)
  const file = path.join(folder, `${group}.ts`)
  if (!existsSync(file)) throw new Error(`bench group ${group} has no module: ${file} is missing`)
  const loaded = (await import(file)) as { bench?: Bench }
  if (!loaded.bench) throw new Error(`${file} exports no function bench`)
  return loaded.bench
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { compare: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const figures: Figure[] = []
  for (const group of positionals.length > 0 ? positionals : groups) {
    const bench = await loadBench(group)
    for (const figure of await bench({ compare: values.compare })) {
      console.log(JSON.stringify(figure))
      figures.push(figure)
    }
  }
  const missed = figures.filter((figure) => !withinBudget(figure))
  for (const { name, value, budget, unit } of missed)
    console.error(`${name} misses its budget: ${value} ${unit}, not ${budget}`)
  process.exitCode = missed.length > 0 ? 1 : 0
}

if (require.main === module)
  main().catch((problem: Error) => {
    console.error(problem.message)
    process.exitCode = 1
  })
