/** Creates an element with a class and a text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  text?: string,
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  if (className) element.className = className
  if (text !== undefined) element.textContent = text
  return element
}

/** A part of the phone's own page, which index.html provides. */
export function part(id: 'phone' | 'status' | 'navigation' | 'stage' | 'tab-bar'): HTMLElement {
  const element = document.getElementById(id)
  if (!element) throw new Error(`index.html has no #${id}`)
  return element
}

/** A value of the mini program as text; nothing is empty. */
export function textOf(value: unknown): string {
  return value === undefined || value === null ? '' : (value as string | number).toString()
}

/** A button of the preview's own, reachable by its text or by a label. */
export function button(className: string, text: string, press: () => void, label?: string): HTMLButtonElement {
  const element = make('button', className, text)
  element.type = 'button'
  if (label) element.setAttribute('aria-label', label)
  element.addEventListener('click', press)
  return element
}

/** A layer over the whole phone; closing it removes it. */
export function overlay(className: string, ...content: Node[]): { element: HTMLElement; close(): void } {
  const element = make('div', `overlay ${className}`)
  element.append(...content)
  part('phone').append(element)
  return { element, close: () => element.remove() }
}
