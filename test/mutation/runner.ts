/** A test runner for Stryker: the suites in the worker's own process, instead of a jest per mutant. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { loadSuites, type Case } from './suites'

/** The part of Stryker's interface that is used; the package is installed in this folder only. */
interface Stryker {
  activeMutant?: string
  currentTestId?: string
  hitCount?: number
  hitLimit?: number
  mutantCoverage?: unknown
}

interface MutantRun {
  activeMutant: { id: string }
  testFilter?: string[]
  hitLimit?: number
  mutantActivation: 'static' | 'runtime'
  reloadEnvironment: boolean
}

const SUCCESS = 0

/** Those that are fast and see most, the cheapest first. */
const SUITES = [
  'ladder',
  'discount',
  'edges',
  'blocks',
  'windows',
  'bill',
  'coupons',
  'in-force',
  'published',
  'documentation',
  'explain',
  'oracle',
]

const folder = () => path.resolve('test/domain/tariff')

function suiteFiles(): string[] {
  const known = readdirSync(folder())
  return SUITES.map((suite) => `${suite}.test.ts`)
    .filter((file) => known.includes(file))
    .map((file) => path.join(folder(), file))
}

const stryker = (): Stryker => ((globalThis as { __stryker__?: Stryker }).__stryker__ ??= {})

/** Answers what failed, if anything did. */
async function failureOf({ run }: Case): Promise<string | undefined> {
  try {
    await run()
    return undefined
  } catch (error) {
    return String(error)
  }
}

class Runner {
  private cases: Case[] = []

  capabilities() {
    return { reloadEnvironment: true }
  }

  init() {
    this.cases = loadSuites(suiteFiles())
  }

  async dryRun() {
    const tests = []
    for (const one of this.cases) {
      stryker().currentTestId = one.id
      const begun = performance.now()
      const failed = await failureOf(one)
      if (failed !== undefined) return { status: 'error', errorMessage: `${one.id}: ${failed}` }
      tests.push({ id: one.id, name: one.id, status: SUCCESS, timeSpentMs: performance.now() - begun })
    }
    return { status: 'complete', tests, mutantCoverage: stryker().mutantCoverage }
  }

  async mutantRun({ activeMutant, testFilter, hitLimit, mutantActivation, reloadEnvironment }: MutantRun) {
    Object.assign(stryker(), { activeMutant: undefined, hitCount: 0, hitLimit })
    if (mutantActivation === 'static') stryker().activeMutant = activeMutant.id
    const refused = reloadEnvironment ? this.reload() : undefined
    if (refused !== undefined) return { status: 'killed', killedBy: [], failureMessage: refused, nrOfTests: 0 }
    stryker().activeMutant = activeMutant.id
    return this.hunt(testFilter && new Set(testFilter))
  }

  /** Answers why the suites cannot even be loaded, if they cannot. */
  private reload(): string | undefined {
    try {
      this.cases = loadSuites(suiteFiles())
      return undefined
    } catch (error) {
      return String(error)
    }
  }

  private async hunt(wanted: ReadonlySet<string> | undefined) {
    let nrOfTests = 0
    for (const one of this.cases.filter(({ id }) => wanted?.has(id) ?? true)) {
      nrOfTests += 1
      const failureMessage = await failureOf(one)
      if (failureMessage !== undefined) return { status: 'killed', killedBy: [one.id], failureMessage, nrOfTests }
    }
    return { status: 'survived', nrOfTests }
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'suites', factory: () => new Runner() }]
