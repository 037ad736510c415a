import { reportFailure, onFailure } from '../failures'
import { appListeners, enterOptions, launchOptions } from '../launch'
import { pageArea, screen, STATUS_BAR } from '../measures'
import { onThemeChange, phoneSettings, theme, type Theme } from '../phone'
import { asyncAction, asyncApi, listeners, type Wx } from './define'

/** TDesign lays out its components without a host node from base library 2.19.2 on; so do phones of today. */
const SDK_VERSION = '3.8.0'
const STANDARD_FONT_PX = 16
const CAPSULE = { width: 87, height: 32, right: 10, top: STATUS_BAR + 6 }

const themeChange = listeners<{ theme: Theme }>()
const resize = listeners<{ size: { windowWidth: number; windowHeight: number } }>()
addEventListener('resize', () =>
  resize.tell({ size: { windowWidth: pageArea().width, windowHeight: pageArea().height } }),
)

onThemeChange((shown) => themeChange.tell({ theme: shown }))

function getWindowInfo() {
  const whole = screen()
  const area = pageArea()
  const screenTop = area.top - whole.top
  return {
    pixelRatio: devicePixelRatio,
    screenWidth: whole.width,
    screenHeight: whole.height,
    windowWidth: area.width,
    windowHeight: area.height,
    statusBarHeight: STATUS_BAR,
    screenTop,
    safeArea: {
      left: 0,
      right: whole.width,
      top: STATUS_BAR,
      bottom: whole.height - 34,
      width: whole.width,
      height: whole.height - STATUS_BAR - 34,
    },
  }
}

function getAppBaseInfo() {
  const { fontScale } = phoneSettings()
  return {
    SDKVersion: SDK_VERSION,
    version: '8.0.50',
    language: 'zh_CN',
    theme: theme(),
    enableDebug: false,
    fontSizeScaleFactor: fontScale,
    fontSizeSetting: STANDARD_FONT_PX * fontScale,
    host: { env: 'WeChat' as const, appId: 'wx', version: 0 },
  }
}

function getDeviceInfo() {
  return {
    abi: '',
    deviceAbi: '',
    benchmarkLevel: 40,
    brand: 'preview',
    model: 'browser',
    system: 'iOS 17.0',
    platform: 'ios' as const,
    cpuType: 'unknown',
    memorySize: '4096',
  }
}

const everything = () => ({
  ...getWindowInfo(),
  ...getAppBaseInfo(),
  ...getDeviceInfo(),
  deviceOrientation: 'portrait' as const,
})

export const system = {
  env: { USER_DATA_PATH: 'wxfile://usr' },
  nextTick: (callback: () => void) => queueMicrotask(callback),
  getWindowInfo: getWindowInfo,
  getAppBaseInfo: getAppBaseInfo as unknown as Wx['getAppBaseInfo'],
  getDeviceInfo: getDeviceInfo as unknown as Wx['getDeviceInfo'],
  getSystemInfoSync: everything as unknown as Wx['getSystemInfoSync'],
  getSystemInfo: asyncApi('getSystemInfo', () => everything() as object),
  getSystemInfoAsync: asyncApi('getSystemInfoAsync', () => everything() as object),
  getMenuButtonBoundingClientRect() {
    const { width, height, top, right: margin } = CAPSULE
    const right = screen().width - margin
    return { width, height, top, bottom: top + height, right, left: right - width }
  },
  onMenuButtonBoundingClientRectWeightChange: () => undefined,
  offMenuButtonBoundingClientRectWeightChange: () => undefined,
  getAccountInfoSync: () => ({
    miniProgram: { appId: 'wxpreview', envVersion: 'develop' as const, version: '', userAgent: navigator.userAgent },
    plugin: { appId: '', version: '' },
  }),
  getLaunchOptionsSync: launchOptions as unknown as Wx['getLaunchOptionsSync'],
  getEnterOptionsSync: enterOptions as unknown as Wx['getEnterOptionsSync'],
  getUpdateManager: () => ({
    onCheckForUpdate: (callback: (result: { hasUpdate: boolean }) => void) => callback({ hasUpdate: false }),
    onUpdateReady: () => undefined,
    onUpdateFailed: () => undefined,
    applyUpdate: () => undefined,
  }),
  onAppShow: (listener: (options: never) => void) => void appListeners.show.add(listener as never),
  offAppShow: (listener?: unknown) =>
    void (listener ? appListeners.show.delete(listener as never) : appListeners.show.clear()),
  onAppHide: (listener: () => void) => void appListeners.hide.add(listener),
  offAppHide: (listener?: unknown) =>
    void (listener ? appListeners.hide.delete(listener as never) : appListeners.hide.clear()),
  onError: (listener: (error: string) => void) => void onFailure(listener),
  onUnhandledRejection: (listener: (rejection: { reason: string; promise: Promise<unknown> }) => void) =>
    addEventListener('unhandledrejection', ({ reason, promise }) => listener({ reason: String(reason), promise })),
  onThemeChange: themeChange.on as Wx['onThemeChange'],
  offThemeChange: themeChange.off,
  onWindowResize: resize.on as Wx['onWindowResize'],
  offWindowResize: resize.off,
  onKeyboardHeightChange: () => undefined,
  offKeyboardHeightChange: () => undefined,
  hideKeyboard: asyncAction('hideKeyboard', () => (document.activeElement as HTMLElement | null)?.blur()),
  reportEvent: () => undefined,
  getRealtimeLogManager: () => ({ info: console.info, warn: console.warn, error: reportFailure }) as never,
} satisfies Partial<Record<keyof Wx, unknown>>
