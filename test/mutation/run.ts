/**
 * `npm run mutate [-- FILE…]`: changes the engine of tariffs in many small ways and looks whether its tests notice. Prints
 * what they did not notice, and the share that they did, file by file. `FC_RUNS` is how many random price lists a
 * mutant has to survive.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'

const repository = path.resolve(__dirname, '../..')
const stryker = path.join(__dirname, 'node_modules/@stryker-mutator/core/bin/stryker.js')

function install(): void {
  if (!existsSync(stryker)) execFileSync('npm', ['ci'], { cwd: __dirname, stdio: ['ignore', 2, 2] })
}

function mutate(files: readonly string[]): number {
  const only = files.length > 0 ? ['--mutate', files.join(',')] : []
  const { status } = spawnSync(
    process.execPath,
    [stryker, 'run', path.join(__dirname, 'stryker.config.json'), ...only],
    {
      cwd: repository,
      stdio: 'inherit',
      env: { FC_RUNS: '60', ...process.env, NODE_OPTIONS: '--import tsx' }, // the runner of its workers is TypeScript
    },
  )
  return status ?? 1
}

install()
process.exitCode = mutate(process.argv.slice(2))
