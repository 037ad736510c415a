import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import postcss, { type AtRule, type Container, type Root } from 'postcss'
import selectorParser, { type Node, type Root as SelectorRoot, type Selector } from 'postcss-selector-parser'
import { rewriteUnits } from '../runtime/units-syntax'
import type { CodePath } from './sources'
import { BUILT_IN_TAGS } from '../runtime/tags'

export interface SheetScope {
  /** Prefix of classes, for components that keep their style to themselves. */
  component?: string | undefined
  /** Route of the page whose sheet this is: in a browser all pages share one document. */
  page?: CodePath | undefined
}

/** Turns WXSS into CSS for one shared document. */
export class StyleCompiler {
  readonly warnings: string[] = []

  constructor(private readonly root: string) {}

  /** The CSS of a sheet; empty when the file does not exist, since a sheet is optional. */
  compile(file: string, scope: SheetScope = {}): string {
    if (!existsSync(file)) return ''
    const sheet = postcss.parse(this.withImports(file, new Set()), { from: file })
    this.rewriteDeclarations(sheet, file)
    this.dropRemoteFonts(sheet)
    sheet.walkRules((rule) => {
      if (!insideKeyframes(rule.parent)) rule.selector = scopeSelectors(rule.selector, scope)
    })
    sheet.walkAtRules('media', followTheme)
    return sheet.toString()
  }

  private withImports(file: string, seen: Set<string>): string {
    if (seen.has(file)) return ''
    seen.add(file)
    if (!existsSync(file)) {
      this.warnings.push(`${path.relative(this.root, file)} is imported but missing`)
      return ''
    }
    return readFileSync(file, 'utf8').replace(
      /@import\s+(?:url\()?['"]?([^'")\s;]+)['"]?\)?\s*;/g,
      (_, target: string) => this.withImports(this.locate(target, file), seen),
    )
  }

  private locate(target: string, from: string): string {
    return target.startsWith('/') ? path.join(this.root, target) : path.join(path.dirname(from), target)
  }

  private rewriteDeclarations(sheet: Root, file: string): void {
    sheet.walkDecls((declaration) => {
      declaration.value = rewriteUnits(declaration.value).replace(
        /url\((['"]?)([^'")]+)\1\)/g,
        (whole, _quote, target: string) =>
          /^(data:|https?:|\/\/)/.test(target)
            ? whole
            : `url("${path.relative(this.root, this.locate(target, file))}")`,
      )
    })
  }

  /** A preview never leaves the machine: a font that a phone would fetch from a CDN is not there, as in a basement. */
  private dropRemoteFonts(sheet: Root): void {
    sheet.walkAtRules('font-face', (face) => {
      if (/url\(['"]?(https?:)?\/\//.test(face.toString())) face.remove()
    })
  }
}

function insideKeyframes(parent: unknown): boolean {
  const rule = parent as Partial<AtRule> | undefined
  return rule?.type === 'atrule' && /keyframes$/.test(rule.name ?? '')
}

function scopeSelectors(selector: string, scope: SheetScope): string {
  return selectorParser((selectors) => {
    prefixTags(selectors)
    const { page } = scope
    if (page) selectors.each((one) => bindToPage(one, page))
    if (scope.component) bindToComponent(selectors, scope.component)
  }).processSync(selector)
}

function prefixTags(selectors: SelectorRoot): void {
  selectors.walkTags((tag) => {
    if (BUILT_IN_TAGS.has(tag.value) || tag.value.includes('-')) tag.value = `wx-${tag.value}`
  })
}

function bindToPage(selector: Selector, page: CodePath): void {
  const element = `wx-page[is="${page}"]`
  const first = selector.first as Node | undefined
  if (first?.type === 'tag' && first.value === 'wx-page') {
    first.value = element
    return
  }
  prependWhere(selector, element)
}

/** `:where()` adds no specificity, so the sheet's own rules keep their order of precedence. */
function prependWhere(selector: Selector, condition: string): void {
  const first = selector.first as Node | undefined
  if (first) first.spaces.before = ''
  selector.prepend(selectorParser.combinator({ value: ' ' }))
  selector.prepend(selectorParser.tag({ value: `:where(${condition})` }))
}

function bindToComponent(selectors: SelectorRoot, scope: string): void {
  selectors.walkClasses((name) => {
    name.value = `${scope}--${name.value}`
  })
  selectors.walkPseudos((pseudo) => {
    if (pseudo.value === ':host') pseudo.replaceWith(selectorParser.tag({ value: `[wx-host="${scope}"]` }))
  })
}

const THEME_CONDITION = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/

/** The phone's theme is a switch of the preview, not the browser's: theme conditions become an attribute of the document. */
function followTheme(media: AtRule): void {
  const theme = THEME_CONDITION.exec(media.params)?.[1]
  if (!theme) return
  media.walkRules((rule) => {
    if (insideKeyframes(rule.parent)) return
    rule.selector = selectorParser((selectors) =>
      selectors.each((one) => {
        prependWhere(one, `[data-theme=${theme}]`)
      }),
    ).processSync(rule.selector)
  })
  dropCondition(media)
}

function dropCondition(media: AtRule): void {
  const rest = media.params
    .replace(THEME_CONDITION, '')
    .replace(/^\s*and\s+|\s+and\s*$/g, '')
    .trim()
  if (rest) media.params = rest
  else media.replaceWith(...((media as Container).nodes ?? []))
}
