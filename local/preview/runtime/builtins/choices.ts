import { make } from '../dom'
import { define, type BuiltIn, type Host, type Space } from './define'

const PROPERTIES = { checked: Boolean, disabled: Boolean, color: String, value: String, name: String, type: String }
type ChoiceHost = Host<typeof PROPERTIES>
type Kind = 'switch' | 'checkbox' | 'radio'

/** switch, checkbox and radio, and the groups that gather their values. */
export function defineChoices(space: Space): void {
  for (const kind of ['switch', 'checkbox', 'radio'] as const)
    define(space, kind, {
      empty: kind === 'switch',
      properties: PROPERTIES,
      create: (host) => createChoice(host, kind),
    })
  for (const kind of ['checkbox', 'radio'] as const)
    define(space, `${kind}-group`, {
      properties: { name: String },
      create: (host) => ({ field: groupField(host, kind) }),
    })
}

function createChoice(host: ChoiceHost, kind: Kind) {
  const control = make('input', kind)
  control.type = kind === 'radio' ? 'radio' : 'checkbox'
  if (kind === 'switch') control.setAttribute('role', 'switch')
  host.dom.prepend(control)
  const choose = (checked: boolean) => CHOOSE[kind](host, checked)
  control.addEventListener('click', (event) => event.stopPropagation())
  control.addEventListener('change', (event) => {
    event.stopPropagation()
    choose(control.checked)
  })
  return {
    on: {
      checked: (checked: boolean) => void (control.checked = checked),
      disabled: (disabled: boolean) => void (control.disabled = disabled),
      color: (color: string) => void (control.style.accentColor = color),
    },
    control,
    activate: () => !host.values.disabled && choose(kind === 'radio' || !host.values.checked),
    ...(kind === 'switch' && {
      field: { get: () => host.values.checked, set: (value: unknown) => host.set({ checked: Boolean(value) }) },
    }),
  }
}

const CHOOSE: Record<Kind, (host: ChoiceHost, checked: boolean) => void> = {
  switch(host, checked) {
    host.set({ checked })
    host.emit('change', { value: checked })
  },
  checkbox(host, checked) {
    host.set({ checked })
    const group = host.around('checkbox-group')
    group?.host.emit('change', { value: checkedValues(group.host, 'checkbox') })
  },
  radio(host) {
    const group = host.around('radio-group')
    for (const other of group?.host.inside('radio') ?? []) other.host.set({ checked: false })
    host.set({ checked: true })
    group?.host.emit('change', { value: host.values.value })
  },
}

function checkedValues(group: BuiltIn['host'], kind: 'checkbox' | 'radio'): string[] {
  const checked = group.inside(kind).filter(({ host }) => host.values['checked'])
  return checked.map(({ host }) => String(host.values['value']))
}

function groupField(group: Host<{ name: StringConstructor }>, kind: 'checkbox' | 'radio') {
  const host = group as unknown as BuiltIn['host']
  return {
    get: () => (kind === 'radio' ? (checkedValues(host, kind)[0] ?? '') : checkedValues(host, kind)),
    set(value: unknown) {
      const wanted = ([] as unknown[]).concat(value)
      for (const item of host.inside(kind)) item.host.set({ checked: wanted.includes(item.host.values['value']) })
    },
  }
}
