/**
 * A browser for tests that are told as a person would: `phone.tap('缴费')`, `phone.see('¥12.50')`.
 *
 *     const browser = useBrowser()
 *     test('…', async () => {
 *       const phone = await browser.openPhone(url, { dark: true })
 *       await phone.tap('缴费')
 *     })
 *
 * A test fails when the page reported an error that it did not expect.
 */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, ConsoleMessage, FrameLocator, Locator, Page } from 'playwright-core'
import { launchChromium } from './chromium'

const SCREENSHOTS = path.join(__dirname, '../../.local/screenshots')
/** How long a person waits for the screen to change. */
const PATIENCE_MS = 15_000
const POLL_MS = 30
/** Refusals of the cloud and of the cashier are answers; browsers report them as failed loads all the same. */
const ANSWERS = /\/__(cloud|pay)\//

export interface WindowOptions {
  width?: number | undefined
  height?: number | undefined
  /** Taps by finger; without it the mouse plays the finger. */
  touch?: boolean | undefined
}

export interface PhoneOptions extends WindowOptions {
  holder?: string
  dark?: boolean
  fontScale?: number
  offline?: boolean
  /** Page to start with, for example `pages/lane/lane?q=…`. */
  path?: string
}

export interface TestBrowser {
  /** Opens a phone that fills the window. */
  openPhone(url: string, options?: PhoneOptions): Promise<Phone>
  /** Opens any page, for example one with a phone in a frame. */
  open(url: string, options?: WindowOptions): Promise<Tab>
}

/** Starts one browser for the tests of a file and closes every page after each of them. */
export function useBrowser(): TestBrowser {
  let browser: Browser | undefined
  const tabs: Tab[] = []
  /** Windows of the same kind share what the browser has cached; their storage is emptied after each test. */
  const contexts = new Map<string, BrowserContext>()
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterEach(async () => {
    const complaints = tabs.flatMap((tab) => tab.complaints)
    for (const tab of tabs.splice(0)) await tab.close()
    if (complaints.length > 0) throw new Error(`the page reported errors:\n${complaints.join('\n')}`)
  })
  afterAll(async () => {
    await browser?.close()
  })
  const open = async (url: string, options: WindowOptions = {}) => {
    const kind = JSON.stringify(options)
    if (!contexts.has(kind)) contexts.set(kind, await newContext(browser!, options))
    const tab = new Tab(await contexts.get(kind)!.newPage(), options.touch ?? true)
    tabs.push(tab)
    await tab.page.goto(url, { waitUntil: 'domcontentloaded' })
    return tab
  }
  return {
    open,
    async openPhone(url, options = {}) {
      const { width, height, touch } = options
      const tab = await open(phoneUrl(url, options), { width, height, touch })
      const phone = tab.phone()
      await phone.ready()
      return phone
    },
  }
}

function newContext(
  browser: Browser,
  { width = 390, height = 844, touch = true }: WindowOptions,
): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: 2,
    hasTouch: touch,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
}

export function phoneUrl(url: string, { holder, dark, fontScale, offline, path: page }: PhoneOptions): string {
  const target = new URL(url)
  const settings = { holder, dark: dark && '1', font: fontScale, offline: offline && '1' }
  for (const [name, value] of Object.entries(settings)) if (value) target.searchParams.set(name, String(value))
  if (page) target.hash = `/${page}`
  return target.href
}

/** A page of the browser, with the errors it reported. */
export class Tab {
  readonly complaints: string[] = []
  private readonly expected: RegExp[] = []

  constructor(
    readonly page: Page,
    private readonly touch: boolean,
  ) {
    page.setDefaultTimeout(PATIENCE_MS)
    page.on('pageerror', (error) => this.complain(error.stack ?? error.message))
    page.on('console', (message) => this.hear(message))
  }

  /** The phone that fills the page, or the one in the frame that the selector finds. */
  phone(frame?: string): Phone {
    return new Phone(this, frame ? this.page.frameLocator(frame) : this.page, this.touch)
  }

  /** The page as a person sees it, phone or not. */
  screen(): Screen {
    return new Screen(this, this.page, this.touch)
  }

  /** Errors that this test provokes on purpose. */
  expectError(pattern: RegExp): void {
    this.expected.push(pattern)
  }

  async close(): Promise<void> {
    await this.page.evaluate('localStorage.clear()')
    await this.page.close()
  }

  private hear(message: ConsoleMessage): void {
    if (message.type() === 'error' && !ANSWERS.test(message.location().url))
      this.complain(`${message.text()} (${message.location().url})`)
  }

  private complain(text: string): void {
    if (!this.expected.some((pattern) => pattern.test(text))) this.complaints.push(text)
  }
}

type Scope = Page | FrameLocator
type Text = string | RegExp

/** What a person sees and does; everything waits until it is possible. */
export class Screen {
  constructor(
    readonly tab: Tab,
    readonly scope: Scope,
    private readonly touch: boolean,
  ) {}

  /** Taps what bears this text or name: buttons first, then any text. */
  async tap(text: Text): Promise<void> {
    await this.press(await this.find(text))
  }

  async press(target: Locator): Promise<void> {
    if (this.touch) await target.tap()
    else await target.click()
  }

  /** Waits until the text is to be seen. */
  async see(text: Text): Promise<void> {
    await visible(this.scope.getByText(text)).first().waitFor({ state: 'visible' })
  }

