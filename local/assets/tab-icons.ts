/**
 * Draws the tab bar's pictures, which WeChat takes as PNG only, in the browser that the stories use.
 *
 *   npx tsx local/assets/tab-icons.ts
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { glyph } from './glyphs'

// @sparticuz/chromium unpacks the libraries that a bare system lacks only where it believes to run on Lambda.
process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs20.x'

const images = path.join(__dirname, '../../miniprogram/images')
const SIZE = 81

const COLOURS = {
  light: '#5C6370',
  'selected-light': '#0B5CD6',
  dark: '#A3A9B4',
  'selected-dark': '#7FB0FF',
}

const TABS = { home: 'location-parking-place', mine: 'user' }

async function draw(page: Page, svg: string): Promise<Buffer> {
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${SIZE}px;height:${SIZE}px}</style>${svg}`)
  return page.screenshot({ omitBackground: true })
}

async function main(): Promise<void> {
  const { default: packaged } = await import('@sparticuz/chromium')
  const browser = await chromium.launch({ executablePath: await packaged.executablePath(), args: packaged.args })
  const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } })
  for (const [tab, icon] of Object.entries(TABS))
    for (const [look, colour] of Object.entries(COLOURS)) {
      const name = look.startsWith('selected') ? `${icon}-filled` : icon
      writeFileSync(path.join(images, `tab-${tab}-${look}.png`), await draw(page, glyph(name, colour)))
    }
  await browser.close()
}

void main()
