import type * as adapter from 'glass-easel-miniprogram-adapter'

const formFields = new WeakSet()
const known = new Map<string, unknown>()

/** Whether a custom component takes part in a form through `wx://form-field`. */
export function isFormField(element: object): boolean {
  return formFields.has(element)
}

/** The behaviours that the platform provides by name; those without effect in a browser are left out. */
export function platformBehavior(name: string, { Behavior }: adapter.ComponentEnv): unknown {
  if (!known.has(name)) known.set(name, create(name, Behavior))
  return known.get(name)
}

function create(name: string, Behavior: adapter.BehaviorConstructor): unknown {
  if (name === 'wx://form-field')
    return Behavior({
      properties: { name: String, value: null },
      lifetimes: {
        created(this: { _$: object }) {
          formFields.add(this._$)
        },
      },
    })
  if (name === 'wx://form-field-button') return Behavior({ properties: { formType: String } })
  return undefined
}
