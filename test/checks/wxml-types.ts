import { existsSync } from 'node:fs'
import path from 'node:path'
import { TmplGroup, type TmplConvertedExpr } from 'glass-easel-template-compiler'
import ts from 'typescript'
import type { Check, Finding } from './check'
import { componentsOf, type MiniProgram, miniProgramOf, miniProgramRoot, ownComponent } from './mini-program'
import { asFinding } from './types'

/**
 * Types of WXML bindings. The template compiler rewrites each template as TypeScript over `data`, `methods` and `tags`;
 * those are taken from the type that `Page()` and `Component()` return, and the whole is checked as one program.
 */
export const wxmlTypes: Check = {
  name: 'wxml types',
  find(project) {
    const program = miniProgramOf(project)
    const config = path.join(program.root, 'tsconfig.json')
    if (!existsSync(config)) return []
    const typed = program.templates.filter((id) => program.has(`${id}.ts`))
    const rewritten = rewrite(program, typed)
    const checked = typescriptOver(config, rewritten.files)
    return [...rewritten.expressions].flatMap(([file, { id, expression }]) =>
      checked.getSemanticDiagnostics(checked.getSourceFile(file)).map((problem) => inTemplate(problem, id, expression)),
    )
  },
}

interface Rewritten {
  /** Virtual TypeScript files by absolute path: `x.__c.ts` exports the component, `x.__w.ts` is its template. */
  files: Map<string, string>
  expressions: Map<string, { id: string; expression: TmplConvertedExpr }>
}

function rewrite(program: MiniProgram, ids: string[]): Rewritten {
  const group = TmplGroup.newDev()
  const rewritten: Rewritten = { files: new Map(), expressions: new Map() }
  for (const id of program.templates) group.addTmpl(id, program.read(`${id}.wxml`))
  for (const id of ids) {
    const base = path.join(program.root, id)
    const expression = group.getTmplConvertedExpr(id, environment(program, id))
    rewritten.files.set(`${base}.__c.ts`, exporting(program.read(`${id}.ts`)))
    rewritten.files.set(`${base}.__w.ts`, expression.code() ?? '')
    rewritten.expressions.set(`${base}.__w.ts`, { id, expression })
  }
  return rewritten
}

/** The registration becomes an export, so that its type can be named; a file without one types nothing. */
function exporting(source: string): string {
  const registration = /^(?:export default )?(Component|Page)(?=[(<])/m
  return registration.test(source)
    ? source.replace(registration, 'export const __c = $1')
    : `${source}\nexport const __c: unknown = undefined`
}

const helpers = `
type Values<P extends WechatMiniprogram.Component.PropertyOption> = WechatMiniprogram.Component.PropertyOptionToData<P>;
type Signature<D extends Record<string, any>, P extends WechatMiniprogram.Component.PropertyOption, M extends Record<string, Function>> =
  WechatMiniprogram.Component.TypeSignature<D, P, M>;
type Data<T> = T extends Signature<infer D, infer P, any> ? D & Values<P> : any;
type Methods<T> = T extends Signature<any, any, infer M> ? M : any;
type Properties<T> = T extends Signature<any, infer P, any>
  ? { -readonly [K in keyof Values<P>]: Values<P>[K] } & { id?: string; slot?: string; hidden?: boolean; class?: string; style?: string }
  : any;
`

/** A behavior's fields are not part of the component's type, so with one of those any name may be bound. */
function environment(program: MiniProgram, id: string): string {
  const own = Object.entries(componentsOf(program, id)).flatMap(([tag, target]) => {
    const component = ownComponent(program, id, target)
    return component && program.has(`${component}.ts`) ? [{ tag, module: path.join(program.root, component) }] : []
  })
  const loose = /^\s*behaviors\s*:/m.test(program.read(`${id}.ts`)) ? ' & Record<string, any>' : ''
  return [
    `import { __c } from ${JSON.stringify(path.join(program.root, `${id}.__c`))};`,
    ...own.map(({ module }, index) => `import { __c as c${String(index)} } from ${JSON.stringify(`${module}.__c`)};`),
    helpers,
    `declare const data: Data<typeof __c>${loose}; declare const methods: Methods<typeof __c>${loose};`,
    `declare const tags: { ${own.map(({ tag }, index) => `'${tag}': Properties<typeof c${String(index)}>`).join('; ')} } & Record<string, any>;`,
    '',
  ].join('\n')
}

/** `wx:if` does not narrow in a rewritten template, so null and undefined pass there. */
const lenient = { noUnusedLocals: false, strictNullChecks: false, exactOptionalPropertyTypes: false }

function typescriptOver(config: string, files: Map<string, string>): ts.Program {
  const json = ts.readConfigFile(config, (name) => ts.sys.readFile(name))
  const { options, fileNames } = ts.parseJsonConfigFileContent(json.config, ts.sys, path.dirname(config))
  const host = ts.createCompilerHost(options)
  const onDisk = {
    fileExists: host.fileExists.bind(host),
    readFile: host.readFile.bind(host),
    source: host.getSourceFile.bind(host),
  }
  host.fileExists = (file) => files.has(file) || onDisk.fileExists(file)
  host.readFile = (file) => files.get(file) ?? onDisk.readFile(file)
  host.getSourceFile = (file, target) => {
    const text = files.get(file)
    return text === undefined ? onDisk.source(file, target) : ts.createSourceFile(file, text, target)
  }
  const ambient = fileNames.filter((file) => file.endsWith('.d.ts'))
  return ts.createProgram([...ambient, ...files.keys()], { ...options, ...lenient }, host)
}

function inTemplate(problem: ts.Diagnostic, id: string, expression: TmplConvertedExpr): Finding {
  const file = path.join(miniProgramRoot, `${id}.wxml`)
  const { message, line: startLine = 1, column: startColumn = 1 } = asFinding(problem, '', file)
  const width = problem.length ?? 0
  const place = expression.getSourceLocation(startLine - 1, startColumn - 1, startLine - 1, startColumn - 1 + width)
  return place ? { file, line: (place[0] ?? 0) + 1, column: (place[1] ?? 0) + 1, message } : { file, message }
}
