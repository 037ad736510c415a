import { existsSync } from 'node:fs'
import path from 'node:path'
import { parse, type Node } from '@wxml/parser'
import { type Check, type Finding, filesBelow } from './check'
import { builtInTags } from './built-in-tags'
import { componentsOf, type MiniProgram, miniProgramOf, miniProgramRoot, ownComponent, pagesOf } from './mini-program'

/** Pages, icons and components that are declared exist; tags that are used are declared, which nothing else notices. */
export const manifests: Check = {
  name: 'manifests',
  find(project) {
    const program = miniProgramOf(project)
    const templates = program.templates.filter((id) => program.has(`${id}.json`))
    const findings = [
      ...brokenJson(program),
      ...missingPages(program),
      ...missingIcons(program),
      ...['app', ...templates].flatMap((id) => missingComponents(program, id)),
      ...templates.flatMap((id) => tagFindings(program, id)),
    ]
    return findings.map((finding) => ({ ...finding, file: path.join(miniProgramRoot, finding.file) }))
  },
}

function brokenJson(program: MiniProgram): Finding[] {
  return (existsSync(program.root) ? filesBelow(program.root, ['.json']) : []).flatMap((file) => {
    try {
      JSON.parse(program.read(file))
      return []
    } catch (problem) {
      return [{ file, message: (problem as Error).message }]
    }
  })
}

function missingPages(program: MiniProgram): Finding[] {
  const parts = pagesOf(program.app).flatMap((page) => ['.ts', '.wxml', '.json'].map((extension) => page + extension))
  return parts
    .filter((file) => !program.has(file))
    .map((file) => ({ file: 'app.json', message: `page file ${file} is missing` }))
}

function missingIcons(program: MiniProgram): Finding[] {
  const icons = (program.app.tabBar?.list ?? []).flatMap((tab) => [tab.iconPath, tab.selectedIconPath])
  return icons
    .flatMap((icon) => (icon?.startsWith('@') ? themed(program, icon.slice(1)) : [icon]))
    .filter((icon) => icon !== undefined && !program.has(icon))
    .map((icon) => ({ file: 'app.json', message: `tab bar icon ${String(icon)} is missing` }))
}

/** What a variable of the theme file stands for, light and dark. */
function themed({ app, has, read }: MiniProgram, name: string): string[] {
  const file = app.themeLocation ?? ''
  if (!file || !has(file)) return [`@${name}`]
  const modes = Object.values(JSON.parse(read(file)) as Record<string, Record<string, string>>)
  return modes.map((mode) => mode[name] ?? `@${name}`)
}

function missingComponents(program: MiniProgram, id: string): Finding[] {
  const declared = Object.entries(program.manifest(id).usingComponents ?? {})
  const missing = declared.filter(([, target]) => !ownComponent(program, id, target) && !existsSync(inNpm(target)))
  return missing.map(([tag, target]) => ({
    file: `${id}.json`,
    message: `<${tag}> is declared as ${target}, which is missing`,
  }))
}

function inNpm(target: string): string {
  const [, name = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)\/(.+)$/.exec(target) ?? []
  return path.resolve(__dirname, '../../node_modules', name, 'miniprogram_dist', `${rest}.json`)
}

function tagFindings(program: MiniProgram, id: string): Finding[] {
  const { usingComponents = {}, componentGenerics = {} } = program.manifest(id)
  const known = new Set([...builtInTags, ...Object.keys(componentsOf(program, id)), ...Object.keys(componentGenerics)])
  const tags = tagsOf(program, `${id}.wxml`, new Set())
  const unknown = tags.filter(({ name }) => !known.has(name))
  const unused = Object.keys(usingComponents).filter((tag) => !tags.some(({ name }) => name === tag))
  return [
    ...unknown.map(({ file, line, column, name }) => ({
      file,
      line,
      column,
      message: `<${name}> is not declared in usingComponents`,
    })),
    ...unused.map((tag) => ({ file: `${id}.json`, message: `<${tag}> is declared and not used` })),
  ]
}

interface Tag {
  name: string
  file: string
  line: number
  column: number
}

/** The tags of a template and of those it imports or includes: all are rendered with its components. */
function tagsOf(program: MiniProgram, file: string, seen: Set<string>): Tag[] {
  if (seen.has(file) || !program.has(file)) return []
  seen.add(file)
  const wxml = program.read(file)
  const imported = [...wxml.matchAll(/<(?:import|include)\s[^>]*?src="([^"]+)"/g)].flatMap(([, target = '']) =>
    tagsOf(program, resolveFrom(file, target), seen),
  )
  return [...elementsOf(parse(wxml).body).map((node) => asTag(node, file)), ...imported]
}

function resolveFrom(file: string, target: string): string {
  return target.startsWith('/') ? target.slice(1) : path.posix.join(path.posix.dirname(file), target)
}

function elementsOf(nodes: Node[]): Node[] {
  return nodes.flatMap((node) => [...(node.type === 'WXElement' ? [node] : []), ...elementsOf(node.children ?? [])])
}

function asTag(node: Node, file: string): Tag {
  return { name: node.name ?? '', file, line: node.loc.start.line, column: node.loc.start.column }
}
