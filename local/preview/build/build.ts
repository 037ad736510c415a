import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { copyAssets } from './assets'
import { bundle } from './bundle'
import { collect, type Collection } from './collect'
import { Sources } from './sources'
import { compileTemplates } from './templates'
import { readThemes } from './theme'
import { StyleCompiler } from './wxss'

export interface PreviewOptions {
  /** Folder with app.json. */
  miniprogram: string
  /** Folder to write; what was in it is lost. */
  out: string
  /** Readable code and a source map instead of a small file. */
  dev?: boolean
}

export interface Report {
  pages: number
  components: number
  /** Size of app.js in bytes. */
  bytes: number
  milliseconds: number
  warnings: string[]
}

/** Compiles an unmodified mini program to a web page that runs it; serve `out` under any path and open it. */
export async function buildPreview({ miniprogram, out, dev = false }: PreviewOptions): Promise<Report> {
  const started = performance.now()
  const sources = new Sources(path.resolve(miniprogram))
  const collection = collect(sources)
  const styles = new StyleCompiler(sources.root)
  const templates = compileTemplates(sources, collection.units.keys())
  rmSync(out, { recursive: true, force: true })
  mkdirSync(out, { recursive: true })
  copyAssets(sources.root, out)
  const bytes = await bundle({ entry: entryOf(sources, collection, styles, templates.code), out, sources, dev })
  return {
    pages: collection.pages.length,
    components: collection.units.size - collection.pages.length,
    bytes,
    milliseconds: Math.round(performance.now() - started),
    warnings: [...templates.warnings, ...styles.warnings],
  }
}

/** The run time comes first, since it defines wx, App and Page; each module runs only when its definition is needed. */
function entryOf(sources: Sources, collection: Collection, styles: StyleCompiler, templates: string): string {
  return `
import { start } from './main'
start({
  app: ${JSON.stringify({ ...collection.app, pages: collection.pages })},
  pages: ${JSON.stringify(pageSettings(collection))},
  themes: ${JSON.stringify(readThemes(sources.root, collection.app, Object.values(pageSettings(collection))))},
  styles: ${JSON.stringify(stylesOf(sources, collection, styles))},
  templates: ${templates},
  units: {${[...collection.units.values()].map((unit) => unitCode(sources, unit)).join(',\n')}},
  runApp: () => { ${requireOf(sources.script('app'))} },
})`
}

function pageSettings({ app, pages, units }: Collection): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    pages.map((page) => {
      const { usingComponents: _, componentGenerics: __, ...settings } = units.get(page)?.json ?? {}
      return [page, { ...app.window, ...settings }]
    }),
  )
}

function stylesOf(sources: Sources, { pages, units }: Collection, styles: StyleCompiler): Record<string, string> {
  const sheets: Record<string, string> = { app: styles.compile(path.join(sources.root, 'app.wxss')) }
  for (const { path: unit, scope } of units.values()) {
    const page = scope === undefined && pages.includes(unit) ? unit : undefined
    sheets[unit] = styles.compile(`${sources.file(unit)}.wxss`, { component: scope, page })
  }
  return sheets
}

function unitCode(sources: Sources, unit: { path: string; json: unknown; scope: string | undefined }): string {
  const facts = `json: ${JSON.stringify(unit.json)}, scope: ${JSON.stringify(unit.scope)}`
  const run = requireOf(sources.script(unit.path)) || 'Component({})'
  return `${JSON.stringify(unit.path)}: { ${facts}, run: () => { ${run} } }`
}

function requireOf(file: string | undefined): string {
  return file === undefined ? '' : `require(${JSON.stringify(file)})`
}
