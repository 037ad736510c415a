import { textOf } from '../dom'
import { isFormField } from '../platform-behaviors'
import { builtInOf, define, type BuiltIn, type Host, type Space } from './define'

interface NamedField {
  name: string
  value: unknown
}

export function defineForm(space: Space): void {
  define(space, 'form', { properties: { reportSubmit: Boolean, reportSubmitTimeout: Number } })
  define(space, 'label', {
    properties: { for: String },
    create: (host) => ({
      tap(event) {
        const target = (event.getOriginalEvent() as Event | undefined)?.target as Element | null | undefined
        if (target?.closest('input, textarea, wx-button')) return
        activateFirst(host, host.values.for)
      },
    }),
  })
}

/** Gathers the value of every named field below the form and fires `submit`. */
export function submitForm(form: Host<Record<string, unknown>>): void {
  const value = Object.fromEntries(namedFields(form).map((field) => [field.name, field.value]))
  form.emit('submit', { value })
}

/** Brings back what stood in the fields when they appeared. */
export function resetForm(form: Host<Record<string, unknown>>): void {
  for (const { part, initial } of builtIns(form)) part.field?.set(initial)
  form.emit('reset')
}

function elements(form: Host<Record<string, unknown>>): object[] {
  const nodes = [...form.dom.querySelectorAll('*')] as { __wxElement?: object }[]
  return nodes.map((node) => node.__wxElement).filter((element) => element !== undefined)
}

function builtIns(form: Host<Record<string, unknown>>): BuiltIn[] {
  return elements(form)
    .map(builtInOf)
    .filter((found) => found !== undefined)
}

function namedFields(form: Host<Record<string, unknown>>): NamedField[] {
  return elements(form)
    .map(namedField)
    .filter((field) => field !== undefined && field.name !== '') as NamedField[]
}

function namedField(element: object): NamedField | undefined {
  const builtIn = builtInOf(element)
  if (builtIn?.part.field) return { name: textOf(builtIn.host.values['name']), value: builtIn.part.field.get() }
  if (!isFormField(element)) return undefined
  const { name, value } = (element as { data: { name?: string; value?: unknown } }).data
  return { name: name ?? '', value }
}

const CONTROLS = 'wx-switch, wx-checkbox, wx-radio, wx-input, wx-textarea'

function activateFirst(label: Host<{ for: StringConstructor }>, id: string): void {
  const named = id && label.dom.closest('wx-page')?.querySelector(`[data-wxid="${CSS.escape(id)}"]`)
  const control = named || label.dom.querySelector(CONTROLS)
  const element = (control as { __wxElement?: object } | null)?.__wxElement
  if (element) builtInOf(element)?.part.activate?.()
}
