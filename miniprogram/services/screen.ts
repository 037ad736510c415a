/** The phone's screen: how large people want to read, what is on top, and what is said in passing. */

/** WeChat's scale ends at 1.4 in 关怀模式; more would cut words in narrow places. */
const SMALLEST = 0.8
const LARGEST = 1.6

/** For page-meta's page-style: styles/measures.wxss multiplies every size of type by it. */
export function pageStyle(): string {
  const { fontSizeScaleFactor = 1 } = wx.getAppBaseInfo() as { fontSizeScaleFactor?: number }
  return `--font-scale: ${Math.min(LARGEST, Math.max(SMALLEST, fontSizeScaleFactor))}`
}

/** A few words that need no answer. */
export function say(title: string): void {
  void wx.showToast({ title, icon: 'none', duration: 2500 })
}

export function setTitle(title: string): void {
  void wx.setNavigationBarTitle({ title })
}

export function endPullDown(): void {
  void wx.stopPullDownRefresh()
}

/** Sends to the screen only those parts of a view that changed, so that a ticking clock costs a few bytes. */
export function show<View extends object>(
  page: { data: { view: View }; setData(patch: Record<string, unknown>): void },
  view: View,
): void {
  const shown = page.data.view
  const changed = (Object.keys(view) as (keyof View & string)[]).filter((key) => !same(shown[key], view[key]))
  if (changed.length) page.setData(Object.fromEntries(changed.map((key) => [`view.${key}`, view[key]])))
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
