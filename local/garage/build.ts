import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import * as esbuild from 'esbuild'

const PAGE = path.join(__dirname, 'page')

/** Bundles the page with the garage into `out`; what was in it is lost. Its fonts are the phone's, under /phone/fonts/. */
export async function buildGaragePage(out: string): Promise<void> {
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  copyFileSync(path.join(PAGE, 'index.html'), path.join(out, 'index.html'))
  await esbuild.build({
    entryPoints: { garage: path.join(PAGE, 'main.ts'), page: path.join(PAGE, 'page.css') },
    outdir: out,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  })
}
