import type { glassEasel } from 'glass-easel-miniprogram-adapter'
import { builtInOf } from './builtins/define'
import { pageArea, rectOf } from './measures'
import { currentPage } from './page-stack'

interface Fields {
  id?: boolean
  dataset?: boolean
  mark?: boolean
  rect?: boolean
  size?: boolean
  scrollOffset?: boolean
  node?: boolean
  context?: boolean
  properties?: string[]
  computedStyle?: string[]
}

type Result = Record<string, unknown> | null
type Callback = (result: Result | Result[]) => void
interface Owner {
  _$: glassEasel.GeneralComponent
}
interface Question {
  owner: Owner | undefined
  /** Nothing means the viewport. */
  selector: string | undefined
  all: boolean
  fields: Fields
  callback: Callback | undefined
}

const RECTANGLE: Fields = { id: true, dataset: true, rect: true, size: true }
const SCROLL: Fields = { id: true, dataset: true, scrollOffset: true }

/** `wx.createSelectorQuery`: answers in the next frame, with rectangles relative to the page. */
export class SelectorQuery {
  private readonly questions: Question[] = []

  constructor(private owner?: Owner) {}

  in(owner: Owner): this {
    this.owner = owner
    return this
  }

  select(selector: string): NodesRef {
    return this.nodes(selector, false)
  }

  selectAll(selector: string): NodesRef {
    return this.nodes(selector, true)
  }

  selectViewport(): NodesRef {
    return this.nodes(undefined, false)
  }

  exec(callback?: (results: (Result | Result[])[]) => void): void {
    requestAnimationFrame(() => {
      const results = this.questions.map(answer)
      callback?.(results)
    })
  }

  private nodes(selector: string | undefined, all: boolean): NodesRef {
    const owner = this.owner
    return new NodesRef((fields, callback) => {
      this.questions.push({ owner, selector, all, fields, callback })
      return this
    })
  }
}

class NodesRef {
  constructor(private readonly ask: (fields: Fields, callback?: Callback) => SelectorQuery) {}

  boundingClientRect(callback?: Callback) {
    return this.ask(RECTANGLE, callback)
  }

  scrollOffset(callback?: Callback) {
    return this.ask(SCROLL, callback)
  }

  fields(fields: Fields, callback?: Callback) {
    return this.ask(fields, callback)
  }

  node(callback?: Callback) {
    return this.ask({ node: true }, callback)
  }

  context(callback?: Callback) {
    return this.ask({ context: true }, callback)
  }
}

function answer(question: Question): Result | Result[] {
  const result = resultOf(question)
  question.callback?.(result)
  return result
}

function resultOf({ owner, selector, all, fields }: Question): Result | Result[] {
  if (selector === undefined) return viewport(fields)
  const root = (owner ?? currentPage()?.instance)?._$.getShadowRoot()
  if (all) return (root?.querySelectorAll(selector) ?? []).map((element) => read(element, fields))
  const element = root?.querySelector(selector)
  return element ? read(element, fields) : null
}

function viewport(fields: Fields): Result {
  const { width, height } = pageArea()
  const scroller = currentPage()?.scroller
  return {
    id: '',
    dataset: {},
    ...(fields.rect && { left: 0, top: 0, right: width, bottom: height }),
    ...(fields.size && { width, height }),
    ...(fields.scrollOffset && scroller && scrollOf(scroller)),
  }
}

function read(element: glassEasel.Element, fields: Fields): Result {
  const node = element.$$ as unknown as HTMLElement | null
  return {
    ...(fields.id && { id: element.id }),
    ...(fields.dataset && { dataset: element.dataset }),
    ...(fields.mark && { mark: element.collectMarks() }),
    ...(node && readNode(node, fields)),
    ...(fields.node && { node: nodeFor(element, node) }),
    ...(fields.context && { context: {} }),
    ...(fields.properties && readProperties(element, fields.properties)),
  }
}

function readNode(node: HTMLElement, fields: Fields): Record<string, unknown> {
  const { width, height, ...edges } = rectOf(node)
  const style = getComputedStyle(node)
  const names = fields.computedStyle ?? []
  return {
    ...(fields.rect && edges),
    ...(fields.size && { width, height }),
    ...(fields.scrollOffset && scrollOf(node)),
    ...Object.fromEntries(names.map((name) => [name, style[name as keyof CSSStyleDeclaration]])),
  }
}

function readProperties(element: glassEasel.Element, names: string[]): Record<string, unknown> {
  const data = (element.asGeneralComponent()?.data ?? {}) as Record<string, unknown>
  return Object.fromEntries(names.map((name) => [name, data[name]]))
}

/** A canvas, the control of a scroll view, or the element itself. */
function nodeFor(element: glassEasel.Element, node: HTMLElement | null): unknown {
  return builtInOf(element)?.part.node ?? node?.querySelector(':scope > canvas') ?? node
}

function scrollOf({ scrollLeft, scrollTop, scrollWidth, scrollHeight }: HTMLElement) {
  return { scrollLeft, scrollTop, scrollWidth, scrollHeight }
}
