/**
 * All static checks, cheapest first: `npm run check`, or `npm run check -- --project DIR` for another folder.
 * `--json` prints the findings for a program to read.
 */
import path from 'node:path'
import { parseArgs } from 'node:util'
import { type Check, type Finding, inWords } from './check'
import { formatting } from './formatting'
import { lint } from './lint'
import { manifests } from './manifests'
import { official } from './official'
import { styles } from './styles'
import { types } from './types'
import { wxml } from './wxml'
import { wxmlTypes } from './wxml-types'

const checks: Check[] = [manifests, wxml, official, styles, formatting, wxmlTypes, types, lint]

const { values } = parseArgs({
  options: {
    project: { type: 'string', default: path.resolve(__dirname, '../..') },
    json: { type: 'boolean', default: false },
  },
})

interface Outcome {
  name: string
  findings: Finding[]
  seconds: number
}

async function main(): Promise<void> {
  const outcomes: Outcome[] = []
  for (const check of checks) {
    const outcome = await run(check, path.resolve(values.project))
    outcomes.push(outcome)
    if (!values.json) print(outcome)
  }
  if (values.json) console.log(JSON.stringify(outcomes))
  process.exitCode = outcomes.some(({ findings }) => findings.length > 0) ? 1 : 0
}

/** A check that breaks down has not passed. */
async function run(check: Check, project: string): Promise<Outcome> {
  const started = performance.now()
  const findings = await Promise.resolve()
    .then(() => check.find(project))
    .catch((problem: unknown) => [
      { file: check.name, message: problem instanceof Error ? (problem.stack ?? '') : String(problem) },
    ])
  return { name: check.name, findings, seconds: (performance.now() - started) / 1000 }
}

function print({ name, findings, seconds }: Outcome): void {
  const verdict = findings.length === 0 ? 'ok' : `${String(findings.length)} found`
  console.log(`${name.padEnd(12)} ${verdict.padEnd(10)} ${seconds.toFixed(1)} s`)
  for (const finding of findings) console.log(`  ${inWords(finding)}`)
}

void main()
