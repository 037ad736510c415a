import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import { build, type Plugin } from 'esbuild'
import type { Sources } from './sources'

export interface BundleOptions {
  entry: string
  out: string
  sources: Sources
  dev: boolean
}

const RUNTIME = path.join(__dirname, '../runtime')

/** One script with the run time, all templates, all styles and the mini program's code; answers its size in bytes. */
export async function bundle({ entry, out, sources, dev }: BundleOptions): Promise<number> {
  const file = path.join(out, 'app.js')
  await build({
    stdin: { contents: entry, resolveDir: RUNTIME, sourcefile: 'mini-program.js', loader: 'js' },
    outfile: file,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    minify: !dev,
    sourcemap: dev ? 'linked' : false,
    legalComments: 'none',
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': JSON.stringify(dev ? 'development' : 'production') },
    plugins: [miniProgramModules(sources)],
  })
  return statSync(file).size
}

const BARE = /^[^./]/
const ROOTED = /^\//

function miniProgramModules(sources: Sources): Plugin {
  return {
    name: 'mini program modules',
    setup(esbuild) {
      esbuild.onResolve({ filter: BARE }, ({ path: reference, resolveDir }) =>
        found(packedDependency(reference, resolveDir) ?? sources.packageModule(reference)),
      )
      esbuild.onResolve({ filter: ROOTED }, ({ path: reference, kind }) =>
        kind === 'entry-point' || existsSync(reference) ? undefined : found(sources.script(reference)),
      )
    },
  }
}

function found(file: string | undefined): { path: string } | undefined {
  return file === undefined ? undefined : { path: file }
}

/** Component libraries carry their own dependencies in `miniprogram_npm`, somewhere above the module that imports them. */
function packedDependency(reference: string, from: string): string | undefined {
  for (let folder = from; folder.includes('node_modules'); folder = path.dirname(folder)) {
    const packed = ['', '/index.js', '.js'].map((ending) => path.join(folder, 'miniprogram_npm', reference + ending))
    const file = packed.find((candidate) => existsSync(candidate) && statSync(candidate).isFile())
    if (file) return file
  }
  return undefined
}
