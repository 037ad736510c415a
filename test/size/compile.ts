/**
 * Compiles the mini program with WeChat's own compiler, without network and without WeChat DevTools, and prints the bytes
 * of each package as JSON: `{"main": 245741, "total": 245741, "packages": {…}}`. Works on a copy, so that the tree stays clean.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'

interface MiniProgramCi {
  packNpmManually(options: { packageJsonPath: string; miniprogramNpmDistDir: string }): Promise<{ warnList: unknown[] }>
  Project: new (options: object) => object
  DefaultProjectAttr: object
  getCompiledResult(options: object): Promise<Record<string, string | Buffer>>
}

export interface Sizes {
  main: number
  total: number
  packages: Record<string, number>
}

const repository = path.resolve(__dirname, '../..')

export async function compile(project: string): Promise<Sizes> {
  const copy = mkdtempSync(path.join(tmpdir(), 'boyi-size-'))
  try {
    copyProject(project, copy)
    process.chdir(copy) // the compiler leaves a cache folder where it is started
    return sizesOf(await compiledFiles(copy))
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

/** npm packages are copied, not linked: the packer does not follow links. */
function copyProject(project: string, copy: string): void {
  for (const name of ['package.json', 'project.config.json', 'miniprogram'])
    cpSync(path.join(project, name), path.join(copy, name), {
      recursive: true,
      filter: (file) => !file.endsWith('miniprogram_npm'),
    })
  for (const name of npmClosure(Object.keys(dependenciesOf(project))))
    cpSync(path.join(repository, 'node_modules', name), path.join(copy, 'node_modules', name), { recursive: true })
}

function npmClosure(names: string[], known = new Set<string>()): Set<string> {
  for (const name of names.filter((candidate) => !known.has(candidate))) {
    known.add(name)
    npmClosure(Object.keys(dependenciesOf(path.join(repository, 'node_modules', name))), known)
  }
  return known
}

function dependenciesOf(folder: string): Record<string, string> {
  const manifest = path.join(folder, 'package.json')
  if (!existsSync(manifest)) throw new Error(`${manifest} is missing: run npm ci first`)
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { dependencies?: Record<string, string> }).dependencies ?? {}
}

async function compiledFiles(project: string): Promise<Record<string, string | Buffer>> {
  const ci = offline()
  await ci.packNpmManually({
    packageJsonPath: path.join(project, 'package.json'),
    miniprogramNpmDistDir: path.join(project, 'miniprogram'),
  })
  return ci.getCompiledResult({
    project: new ci.Project({
      appid: 'wx0123456789abcdef',
      type: 'miniProgram',
      projectPath: project,
      privateKey: 'unused',
      ignores: ['node_modules/**/*'],
      attr: () => Promise.resolve(ci.DefaultProjectAttr),
    }),
    desc: 'size',
    setting: { useProjectConfig: true },
    onProgressUpdate: () => undefined,
  })
}

/** The compiler asks WeChat for a list of file extensions and goes on with its own when there is no answer. */
function offline(): MiniProgramCi {
  const load = createRequire(__filename) // typed here, because the package is installed in this folder only
  const network = load('miniprogram-ci/dist/utils/request') as object
  const refuse = ({ url }: { url: string }) => Promise.reject(new Error(`no network: ${url}`))
  Object.defineProperty(network, 'request', { value: refuse })
  return load('miniprogram-ci') as MiniProgramCi
}

function sizesOf(files: Record<string, string | Buffer>): Sizes {
  const app = JSON.parse(String(files['app.json'])) as Record<
    'subPackages' | 'subpackages',
    { root: string }[] | undefined
  >
  const roots = (app.subPackages ?? app.subpackages ?? []).map(({ root }) => root.replace(/\/?$/, '/'))
  const packages: Record<string, number> = { main: 0 }
  for (const [name, body] of Object.entries(files)) {
    const part = roots.find((root) => name.startsWith(root)) ?? 'main'
    packages[part] = (packages[part] ?? 0) + Buffer.byteLength(body)
  }
  return { main: packages['main'] ?? 0, total: Object.values(packages).reduce((sum, size) => sum + size, 0), packages }
}

/** An explicit end, because the compiler leaves workers behind. */
function finish(code: number, stream: NodeJS.WriteStream, text: string): void {
  stream.write(`${text}\n`, () => process.exit(code))
}

compile(path.resolve(process.argv[2] ?? repository)).then(
  (sizes) => finish(0, process.stdout, JSON.stringify(sizes)),
  (problem: Error & { code?: number }) =>
    finish(1, process.stderr, `WeChat's compiler refused: ${problem.code ?? ''} ${problem.message}`),
)
