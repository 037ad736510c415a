import { button, make, part } from './dom'
import { HOME_INDICATOR, updateUnits } from './measures'
import { currentPage, isTab, openPages, type OpenPage } from './page-stack'
import { phoneSettings, theme, themed } from './phone'
import { program } from './program'
import { navigateBack, reLaunch } from './router'
import { sharePage } from './share'
import { drawTabBar } from './tab-bar'

/** What WeChat shows for settings that a page leaves out. */
const DEFAULT_BAR = { light: '#ffffff', dark: '#191919' }
const DEFAULT_PAGE = { light: '#ffffff', dark: '#191919' }

/** Draws what surrounds the current page: status bar, navigation bar, tab bar; and measures the page anew. */
export function drawChrome(): void {
  const page = currentPage()
  if (!page) return
  document.documentElement.dataset['theme'] = theme()
  const custom = page.settings.navigationStyle === 'custom'
  part('phone').classList.toggle('custom-navigation', custom)
  drawColours(page)
  drawNavigationBar(page, custom)
  drawStatusBar()
  const tab = drawTabBar(isTab(page.route) ? page.route : undefined)
  updateUnits(tab ? 0 : HOME_INDICATOR)
}

function drawColours({ settings, frame }: OpenPage): void {
  const style = part('phone').style
  const background = themed(settings.navigationBarBackgroundColor ?? DEFAULT_BAR[theme()])
  const text = themed(settings.navigationBarTextStyle ?? (theme() === 'dark' ? 'white' : 'black'))
  style.setProperty('--bar-background', background)
  style.setProperty('--bar-text', text === 'white' ? '#ffffff' : '#000000')
  frame.style.background = themed(settings.backgroundColor ?? DEFAULT_PAGE[theme()])
}

function drawNavigationBar(page: OpenPage, custom: boolean): void {
  const { settings } = page
  const title = settings.navigationBarTitleText ?? ''
  document.title = title
  const bar = part('navigation')
  bar.replaceChildren()
  if (!custom) {
    bar.append(...wayOut(page))
    const heading = make('h1', '', title)
    bar.append(heading)
  }
  bar.append(capsule())
}

/** Back to the page below; or home, where a code or a message opened the program at a page of its own. */
function wayOut({ route, settings }: OpenPage): HTMLElement[] {
  if (openPages().length > 1) return [button('back', '', () => navigateBack({}), '返回')]
  const { entryPagePath, pages } = program().app
  const home = entryPagePath ?? pages[0]
  if (isTab(route) || route === home || settings.homeButton === false) return []
  return [button('home', '', () => reLaunch({ url: `/${home}` }), '回首页')]
}

/** The menu that WeChat keeps at the top right; here it shares. */
function capsule(): HTMLElement {
  const menu = make('div', 'capsule')
  menu.append(
    button('more', '', () => sharePage('menu'), '更多'),
    make('i', 'close'),
  )
  return menu
}

function drawStatusBar(): void {
  const offline = phoneSettings().offline
  const network = make('span', offline ? 'no-network' : 'network', offline ? '无网络' : undefined)
  part('status').replaceChildren(make('span', ''), network, make('span', 'battery'))
}
