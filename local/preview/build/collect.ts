import path from 'node:path'
import type { CodePath, Sources } from './sources'

export interface TabBarConfig {
  custom?: boolean
  color: string
  selectedColor: string
  backgroundColor: string
  borderStyle?: string
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[]
}

export interface AppJson {
  pages: CodePath[]
  entryPagePath?: string
  window?: Record<string, unknown>
  tabBar?: TabBarConfig
  darkmode?: boolean
  themeLocation?: string
  usingComponents?: Record<string, string>
  subPackages?: Subpackage[]
  subpackages?: Subpackage[]
}

interface Subpackage {
  root: string
  pages: string[]
}

export interface ComponentJson {
  component?: boolean
  styleIsolation?: string
  addGlobalClass?: boolean
  usingComponents?: Record<string, string>
  componentGenerics?: Record<string, true | { default?: string }>
  componentPlaceholder?: Record<string, string>
  [setting: string]: unknown
}

/** A page or a component, with all that it uses resolved. */
export interface Unit {
  path: CodePath
  json: ComponentJson
  /** Prefix of the unit's classes in the document; none where its style is shared with the page. */
  scope: string | undefined
}

export interface Collection {
  app: AppJson
  pages: CodePath[]
  units: Map<CodePath, Unit>
}

/** Reads app.json and follows every page to every component it can show. */
export function collect(sources: Sources): Collection {
  const app = sources.json('app') as AppJson | undefined
  if (!app) throw new Error(`${sources.root} holds no app.json`)
  if (app.tabBar?.custom) throw new Error('a custom tab bar is not imitated by the preview')
  const pages = [...app.pages, ...(app.subPackages ?? app.subpackages ?? []).flatMap(pagesOfSubpackage)]
  const units = new Map<CodePath, Unit>()
  const visit = (codePath: CodePath) => {
    if (units.has(codePath)) return
    const { unit, uses } = readUnit(sources, app, codePath)
    units.set(codePath, unit)
    uses.forEach(visit)
  }
  pages.forEach(visit)
  return { app, pages, units }
}

function pagesOfSubpackage({ root, pages }: Subpackage): CodePath[] {
  return pages.map((page) => path.posix.join(root, page))
}

function readUnit(sources: Sources, app: AppJson, codePath: CodePath): { unit: Unit; uses: CodePath[] } {
  const { componentPlaceholder: _, ...json } = (sources.json(codePath) ?? {}) as ComponentJson
  const uses: CodePath[] = []
  const resolve = (reference: string, from: CodePath) => {
    const found = sources.component(reference, from)
    if (found) uses.push(found)
    return found && `/${found}`
  }
  const usingComponents = {
    ...resolveAll(app.usingComponents, (reference) => resolve(reference, 'app')),
    ...resolveAll(json.usingComponents, (reference) => resolve(reference, codePath)),
  }
  const componentGenerics = Object.fromEntries(
    Object.entries(json.componentGenerics ?? {}).map(([name, generic]) => [
      name,
      generic !== true && generic.default ? { default: resolve(generic.default, codePath) ?? '' } : generic,
    ]),
  )
  return {
    unit: { path: codePath, json: { ...json, usingComponents, componentGenerics }, scope: scopeOf(codePath, json) },
    uses,
  }
}

function resolveAll(
  references: Record<string, string> = {},
  resolve: (reference: string) => string | undefined,
): Record<string, string> {
  const resolved = Object.entries(references).map(([tag, reference]) => [tag, resolve(reference)] as const)
  return Object.fromEntries(resolved.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

const SHARED = new Set(['shared', 'page-shared'])

/** Scopes come from the path, so that they stay the same when a page is added; tests see them in class names. */
function scopeOf(codePath: CodePath, json: ComponentJson): string | undefined {
  const isolation =
    json.styleIsolation ?? (!json.component ? 'shared' : json.addGlobalClass ? 'apply-shared' : 'isolated')
  if (SHARED.has(isolation)) return undefined
  return codePath.replace(/^miniprogram_npm\//, '').replace(/[^\w]+/g, '_')
}
