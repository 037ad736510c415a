import * as adapter from 'glass-easel-miniprogram-adapter'
import { registerBuiltIns } from './builtins'
import { defineUnit } from './definitions'
import { mendAdapter, mendEngine } from './engine-mends'
import { toPage } from './measures'
import { program } from './program'
import { onLongPress, swallowStrayClicks, touchFromMouse } from './touch'

const { glassEasel } = adapter

/** Events whose detail is a point, which the engine gives relative to the window. */
const POINTED = new Set(['tap', 'longpress', 'canceltap'])

export interface Engine {
  createRoot(path: string): adapter.Root
}

/** Starts glass-easel on this document. */
export function startEngine(): Engine {
  mendEngine()
  mendAdapter()
  touchFromMouse()
  swallowStrayClicks()
  const environment = new adapter.MiniProgramEnv()
  const space = environment.createCodeSpace('', true)
  registerBuiltIns(space.getComponentSpace())
  // Fields are not written on nodes: TDesign's form has a property named `data`.
  space.getComponentSpace().updateComponentOptions({ writeFieldsToNode: false })
  const backend = createBackend()
  const associated = environment.associateBackend(backend)
  showAppStyle(backend, space, associated)
  const defined = new Set<string>()
  return {
    createRoot(path) {
      defineUnit({ space, associated, defined }, path)
      return associated.createRoot('page-root', space, path)
    },
  }
}

function createBackend(): adapter.glassEasel.CurrentWindowBackendContext {
  const backend = new glassEasel.CurrentWindowBackendContext()
  // Every WXML tag becomes an element of its own kind, so that `button` or `input` never is a live HTML element.
  backend.document = {
    createElement: (tag: string) => document.createElement(`wx-${tag}`),
    createTextNode: (text: string) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  } as unknown as typeof backend.document
  backend.onEvent((target, type, detail, options) => {
    glassEasel.triggerEvent(target, type, pointInPage(type, detail), options)
  })
  // One `catch:` listener would make the engine prevent every touch of the page: listeners are passive, so level 0.
  const setListenerStats = backend.setListenerStats.bind(backend)
  backend.setListenerStats = (element, type, capture) => setListenerStats(element, type, capture, 0)
  appendSheetsOnce(backend)
  onLongPress((element, originalEvent, point) => {
    const options = { originalEvent, bubbles: true, composed: true, capturePhase: true }
    glassEasel.triggerEvent(element, 'longpress', point, options)
  })
  return backend
}

function pointInPage(type: string, detail: unknown): unknown {
  if (!POINTED.has(type)) return detail
  const { x, y } = detail as { x: number; y: number }
  return toPage({ clientX: x, clientY: y })
}

/** The engine appends every sheet again for each page it opens. */
function appendSheetsOnce(backend: adapter.glassEasel.CurrentWindowBackendContext): void {
  const appended = new Set<string>()
  const append = backend.appendStyleSheetPath.bind(backend)
  backend.appendStyleSheetPath = (path, scope) => {
    if (appended.has(path)) return 0
    appended.add(path)
    return append(path, scope)
  }
}

/** app.wxss stands before all other sheets; the engine knows it as an empty one. */
function showAppStyle(
  backend: adapter.glassEasel.CurrentWindowBackendContext,
  space: adapter.CodeSpace,
  associated: adapter.AssociatedBackend,
): void {
  const style = document.createElement('style')
  style.textContent = program().styles['app'] ?? ''
  document.head.append(style)
  space.addStyleSheet('app', 'app')
  associated.registerStyleSheetContent('app', '')
  backend.registerStyleSheetContent('app', '')
}
