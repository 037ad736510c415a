import type * as adapter from 'glass-easel-miniprogram-adapter'
import { program, unitOf } from './program'
import { platformBehavior } from './platform-behaviors'

export interface DefinitionSpace {
  space: adapter.CodeSpace
  associated: adapter.AssociatedBackend
  defined: Set<string>
}

interface Definition {
  behaviors?: unknown[]
  options?: { styleIsolation?: string }
}

type Constructor = (definition?: Definition) => unknown

/** Defines a page or component and, before it, all that it uses; modules run at this moment, as in WeChat. */
export function defineUnit(target: DefinitionSpace, path: string): void {
  const unit = program().units[path]
  if (!unit || target.defined.has(path)) return
  target.defined.add(path)
  for (const used of Object.values(unit.json.usingComponents)) defineUnit(target, used.slice(1))
  for (const generic of Object.values(unit.json.componentGenerics ?? {}))
    if (generic !== true && generic.default) defineUnit(target, generic.default.slice(1))
  registerFiles(target, path)
  target.space.componentEnv(path, (environment) => runModule(path, environment))
}

function registerFiles({ space, associated }: DefinitionSpace, path: string): void {
  const { templates, styles } = program()
  const unit = unitOf(path)
  space.addComponentStaticConfig(path, unit.json as adapter.types.ComponentStaticConfig)
  const template = { groupList: templates, content: templates[path], fallbackListenerOnNativeNode: true }
  space.addCompiledTemplate(path, template as Parameters<typeof space.addCompiledTemplate>[1])
  associated.registerStyleSheetContent(path, styles[path] ?? '')
  space.addStyleSheet(path, path, unit.scope)
}

function runModule(path: string, environment: adapter.ComponentEnv): void {
  const globals = globalThis as unknown as Record<'Page' | 'Component' | 'Behavior', unknown>
  const before = { Page: globals.Page, Component: globals.Component, Behavior: globals.Behavior }
  for (const name of ['Page', 'Component', 'Behavior'] as const) {
    const construct = environment[name] as unknown as Constructor
    globals[name] = (definition?: Definition) => construct(prepare(path, definition, environment))
  }
  try {
    unitOf(path).run()
  } finally {
    Object.assign(globals, before)
  }
}

function prepare(
  path: string,
  definition: Definition | undefined,
  environment: adapter.ComponentEnv,
): Definition | undefined {
  if (!definition) return definition
  if (definition.options?.styleIsolation && !unitOf(path).json.styleIsolation && !path.startsWith('miniprogram_npm/'))
    console.error(`${path}: styleIsolation in options has no effect here; write it into the JSON file`)
  const behaviors = definition.behaviors?.map((behavior) =>
    typeof behavior === 'string' && behavior.startsWith('wx://') ? platformBehavior(behavior, environment) : behavior,
  )
  return behaviors ? Object.assign(definition, { behaviors: behaviors.filter(Boolean) }) : definition
}
