import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

/** Compiles the instance program into `dir`; its path. */
export function compileInstance(dir: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [join(__dirname, 'instance.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
  })
  const program = join(dir, 'instance.js')
  writeFileSync(program, outputFiles[0]?.text ?? '')
  return program
}
