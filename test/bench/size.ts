import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { build } from '../../local/build'
import type { Sizes } from '../size/compile'
import type { Figure } from './figure'

const repository = path.resolve(__dirname, '../..')
const sizeFolder = path.join(repository, 'test/size')

/** Package sizes as WeChat's own compiler makes them. WeChat refuses a package above 2 MB. */
export async function bench(): Promise<Figure[]> {
  await build()
  installCompiler()
  const { main, total, packages } = compiled()
  return [
    { name: 'size.main', value: kilobytes(main), unit: 'KB', budget: 1000 },
    { name: 'size.total', value: kilobytes(total), unit: 'KB', budget: 2500, packages: inKilobytes(packages) },
  ]
}

function installCompiler(): void {
  if (existsSync(path.join(sizeFolder, 'node_modules/miniprogram-ci'))) return
  execFileSync('npm', ['ci'], { cwd: sizeFolder, stdio: ['ignore', 2, 2] })
}

/** In a process of its own: the compiler changes the working folder, leaves workers behind and talks on the console. */
function compiled(): Sizes {
  const command = [require.resolve('tsx/cli'), path.join(sizeFolder, 'compile.ts')]
  const output = execFileSync(process.execPath, command, {
    cwd: repository,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  })
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Sizes
}

const kilobytes = (bytes: number): number => Math.round(bytes / 102.4) / 10

function inKilobytes(packages: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(packages).map(([name, bytes]) => [name, kilobytes(bytes)]))
}
