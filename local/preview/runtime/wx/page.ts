import { drawChrome } from '../chrome'
import { currentPage } from '../page-stack'
import { startPullDown, stopPullDown } from '../pull-down'
import { SelectorQuery } from '../selector-query'
import { hideTabBar, setBadge } from '../tab-bar'
import type { PageSettings } from '../program'
import { asyncAction, type Asked, type Wx } from './define'

function changePage(change: PageSettings): void {
  Object.assign(currentPage()?.settings ?? {}, change)
  drawChrome()
}

function scrollPage({ scrollTop, selector, duration = 300 }: Asked<'pageScrollTo'>): void {
  const page = currentPage()
  if (!page) return
  const target = selector && page.instance._$.getShadowRoot()?.querySelector(selector)?.$$
  const place = target ? (target as unknown as Element).getBoundingClientRect().top : undefined
  const top =
    place === undefined ? scrollTop : place - page.scroller.getBoundingClientRect().top + page.scroller.scrollTop
  page.scroller.scrollTo({ top: top ?? 0, behavior: duration === 0 ? 'instant' : 'smooth' })
}

function badge(index: number, text: string | undefined): void {
  setBadge(index, text)
  drawChrome()
}

function showTabs(shown: boolean): void {
  hideTabBar(!shown)
  drawChrome()
}

type Observable = { createIntersectionObserver(options?: object): unknown }

/** What a page does to the frame around it. */
export const pageApi = {
  createSelectorQuery: () => new SelectorQuery(),
  createIntersectionObserver: (component: unknown, options?: object) =>
    (component as Observable).createIntersectionObserver(options),
  pageScrollTo: asyncAction('pageScrollTo', scrollPage),
  setNavigationBarTitle: asyncAction('setNavigationBarTitle', ({ title }) =>
    changePage({ navigationBarTitleText: title }),
  ),
  setNavigationBarColor: asyncAction('setNavigationBarColor', ({ frontColor, backgroundColor }) =>
    changePage({
      navigationBarTextStyle: frontColor === '#ffffff' ? 'white' : 'black',
      navigationBarBackgroundColor: backgroundColor,
    }),
  ),
  hideHomeButton: asyncAction('hideHomeButton', () => changePage({ homeButton: false })),
  setBackgroundColor: asyncAction('setBackgroundColor', ({ backgroundColor }) =>
    changePage({ ...(backgroundColor && { backgroundColor }) }),
  ),
  setBackgroundTextStyle: asyncAction('setBackgroundTextStyle', () => undefined),
  startPullDownRefresh: asyncAction('startPullDownRefresh', startPullDown),
  stopPullDownRefresh: asyncAction('stopPullDownRefresh', stopPullDown),
  setTabBarBadge: asyncAction('setTabBarBadge', ({ index, text }) => badge(index, text)),
  removeTabBarBadge: asyncAction('removeTabBarBadge', ({ index }) => badge(index, undefined)),
  showTabBarRedDot: asyncAction('showTabBarRedDot', ({ index }) => badge(index, '')),
  hideTabBarRedDot: asyncAction('hideTabBarRedDot', ({ index }) => badge(index, undefined)),
  showTabBar: asyncAction('showTabBar', () => showTabs(true)),
  hideTabBar: asyncAction('hideTabBar', () => showTabs(false)),
} satisfies Partial<Record<keyof Wx, unknown>>
