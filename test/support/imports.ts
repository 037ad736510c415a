/** What the sources import, read without running or resolving anything. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { builtinModules } from 'node:module'
import path from 'node:path'
import ts from 'typescript'

export interface Import {
  /** The importing file, from the root of the repository. */
  from: string
  /** A path from the root of the repository without extension, a package's name, or `node:…`. */
  to: string
  kind: 'file' | 'package' | 'node'
  /** True when nothing of it remains at run time. */
  typeOnly: boolean
}

export const repository = path.resolve(__dirname, '../..')
const skipped = new Set(['node_modules', 'miniprogram_npm', 'dist', 'fixtures'])

export function sourcesBelow(folder: string): string[] {
  if (!existsSync(path.join(repository, folder))) return []
  return readdirSync(path.join(repository, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = `${folder}/${entry.name}`
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : sourcesBelow(name)
    return /\.ts$/.test(name) ? [name] : []
  })
}

export function importsOf(file: string, source = readFileSync(path.join(repository, file), 'utf8')): Import[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest)
  const found: Import[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) found.push({ from: file, ...targetOf(file, specifier), typeOnly: isTypeOnly(node) })
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** `import … from`, `export … from`, `import()`, `require()` and `import('…').Type`. */
function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier)
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal)
  if (!ts.isCallExpression(node)) return undefined
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require'
  return isRequire || node.expression.kind === ts.SyntaxKind.ImportKeyword ? textOf(node.arguments[0]) : undefined
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteral(node) ? node.text : undefined
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node)) return node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
  return ts.isImportTypeNode(node) || (ts.isExportDeclaration(node) && node.isTypeOnly)
}

function targetOf(file: string, specifier: string): Pick<Import, 'to' | 'kind'> {
  if (specifier.startsWith('.')) return { kind: 'file', to: path.posix.join(path.posix.dirname(file), specifier) }
  const name = specifier.replace(/^node:/, '')
  if (builtinModules.includes(name)) return { kind: 'node', to: `node:${name}` }
  const parts = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1)
  return { kind: 'package', to: parts.join('/') }
}

/** Files that import each other in a ring, first and last the same; undefined when there is none. */
export function ring(imports: Import[]): string[] | undefined {
  const targets = new Map<string, string[]>()
  for (const { from, to } of imports) targets.set(plain(from), [...(targets.get(plain(from)) ?? []), to])
  const done = new Set<string>()
  const walk = (file: string, way: string[]): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (done.has(file)) return undefined
    done.add(file)
    for (const target of targets.get(file) ?? []) {
      const found = walk(target, [...way, file])
      if (found) return found
    }
    return undefined
  }
  for (const file of targets.keys()) {
    const found = walk(file, [])
    if (found) return found
  }
  return undefined
}

const plain = (file: string): string => file.replace(/(\.d)?\.ts$/, '')
