import { callPage, currentPage } from './page-stack'
import { assetUrl } from './measures'

interface Shared {
  title: string
  path: string
  imageUrl?: string
}

let last: Shared | undefined

/** What the person sent last, for tests. */
export function lastShared(): Shared | undefined {
  return last
}

/** Asks the page what to share and says so on the screen; there is no chat to send it to. */
export function sharePage(from: 'button' | 'menu', target?: object): void {
  const page = currentPage()
  if (!page) return
  if (typeof page.instance['onShareAppMessage'] !== 'function') {
    void wx.showToast({ title: '当前页面不可转发', icon: 'none' })
    return
  }
  const { title, path, imageUrl } = (callPage(page, 'onShareAppMessage', { from, target }) ?? {}) as Partial<Shared>
  last = {
    title: title ?? page.settings.navigationBarTitleText ?? '',
    path: path ?? `/${page.route}`,
    ...(imageUrl && { imageUrl: assetUrl(imageUrl, page.route) }),
  }
  void wx.showToast({ title: `已转发：${last.title}`, icon: 'none' })
}
