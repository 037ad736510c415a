import { button, make, part } from './dom'
import { assetUrl } from './measures'
import { themed } from './phone'
import { program, type TabBarItem, type TabBarSettings } from './program'
import { switchTab } from './router'

const badges = new Map<number, string>()
let hiddenByProgram = false

/** Draws the tab bar when the current page is a tab; answers whether it shows. */
export function drawTabBar(route: string | undefined): boolean {
  const settings = program().app.tabBar
  const bar = part('tab-bar')
  const shown = Boolean(settings) && route !== undefined && !hiddenByProgram
  bar.hidden = !shown
  if (!settings || !shown) return false
  bar.style.background = themed(settings.backgroundColor)
  bar.dataset['border'] = themed(settings.borderStyle ?? 'black')
  bar.replaceChildren(...settings.list.map((item, index) => drawItem(settings, item, index, item.pagePath === route)))
  return true
}

/** Sets a badge; an empty text is a red dot, nothing removes it. */
export function setBadge(index: number, text: string | undefined): void {
  if (text === undefined) badges.delete(index)
  else badges.set(index, text)
}

export function hideTabBar(hidden: boolean): void {
  hiddenByProgram = hidden
}

function drawItem(settings: TabBarSettings, item: TabBarItem, index: number, selected: boolean): HTMLElement {
  const tab = button('tab', '', () => switchTab({ url: `/${item.pagePath}`, fromTap: { index, text: item.text } }))
  tab.setAttribute('role', 'tab')
  tab.setAttribute('aria-selected', String(selected))
  tab.style.color = themed(selected ? settings.selectedColor : settings.color)
  const icon = selected ? (item.selectedIconPath ?? item.iconPath) : item.iconPath
  if (icon) tab.append(tabIcon(themed(icon)))
  tab.append(make('span', '', item.text))
  const badge = badges.get(index)
  if (badge !== undefined) tab.append(make('span', badge ? 'badge' : 'badge dot', badge))
  return tab
}

function tabIcon(path: string): HTMLElement {
  const image = make('img')
  image.alt = ''
  image.src = assetUrl(path)
  return image
}
