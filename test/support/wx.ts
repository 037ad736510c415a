/** The `wx` that component and page tests see: storage in memory, calls that are watched, and a cloud that tests answer for. */
import simulated from 'miniprogram-simulate/src/api'

type Answer = (name: string, data: unknown) => unknown

let answer: Answer
let storage: Map<string, unknown>

/** Says what cloud functions answer in this test; an exception becomes what the caller sees as a failed call. */
export function answerCalls(next: Answer): void {
  answer = next
}

/** Stored values, as wx.setStorageSync left them or as a test put them there. */
export function stored(): Map<string, unknown> {
  return storage
}

/** Each test begins with empty storage, forgotten calls and a cloud that answers nothing. */
export function freshWx(): object {
  storage = new Map()
  answer = (name) => {
    throw Object.assign(new Error('unanswered call'), {
      errMsg: `cloud.callFunction:fail this test answers no call of ${name}`,
    })
  }
  return {
    ...simulated,
    ...device,
    ...watched(),
    ...storageApi(),
    cloud: { init: jest.fn(), callFunction: jest.fn(callFunction) },
  }
}

async function callFunction({
  name,
  data,
}: {
  name: string
  data?: unknown
}): Promise<{ result: unknown; errMsg: string }> {
  return { result: await answer(name, data), errMsg: 'cloud.callFunction:ok' }
}

/** TDesign looks at SDKVersion to decide on virtual hosts; a current one behaves like current phones. */
const screen = {
  screenWidth: 390,
  screenHeight: 844,
  windowWidth: 390,
  windowHeight: 753,
  pixelRatio: 3,
  statusBarHeight: 47,
}
const device = {
  getAppBaseInfo: () => ({
    SDKVersion: '3.8.0',
    version: '8.0.50',
    theme: 'light',
    language: 'zh_CN',
    fontSizeSetting: 16,
  }),
  getWindowInfo: () => ({
    ...screen,
    safeArea: { top: 47, left: 0, right: 390, bottom: 810, width: 390, height: 763 },
  }),
  getDeviceInfo: () => ({ platform: 'devtools', brand: 'devtools', model: 'iPhone', system: 'iOS 17' }),
  getSystemInfoSync: () => ({ SDKVersion: '3.8.0', platform: 'devtools', ...screen }),
  getMenuButtonBoundingClientRect: () => ({ top: 51, right: 383, bottom: 83, left: 296, width: 87, height: 32 }),
}

const succeeding = [
  ...['navigateTo', 'redirectTo', 'switchTab', 'reLaunch', 'navigateBack', 'setNavigationBarTitle', 'setTabBarItem'],
  ...[
    'showToast',
    'hideToast',
    'showLoading',
    'hideLoading',
    'stopPullDownRefresh',
    'vibrateShort',
    'setClipboardData',
  ],
]
/** A person decides how these end, so a test has to say it: `jest.mocked(wx.scanCode).mockResolvedValue(…)`. */
const undecided = ['scanCode', 'requestPayment', 'showModal', 'requestSubscribeMessage', 'getLocation', 'chooseImage']

function watched(): Record<string, jest.Mock> {
  const succeed = (name: string) => jest.fn(() => Promise.resolve({ errMsg: `${name}:ok` }))
  const fail = (name: string) =>
    jest.fn(() =>
      Promise.reject(Object.assign(new Error(name), { errMsg: `${name}:fail this test does not say how it ends` })),
    )
  return {
    ...Object.fromEntries(succeeding.map((name) => [name, succeed(name)])),
    ...Object.fromEntries(undecided.map((name) => [name, fail(name)])),
  }
}

/** Storage keeps JSON, as on the phone. */
const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

function storageApi() {
  return {
    getStorageSync: (key: string) => storage.get(key) ?? '',
    setStorageSync: (key: string, value: unknown) => void storage.set(key, copy(value)),
    removeStorageSync: (key: string) => void storage.delete(key),
    clearStorageSync: () => storage.clear(),
    getStorage: ({ key }: { key: string }) =>
      storage.has(key)
        ? Promise.resolve({ data: storage.get(key), errMsg: 'getStorage:ok' })
        : Promise.reject(Object.assign(new Error('no data'), { errMsg: 'getStorage:fail data not found' })),
    setStorage: ({ key, data }: { key: string; data: unknown }) =>
      Promise.resolve(void storage.set(key, copy(data))).then(() => ({ errMsg: 'setStorage:ok' })),
    removeStorage: ({ key }: { key: string }) =>
      Promise.resolve(void storage.delete(key)).then(() => ({ errMsg: 'removeStorage:ok' })),
  }
}
