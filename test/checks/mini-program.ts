import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { filesBelow } from './check'

interface Manifest {
  usingComponents?: Record<string, string>
  componentGenerics?: Record<string, unknown>
}

export interface AppManifest extends Manifest {
  pages?: string[]
  subPackages?: { root: string; pages: string[] }[]
  themeLocation?: string
  tabBar?: { custom?: boolean; list: { iconPath?: string; selectedIconPath?: string }[] }
}

/** The mini program's sources below one project; ids are paths from its root without extension, as WeChat writes them. */
export interface MiniProgram {
  root: string
  app: AppManifest
  /** Ids of all templates: pages, components and files that only hold templates. */
  templates: string[]
  scripts: string[]
  read(file: string): string
  has(file: string): boolean
  manifest(id: string): Manifest
}

export const miniProgramRoot = 'miniprogram'

export function miniProgramOf(project: string): MiniProgram {
  const root = path.join(project, miniProgramRoot)
  const has = (file: string) => existsSync(path.join(root, file))
  const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
  const ids = (extension: string) =>
    existsSync(root) ? filesBelow(root, [extension]).map((file) => file.slice(0, -extension.length)) : []
  const manifest = (id: string) => (has(`${id}.json`) ? (parsed(read(`${id}.json`)) as Manifest) : {})
  return { root, has, read, manifest, app: manifest('app'), templates: ids('.wxml'), scripts: ids('.wxs') }
}

/** A manifest that is no JSON is told by the manifests check; the others go on without it. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return {}
  }
}

export function pagesOf(app: AppManifest): string[] {
  const inPackages = (app.subPackages ?? []).flatMap(({ root, pages }) =>
    pages.map((page) => path.posix.join(root, page)),
  )
  return [...(app.pages ?? []), ...inPackages]
}

/** What the tags of a template stand for: app.json's components, then its own. */
export function componentsOf(program: MiniProgram, id: string): Record<string, string> {
  return { ...program.app.usingComponents, ...program.manifest(id).usingComponents }
}

/** The id of one of our own components, or undefined for one from npm. */
export function ownComponent(program: MiniProgram, from: string, target: string): string | undefined {
  const id = target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(from), target)
  return program.has(`${id}.json`) ? id : undefined
}
