import path from 'node:path'
import { TmplGroup } from 'glass-easel-template-compiler'
import type { CodePath, Sources } from './sources'

interface ParseWarning {
  isError: boolean
  path: string
  startLine: number
  startColumn: number
  message: string
}

/** Names of the run time's WXS bridge; compiled templates call them through these globals. */
const BRIDGE = 'Q.A=__boyiWxs.changeProperty;Q.B=null;Q.C=__boyiWxs.callHandler;'
/** Only warnings for this compiler; WeChat's own refuses such a file. */
const UNBALANCED = /end tag/
const WXS_REQUIRE = /require\(\s*(['"])([^'"]+?)(?:\.wxs)?\1\s*\)/g

export interface Templates {
  /** A JavaScript expression: map of path to compiled template. */
  code: string
  warnings: string[]
}

/** Compiles all WXML, with the templates, includes and WXS modules it reaches. */
export function compileTemplates(sources: Sources, units: Iterable<CodePath>): Templates {
  const group = new TmplGroup()
  group.setExtraRuntimeScript(BRIDGE)
  const compiler = new Compiler(sources, group)
  for (const unit of units) compiler.addTemplate(unit)
  return { code: group.getTmplGenObjectGroups(), warnings: compiler.warnings }
}

class Compiler {
  readonly warnings: string[] = []
  private readonly seen = new Set<string>()

  constructor(
    private readonly sources: Sources,
    private readonly group: TmplGroup,
  ) {}

  addTemplate(codePath: CodePath): void {
    if (this.alreadySeen(`${codePath}.wxml`)) return
    const wxml = this.sources.read(codePath, '.wxml')
    if (wxml === undefined) throw new Error(`${codePath}.wxml is missing`)
    this.parse(codePath, wxml)
    for (const module of this.group.getInlineScriptModuleNames(codePath) as string[])
      this.group.setInlineScript(codePath, module, adaptWxs(this.group.getInlineScript(codePath, module)))
    for (const dependency of this.group.getDirectDependencies(codePath) as CodePath[]) this.addTemplate(dependency)
    for (const dependency of this.group.getScriptDependencies(codePath) as CodePath[]) this.addScript(dependency)
  }

  private parse(codePath: CodePath, wxml: string): void {
    for (const warning of this.group.addTmpl(codePath, wxml) as ParseWarning[]) {
      const text = `${warning.path}.wxml:${warning.startLine}:${warning.startColumn} ${warning.message}`
      if (warning.isError || UNBALANCED.test(warning.message)) throw new Error(text)
      if (!codePath.startsWith('miniprogram_npm/')) this.warnings.push(text)
    }
  }

  private addScript(codePath: CodePath): void {
    if (this.alreadySeen(`${codePath}.wxs`)) return
    const source = this.sources.read(codePath, '.wxs')
    if (source === undefined) throw new Error(`${codePath}.wxs is missing`)
    this.group.addScript(codePath, adaptWxs(source))
    for (const [, , required = ''] of source.matchAll(WXS_REQUIRE))
      this.addScript(path.posix.join(path.posix.dirname(codePath), required))
  }

  private alreadySeen(name: string): boolean {
    if (this.seen.has(name)) return true
    this.seen.add(name)
    return false
  }
}

/**
 * WXS differs from JavaScript in three ways that matter here: `require` names the file with its extension,
 * `.constructor` is a string, and the bridge must know which functions are WXS.
 */
function adaptWxs(source: string): string {
  const adapted = source
    .replace(WXS_REQUIRE, (_, quote: string, required: string) => `require(${quote}${required}${quote})`)
    .replace(/\.constructor\b(?!\s*\.name)/g, '.constructor.name')
  return `${adapted}\n;__boyiWxs.markModule(module.exports);`
}
