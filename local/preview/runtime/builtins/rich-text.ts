import { rewriteUnits } from '../units-syntax'
import { define, type Space } from './define'

interface RichNode {
  type?: 'node' | 'text'
  name?: string
  text?: string
  attrs?: Record<string, string>
  children?: RichNode[]
}

export function defineRichText(space: Space): void {
  define(space, 'rich-text', {
    empty: true,
    properties: { nodes: null, space: String, userSelect: Boolean },
    create: ({ dom }) => ({ on: { nodes: (nodes) => dom.replaceChildren(render(nodes)) } }),
  })
}

function render(nodes: unknown): DocumentFragment {
  return typeof nodes === 'string' ? sanitized(nodes) : fragment((nodes ?? []) as RichNode[])
}

function sanitized(html: string): DocumentFragment {
  const template = document.createElement('template')
  template.innerHTML = html
  for (const element of template.content.querySelectorAll('script, iframe, object, embed, link, style'))
    element.remove()
  for (const element of template.content.querySelectorAll('*'))
    for (const { name, value } of [...element.attributes])
      if (/^on/i.test(name) || /^\s*javascript:/i.test(value)) element.removeAttribute(name)
  return template.content
}

function fragment(nodes: RichNode[]): DocumentFragment {
  const result = document.createDocumentFragment()
  for (const node of nodes) result.append(node.type === 'text' ? (node.text ?? '') : element(node))
  return result
}

function element({ name = 'div', attrs = {}, children = [] }: RichNode): HTMLElement {
  const result = document.createElement(name)
  for (const [attribute, value] of Object.entries(attrs))
    if (!/^on/i.test(attribute)) result.setAttribute(attribute, attribute === 'style' ? rewriteUnits(value) : value)
  result.append(fragment(children))
  return result
}
