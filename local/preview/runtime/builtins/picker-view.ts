import { define, type BuiltIn, type Host, type Space } from './define'

const PROPERTIES = {
  value: null,
  indicatorStyle: String,
  indicatorClass: String,
  maskStyle: String,
  maskClass: String,
  immediateChange: Boolean,
}
const SETTLED_MS = 120

/** Columns that snap; the index is how many items lie above. */
export function definePickerView(space: Space): void {
  define(space, 'picker-view', {
    properties: PROPERTIES,
    create: (host) => ({ on: { value: (value) => requestAnimationFrame(() => turnTo(host, value)) } }),
  })
  define(space, 'picker-view-column', {
    create(host) {
      let timer: ReturnType<typeof setTimeout> | undefined
      const settle = () => {
        const view = host.around('picker-view')
        if (view) report(view)
      }
      const scrolled = () => {
        clearTimeout(timer)
        timer = setTimeout(settle, SETTLED_MS)
      }
      return {
        attached() {
          host.dom.addEventListener('scroll', scrolled, { passive: true })
          requestAnimationFrame(() => centre(host.dom))
        },
        detached: () => clearTimeout(timer),
      }
    },
  })
}

function columns(view: HTMLElement): HTMLElement[] {
  return [...view.querySelectorAll<HTMLElement>('wx-picker-view-column')]
}

function itemHeight(column: HTMLElement): number {
  return (column.firstElementChild as HTMLElement | null)?.offsetHeight || 1
}

/** The chosen item stands in the middle, the first and the last one too. */
function centre(column: HTMLElement): void {
  column.style.paddingBlock = `${(column.clientHeight - itemHeight(column)) / 2}px`
}

function turnTo({ dom }: Host<typeof PROPERTIES>, value: unknown): void {
  columns(dom).forEach((column, index) => {
    const chosen = (value as number[] | null)?.[index]
    if (chosen !== undefined) column.scrollTop = itemHeight(column) * chosen
  })
}

function report({ host }: BuiltIn): void {
  const value = columns(host.dom).map((column) => Math.round(column.scrollTop / itemHeight(column)))
  if (JSON.stringify(value) === JSON.stringify(host.values['value'])) return
  host.values['value'] = value
  host.emit('change', { value })
}
