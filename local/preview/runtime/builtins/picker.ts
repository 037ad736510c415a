import { button, make, overlay, textOf } from '../dom'
import { lacking } from '../failures'
import { define, type Host, type Space } from './define'

const PROPERTIES = {
  mode: { type: String, value: 'selector' },
  range: null,
  rangeKey: String,
  value: null,
  start: String,
  end: String,
  fields: { type: String, value: 'day' },
  disabled: Boolean,
  headerText: String,
  customItem: null,
  name: String,
  level: String,
}
type PickerHost = Host<typeof PROPERTIES>

interface Wheel {
  columns: string[][]
  chosen: number[]
  result(): unknown
}

export function definePicker(space: Space): void {
  define(space, 'picker', {
    properties: PROPERTIES,
    create: (host) => ({
      tap: () => !host.values.disabled && open(host),
      field: { get: () => host.values.value, set: (value: unknown) => host.set({ value }) },
    }),
  })
}

const WHEELS: Record<string, (host: PickerHost) => Wheel> = {
  selector: ({ values }) => {
    const chosen = [Number(values.value) || 0]
    return { columns: [labels(values.range, values.rangeKey)], chosen, result: () => String(chosen[0]) }
  },
  multiSelector: ({ values }) => {
    const columns = (values.range as unknown[]).map((column) => labels(column, values.rangeKey))
    const chosen = columns.map((_, index) => Number((values.value as number[] | null)?.[index]) || 0)
    return { columns, chosen, result: () => [...chosen] }
  },
  time: ({ values }) => {
    const columns = [numbers(0, 23), numbers(0, 59)]
    return joined(columns, (textOf(values.value) || '00:00').split(':'), ':')
  },
  date: ({ values }) => {
    const today = new Date().toISOString().slice(0, 10)
    const years = numbers(Number(values.start.slice(0, 4)) || 1970, Number(values.end.slice(0, 4)) || 2100)
    const columns = { year: [years], month: [years, numbers(1, 12)] }[values.fields] ?? [
      years,
      numbers(1, 12),
      numbers(1, 31),
    ]
    return joined(columns, (textOf(values.value) || today).split('-'), '-')
  },
}

function joined(columns: string[][], parts: string[], separator: string): Wheel {
  const chosen = columns.map((column, index) => Math.max(0, column.indexOf(parts[index] ?? '')))
  return { columns, chosen, result: () => columns.map((column, index) => column[chosen[index] ?? 0]).join(separator) }
}

function labels(range: unknown, key: string): string[] {
  const items = (range ?? []) as (string | Record<string, unknown>)[]
  return items.map((item) => String(key && typeof item === 'object' ? item[key] : item))
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index).padStart(2, '0'))
}

function open(host: PickerHost): void {
  const build = WHEELS[host.values.mode]
  if (!build) throw lacking(`<picker mode="${host.values.mode}">`)
  const wheel = build(host)
  const end = (event: 'cancel' | 'change') => () => {
    sheet.close()
    host.emit(event, event === 'change' ? { value: wheel.result() } : {})
  }
  const header = make('header')
  header.append(
    button('', '取消', end('cancel')),
    make('b', '', host.values.headerText),
    button('confirm', '确定', end('change')),
  )
  const columns = make('div', 'columns')
  const panel = make('div', 'panel picker')
  panel.append(header, columns)
  const sheet = overlay('from-bottom', panel)
  drawColumns(host, wheel, columns)
}

function drawColumns(host: PickerHost, wheel: Wheel, container: HTMLElement): void {
  container.replaceChildren(...wheel.columns.map((column, index) => drawColumn(host, wheel, container, column, index)))
  for (const chosen of container.querySelectorAll('[aria-selected=true]')) chosen.scrollIntoView({ block: 'center' })
}

function drawColumn(
  host: PickerHost,
  wheel: Wheel,
  container: HTMLElement,
  column: string[],
  place: number,
): HTMLElement {
  const list = make('div', 'column')
  list.setAttribute('role', 'listbox')
  list.append(
    ...column.map((text, index) => {
      const option = button('', text, () => {
        wheel.chosen[place] = index
        if (host.values.mode === 'multiSelector') host.emit('columnchange', { column: place, value: index })
        drawColumns(host, wheel, container)
      })
      option.setAttribute('role', 'option')
      option.setAttribute('aria-selected', String(index === wheel.chosen[place]))
      return option
    }),
  )
  return list
}
