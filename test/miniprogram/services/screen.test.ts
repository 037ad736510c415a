import { countdown, saidLeft } from '../../../miniprogram/services/countdown'
import { loadedFrom } from '../../../miniprogram/services/loaded'
import { leave } from '../../../miniprogram/services/navigate'
import { pageStyle, show } from '../../../miniprogram/services/screen'
import { at, NOW, openPages } from '../support/samples'
import { instant } from '../../../domain/client'

const after = (seconds: number) => instant(NOW + seconds * 1000)

describe('a countdown', () => {
  test.each([
    [171, '2:51'],
    [60, '1:00'],
    [5, '0:05'],
    [0, '0:00'],
    [-30, '0:00'],
    [3727, '1:02:07'],
  ])('%i seconds read %s', (seconds, text) => {
    expect(countdown(NOW, after(seconds))).toBe(text)
  })

  test('in words rounds down, so that nobody is late', () => {
    expect(saidLeft(NOW, after(719))).toBe('11 分钟')
    expect(saidLeft(NOW, after(59))).toBe('59 秒')
  })
})

describe('the size of type', () => {
  test.each([
    [1.4, '--font-scale: 1.4'],
    [3, '--font-scale: 1.6'],
    [undefined, '--font-scale: 1'],
  ])('follows the scale %s that was chosen in WeChat', (fontSizeScaleFactor, style) => {
    jest.spyOn(wx, 'getAppBaseInfo').mockReturnValue({ fontSizeScaleFactor } as never)
    expect(pageStyle()).toBe(style)
  })
})

describe('showing a view', () => {
  test('sends only what changed', () => {
    const page = { data: { view: { due: 5, lines: [1, 2], word: 'a' } }, setData: jest.fn() }
    show(page, { due: 5, lines: [1, 2], word: 'b' })
    expect(page.setData).toHaveBeenCalledWith({ 'view.word': 'b' })
  })

  test('sends nothing when nothing changed', () => {
    const page = { data: { view: { lines: [1, 2] } }, setData: jest.fn() }
    show(page, { lines: [1, 2] })
    expect(page.setData).not.toHaveBeenCalled()
  })
})

describe('what a screen knows', () => {
  const known = { answer: 'old', at: at(-5) }

  test('keeps the earlier answer when the network fails, and says why it is old', () => {
    expect(loadedFrom({ ok: false, why: 'offline' }, known)).toEqual({ phase: 'ready', ...known, stale: 'offline' })
  })

  test('drops the earlier answer when the cloud says that it no longer holds', () => {
    expect(loadedFrom({ ok: false, why: 'stay-over' }, known)).toEqual({ phase: 'failed', why: 'stay-over' })
  })
})

describe('going back', () => {
  test('leads to the page before', () => {
    openPages(2)
    leave()
    expect(wx.navigateBack).toHaveBeenCalled()
  })

  test('from a page that a scanned code opened leads home', () => {
    openPages(1)
    leave()
    expect(wx.switchTab).toHaveBeenCalledWith({ url: '/pages/home/home' })
  })
})
