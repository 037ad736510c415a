import { drawChrome } from '../chrome'
import { currentPage } from '../page-stack'
import { startPullDown, stopPullDown } from '../pull-down'
import { SelectorQuery } from '../selector-query'
import { hideTabBar, setBadge } from '../tab-bar'
import type { PageSettings } from '../program'
import { asyncApi, type Asked, type Wx } from './define'

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
  pageScrollTo: asyncApi('pageScrollTo', scrollPage),
  setNavigationBarTitle: asyncApi('setNavigationBarTitle', ({ title }) =>
    changePage({ navigationBarTitleText: title }),
  ),
  setNavigationBarColor: asyncApi('setNavigationBarColor', ({ frontColor, backgroundColor }) =>
    changePage({
      navigationBarTextStyle: frontColor === '#ffffff' ? 'white' : 'black',
      navigationBarBackgroundColor: backgroundColor,
    }),
  ),
  setBackgroundColor: asyncApi('setBackgroundColor', ({ backgroundColor }) =>
    changePage({ ...(backgroundColor && { backgroundColor }) }),
  ),
  setBackgroundTextStyle: asyncApi('setBackgroundTextStyle', () => undefined),
  startPullDownRefresh: asyncApi('startPullDownRefresh', startPullDown),
  stopPullDownRefresh: asyncApi('stopPullDownRefresh', stopPullDown),
  setTabBarBadge: asyncApi('setTabBarBadge', ({ index, text }) => badge(index, text)),
  removeTabBarBadge: asyncApi('removeTabBarBadge', ({ index }) => badge(index, undefined)),
  showTabBarRedDot: asyncApi('showTabBarRedDot', ({ index }) => badge(index, '')),
  hideTabBarRedDot: asyncApi('hideTabBarRedDot', ({ index }) => badge(index, undefined)),
  showTabBar: asyncApi('showTabBar', () => showTabs(true)),
  hideTabBar: asyncApi('hideTabBar', () => showTabs(false)),
} satisfies Partial<Record<keyof Wx, unknown>>
