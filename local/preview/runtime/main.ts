import { drawChrome } from './chrome'
import { startEngine } from './engine'
import { appInstance, launch, registerApp } from './launch'
import { measurements } from './measurements'
import { currentPage, openPages, resizePages, useEngine } from './page-stack'
import { onPhoneChange } from './phone'
import { setProgram, type Program } from './program'
import { startPullDown } from './pull-down'
import { lastShared } from './share'
import { listenToShell, tellReady } from './shell'
import { wxApi } from './wx'
import { wxsBridge } from './wxs'

Object.assign(globalThis, {
  wx: wxApi,
  App: registerApp,
  getApp: appInstance,
  getCurrentPages: () => openPages().map((page) => page.instance),
  getDate: (...args: []) => new Date(...args),
  getRegExp: (pattern: string, flags?: string) => new RegExp(pattern, flags),
  __boyiWxs: wxsBridge,
})

/** Runs the compiled mini program in this document. */
export function start(program: Program): void {
  setProgram(program)
  useEngine(startEngine())
  program.runApp()
  listenToShell()
  addEventListener('resize', () => {
    drawChrome()
    resizePages()
  })
  onPhoneChange(drawChrome)
  launch()
  exposeForTests()
  tellReady()
}

/** `globalThis.__boyi`: what tests and benches ask of a running phone. */
function exposeForTests(): void {
  const hooks = {
    ready: true,
    pull: startPullDown,
    lastShared,
    route: () => currentPage()?.route,
    data: () => (currentPage()?.instance['data'] ?? {}) as unknown,
  }
  Object.assign(globalThis, { __boyi: Object.assign(measurements, hooks) })
}
