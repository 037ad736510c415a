type Child = Node | string | null | undefined | false

interface Props {
  class?: string
  title?: string
  label?: string
  onclick?: () => void
  [attribute: `data-${string}`]: string
  disabled?: boolean
  attributes?: Record<string, string>
}

/** An element, with what it is and what is in it. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { class: className, title, label, onclick, disabled, attributes = {}, ...data }: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (title) element.title = title
  if (label) element.setAttribute('aria-label', label)
  if (onclick) element.addEventListener('click', onclick)
  if (disabled) element.setAttribute('disabled', '')
  for (const [name, value] of Object.entries<string>({ ...attributes, ...data })) element.setAttribute(name, value)
  element.append(...children.filter((child): child is Node | string => Boolean(child)))
  return element
}

export const button = (text: string, onclick: () => void, props: Omit<Props, 'onclick'> = {}): HTMLButtonElement =>
  h('button', { ...props, attributes: { type: 'button', ...props.attributes }, onclick }, text)

/** Fills an element anew, but only when `key` differs from the last time: what stands still keeps its focus and its motion. */
export function fill(element: HTMLElement, key: unknown, make: () => Child[]): void {
  const text = JSON.stringify(key)
  if (element.dataset['key'] === text) return
  element.dataset['key'] = text
  element.replaceChildren(...make().filter((child): child is Node | string => Boolean(child)))
}

let notices: HTMLElement | null = null

/** A sentence that goes by itself. */
export function notice(text: string): void {
  notices ??= document.querySelector('#notices')
  const element = h('div', { class: 'notice' }, text)
  notices?.append(element)
  setTimeout(() => element.remove(), 3_500)
}
