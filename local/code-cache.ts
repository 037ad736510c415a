/**
 * A function that starts with its code compiled. Of a cold start most is V8 compiling two megabytes; what it compiled can be kept
 * beside the code, and is taken when the V8 that runs is the one that made it. Any other compiles anew, as without.
 */
import { spawnSync } from 'node:child_process'
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What index.js becomes: the same exports, from the bundle beside it. */
const LOADER = `'use strict'
const { existsSync, readFileSync } = require('node:fs')
const { wrap } = require('node:module')
const { join } = require('node:path')
const { constants, Script } = require('node:vm')

const bundle = join(__dirname, 'bundle.js')
const compiled = join(__dirname, 'bundle.cache')
const script = new Script(wrap(readFileSync(bundle, 'utf8')), {
  filename: bundle,
  cachedData: existsSync(compiled) ? readFileSync(compiled) : undefined,
  importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
})
script.runInThisContext()(exports, require, module, bundle, __dirname)
`

/** Runs the bundle once, so that all that a start needs is compiled, and keeps that. */
const MAKE = `
const { readFileSync, writeFileSync } = require('node:fs')
const { wrap } = require('node:module')
const { dirname } = require('node:path')
const { Script } = require('node:vm')
const [, bundle, compiled] = process.argv
const script = new Script(wrap(readFileSync(bundle, 'utf8')), { filename: bundle })
const made = { exports: {} }
script.runInThisContext()(made.exports, require, made, bundle, dirname(bundle))
writeFileSync(compiled, script.createCachedData())
process.exit()
`

type Three = [string, string, string]

/** `folder` holds one built function; its libraries must be in the bundle. */
export function keepCompiled(folder: string): void {
  const [index, bundle, compiled] = ['index.js', 'bundle.js', 'bundle.cache'].map((file) => join(folder, file)) as Three
  renameSync(index, bundle)
  writeFileSync(index, LOADER)
  const { status, stderr } = spawnSync(process.execPath, ['-e', MAKE, bundle, compiled], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${folder} does not load: ${stderr}`)
}
