import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { buildPreview } from '../../../local/preview/build/build'
import { StyleCompiler } from '../../../local/preview/build/wxss'
import { SAMPLE } from './sample'

/** Inside the project, since packages are looked for in the folders above. */
const WORK = path.join(__dirname, '../../../.local')
let folder: string
beforeEach(() => {
  mkdirSync(WORK, { recursive: true })
  folder = mkdtempSync(path.join(WORK, 'build-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function style(text: string, scope?: Parameters<StyleCompiler['compile']>[1]): string {
  const file = path.join(folder, 'sheet.wxss')
  writeFileSync(file, text)
  return new StyleCompiler(folder).compile(file, scope).replace(/\s+/g, ' ').trim()
}

test.each([
  [
    'lengths',
    '.a { width: 20rpx; margin: -1.5vh .5rem }',
    '.a { width: calc(var(--rpx) * 20); margin: calc(var(--vh) * -1.5) calc(var(--rem) * .5) }',
  ],
  [
    'the safe area',
    '.a { bottom: calc(env(safe-area-inset-bottom) + 8px) }',
    '.a { bottom: calc(var(--safe-bottom) + 8px) }',
  ],
  ['tags, but not classes', 'view.view > my-card { top: 0 }', 'wx-view.view > wx-my-card { top: 0 }'],
  [
    'a theme',
    '@media (prefers-color-scheme: dark) { page { top: 0 } }',
    ':where([data-theme=dark]) wx-page { top: 0 }',
  ],
  [
    'a font that is far away',
    '@font-face { font-family: t; src: url(https://cdn.example/t.woff) } .a { top: 0 }',
    '.a { top: 0 }',
  ],
])('WXSS: %s', (_, wxss, css) => {
  expect(style(wxss)).toBe(css)
})

test('WXSS: a page keeps its sheet to itself', () => {
  const css = style('page { top: 0 } .a { top: 0 }', { page: 'pages/x/x' })
  expect(css).toBe('wx-page[is="pages/x/x"] { top: 0 } :where(wx-page[is="pages/x/x"]) .a { top: 0 }')
})

test('WXSS: a component prefixes its classes and marks its host', () => {
  expect(style(':host { top: 0 } .a:not(.b) { top: 0 }', { component: 'card' })).toBe(
    '[wx-host="card"] { top: 0 } .card--a:not(.card--b) { top: 0 }',
  )
})

function copyOfSample(change: (file: (name: string) => string) => void): string {
  const copy = path.join(folder, 'app')
  cpSync(SAMPLE, copy, { recursive: true })
  change((name) => path.join(copy, name))
  return copy
}

const replaceIn = (file: string, from: string, to: string) =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
const build = (miniprogram: string) => buildPreview({ miniprogram, out: path.join(folder, 'out') })

test('a build is quick and says what it made', async () => {
  const report = await build(SAMPLE)
  expect(report).toMatchObject({ pages: 7, warnings: [] })
  expect(report.components).toBeGreaterThan(15)
  expect(report.milliseconds).toBeLessThan(6000)
})

test('a component that is nowhere stops the build with both names', async () => {
  const app = copyOfSample((file) =>
    replaceIn(file('pages/language/language.json'), '/components/fee-card/fee-card', '/components/fee-cart/fee-cart'),
  )
  await expect(build(app)).rejects.toThrow(
    'component "/components/fee-cart/fee-cart", used by pages/language/language, is not found',
  )
})

test('broken WXML stops the build with its place', async () => {
  const app = copyOfSample((file) => replaceIn(file('pages/detail/detail.wxml'), '</button>', '</view>'))
  await expect(build(app)).rejects.toThrow(/pages\/detail\/detail\.wxml:\d+:\d+/)
})

test('a colour that one theme lacks stops the build', async () => {
  const app = copyOfSample((file) => replaceIn(file('theme.json'), '"barText": "white", ', ''))
  await expect(build(app)).rejects.toThrow('theme.json has no dark value for @barText')
})
