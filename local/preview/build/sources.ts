import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Canonical path of a page or component: relative to the mini program's root, without extension, `miniprogram_npm/…` for packages. */
export type CodePath = string

const NPM_PATH = /^miniprogram_npm\/((?:@[^/]+\/)?[^/]+)\/(.*)$/
const PACKAGE_REFERENCE = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/
/** Components that the platform brings at run time; there is no source to compile. */
const FOREIGN = /^(plugin|dynamicLib):/

/** Finds the files of a mini program and of the npm packages it uses, as WeChat's "build npm" would place them. */
export class Sources {
  private readonly packages = new Map<string, string | undefined>()

  constructor(readonly root: string) {}

  /** The file of a canonical path, without extension. */
  file(codePath: CodePath): string {
    const [, name, rest] = NPM_PATH.exec(codePath) ?? []
    if (name === undefined || rest === undefined) return path.join(this.root, codePath)
    const folder = this.packageFolder(name)
    if (!folder) throw new Error(`npm package ${name} is not installed`)
    return path.join(folder, rest)
  }

  read(codePath: CodePath, extension: string): string | undefined {
    const file = this.file(codePath) + extension
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined
  }

  json(codePath: CodePath): unknown {
    const text = this.read(codePath, '.json')
    return text === undefined ? undefined : JSON.parse(text)
  }

  script(codePath: CodePath): string | undefined {
    return ['.ts', '.js'].map((extension) => this.file(codePath) + extension).find(existsSync)
  }

  /** Where `reference` in the `usingComponents` of `from` leads; nothing for what the platform brings itself. */
  component(reference: string, from: CodePath): CodePath | undefined {
    if (FOREIGN.test(reference)) return undefined
    const found = this.candidates(reference, from).find((candidate) => this.isComponent(candidate))
    if (!found) throw new Error(`component "${reference}", used by ${from}, is not found`)
    return found
  }

  /** The folder of an npm package that WeChat would copy, by the `miniprogram` field of its package.json. */
  packageFolder(name: string): string | undefined {
    if (!this.packages.has(name)) this.packages.set(name, findPackage(this.root, name))
    return this.packages.get(name)
  }

  /** The file that `tdesign-miniprogram/toast/index` means, inside the package's own folder. */
  packageModule(reference: string): string | undefined {
    const [, name, rest] = PACKAGE_REFERENCE.exec(reference) ?? []
    if (name === undefined || rest === undefined) return undefined
    const folder = this.packageFolder(name)
    return folder && ['.js', '/index.js'].map((ending) => path.join(folder, rest) + ending).find(existsSync)
  }

  private candidates(reference: string, from: CodePath): CodePath[] {
    if (reference.startsWith('/')) return withIndex(reference.slice(1))
    const relative = withIndex(path.posix.join(path.posix.dirname(from), reference))
    return reference.startsWith('.') ? relative : [...relative, ...withIndex(`miniprogram_npm/${reference}`)]
  }

  private isComponent(codePath: CodePath): boolean {
    const name = NPM_PATH.exec(codePath)?.[1]
    if (name !== undefined && !this.packageFolder(name)) return false
    return ['.json', '.wxml'].some((extension) => existsSync(this.file(codePath) + extension))
  }
}

function withIndex(codePath: CodePath): CodePath[] {
  return [codePath, `${codePath}/index`]
}

function findPackage(from: string, name: string): string | undefined {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    const manifest = path.join(folder, 'node_modules', name, 'package.json')
    if (existsSync(manifest)) return miniprogramFolder(manifest)
    if (folder === path.dirname(folder)) return undefined
  }
}

function miniprogramFolder(manifest: string): string | undefined {
  const { miniprogram = 'miniprogram_dist' } = JSON.parse(readFileSync(manifest, 'utf8')) as { miniprogram?: string }
  const folder = path.join(path.dirname(manifest), miniprogram)
  return existsSync(folder) ? folder : undefined
}