  /** Waits until the text is not to be seen any more. */
  async gone(text: Text): Promise<void> {
    await until(async () => (await visible(this.scope.getByText(text)).count()) === 0, `"${text}" is still there`)
  }

  async fill(label: Text, text: string): Promise<void> {
    const field = this.scope.getByLabel(label).or(this.scope.getByPlaceholder(label))
    await visible(field).first().fill(text)
  }

  /** What is visible and matches; for what text cannot tell. */
  locate(selector: string): Locator {
    return visible(this.scope.locator(selector)).first()
  }

  role(role: Parameters<Page['getByRole']>[0], name?: Text): Locator {
    return visible(this.scope.getByRole(role, name === undefined ? {} : { name })).first()
  }

  /** Drags a finger, or the mouse, from one point by a distance in pixels. */
  async drag(target: Locator, by: { x?: number; y?: number }): Promise<void> {
    const box = await target.boundingBox()
    if (!box) throw new Error('what should be dragged is not visible')
    const from = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    await (this.touch ? this.dragFinger(from, by) : this.dragMouse(from, by))
  }

  /** Saves what is to be seen as `.local/screenshots/<name>.png`. */
  async screenshot(name: string): Promise<string> {
    mkdirSync(SCREENSHOTS, { recursive: true })
    const file = path.join(SCREENSHOTS, `${name}.png`)
    await this.fontsLoaded()
    await this.shoot(file)
    return file
  }

  protected async shoot(file: string): Promise<void> {
    await this.tab.page.screenshot({ path: file, animations: 'disabled' })
  }

  private async fontsLoaded(): Promise<void> {
    await this.scope.locator('body').evaluate('document.fonts.ready.then(() => undefined)')
  }

  private async find(text: Text): Promise<Locator> {
    const exact = typeof text === 'string'
    const candidates = [
      ...(['button', 'tab', 'link', 'menuitem', 'option'] as const).map((role) =>
        this.scope.getByRole(role, { name: text, exact }),
      ),
      this.scope.getByText(text, { exact }),
      this.scope.getByRole('button', { name: text }),
      this.scope.getByText(text),
    ].map((candidate) => visible(candidate).first())
    let found: Locator | undefined
    await until(async () => {
      for (const candidate of candidates)
        if ((found ??= (await candidate.count()) > 0 ? candidate : undefined)) return true
      return false
    }, `there is nothing to tap with the text "${text}"`)
    return found!
  }

  private async dragFinger(from: { x: number; y: number }, by: { x?: number; y?: number }): Promise<void> {
    const devtools = await this.tab.page.context().newCDPSession(this.tab.page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', point?: { x: number; y: number }) =>
      devtools.send('Input.dispatchTouchEvent', { type, touchPoints: point ? [point] : [] })
    await touch('touchStart', from)
    for (const point of steps(from, by)) await touch('touchMove', point)
    await touch('touchEnd')
  }

  private async dragMouse(from: { x: number; y: number }, by: { x?: number; y?: number }): Promise<void> {
    const { mouse } = this.tab.page
    await mouse.move(from.x, from.y)
    await mouse.down()
    for (const point of steps(from, by)) await mouse.move(point.x, point.y)
    await mouse.up()
  }
}

/** The mini program's phone. */
export class Phone extends Screen {
  async ready(): Promise<void> {
    await until(() => this.evaluate(() => Boolean((globalThis as Probe).__boyi?.ready)), 'the phone does not start')
  }

  /** Route of the page that is shown. */
  route(): Promise<string | undefined> {
    return this.evaluate(() => (globalThis as Probe).__boyi?.route())
  }

  /** The biggest single setData so far, in KB. */
  largestSetData(): Promise<number> {
    return this.evaluate(() => (globalThis as Probe).__boyi?.largestSetData ?? 0)
  }

  /** What was shared last. */
  lastShared(): Promise<{ title: string; path: string } | undefined> {
    return this.evaluate(() => (globalThis as Probe).__boyi?.lastShared())
  }

  /** Pulls the page down, as a finger would. */
  pullDown(): Promise<void> {
    return this.evaluate(() => (globalThis as Probe).__boyi?.pull())
  }

  /** Runs in the phone's own window. */
  async evaluate<T>(ask: () => T): Promise<T> {
    return this.scope.locator('body').evaluate(ask) as Promise<T>
  }

  protected override async shoot(file: string): Promise<void> {
    await this.scope.locator('#phone').screenshot({ path: file, animations: 'disabled' })
  }
}

type Probe = typeof globalThis & {
  __boyi?: {
    ready: boolean
    largestSetData: number
    route(): string | undefined
    lastShared(): { title: string; path: string } | undefined
    pull(): void
  }
}

function visible(locator: Locator): Locator {
  return locator.filter({ visible: true })
}

const STEP_PX = 20

function* steps(from: { x: number; y: number }, { x = 0, y = 0 }: { x?: number; y?: number }) {
  const count = Math.max(1, Math.ceil(Math.max(Math.abs(x), Math.abs(y)) / STEP_PX))
  for (let step = 1; step <= count; step++) yield { x: from.x + (x * step) / count, y: from.y + (y * step) / count }
}

export async function until(holds: () => Promise<boolean>, otherwise: string): Promise<void> {
  for (
    const end = Date.now() + PATIENCE_MS;
    !(await holds());
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  )
    if (Date.now() > end) throw new Error(otherwise)
}
