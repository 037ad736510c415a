/**
 * Runs suites in this process, as jest would, so that a mutant costs milliseconds: the suites are loaded once, the
 * instrumented engine switches between mutants, and the first failure ends the run.
 */
import { expect } from 'expect'
import fc from 'fast-check'
import { createRequire } from 'node:module'
import path from 'node:path'

export interface Case {
  id: string
  run: () => unknown
}

type Body = (...row: unknown[]) => unknown

const load = createRequire(__filename)

const rowOf = (row: unknown): unknown[] => (Array.isArray(row) ? row : [row])

class Collector {
  readonly cases: Case[] = []
  private readonly path: string[] = []

  readonly test = this.withEach((name, body) => {
    this.cases.push({ id: [...this.path, name, this.cases.length].join(' > '), run: body })
  })

  readonly describe = this.withEach((name, body) => {
    this.path.push(name)
    body()
    this.path.pop()
  })

  private withEach(declare: (name: string, body: () => unknown) => void) {
    const each = (rows: readonly unknown[]) => (name: string, body: Body) => {
      for (const row of rows) declare(name, () => body(...rowOf(row)))
    }
    return Object.assign(declare, { each })
  }
}

/** Loads suites afresh, and with them the engine. */
export function loadSuites(files: readonly string[]): Case[] {
  const collector = new Collector()
  Object.assign(globalThis, { expect, test: collector.test, describe: collector.describe })
  fc.configureGlobal({ endOnFailure: true }) // whether it fails is the question, not the smallest reason
  forget()
  for (const file of files) load(file)
  if (collector.cases.length === 0) throw new Error('the suites hold no test')
  return collector.cases
}

/** All that was loaded from where the suites lie: Stryker's copy of the repository. */
function forget(): void {
  const copy = `${process.cwd()}${path.sep}`
  for (const file of Object.keys(load.cache))
    if (file.startsWith(copy) && !file.includes('node_modules')) delete load.cache[file]
}
