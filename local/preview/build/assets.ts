import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const ASSET = /\.(png|jpe?g|gif|svg|webp|ttf|woff2?|mp3|mp4)$/i
const SHELL_FILES = ['index.html', 'base.css', 'phone.css', 'sheets.css']

/** Weights that are shipped, and the range of font-weight each one serves. */
const FONT_FACES = [
  { weight: 400, serves: '1 500' },
  { weight: 600, serves: '501 900' },
]
/** The name that TDesign and the phone's page ask for; a bare Linux machine has no font of that name. */
const FONT_FAMILY = 'PingFang SC'
const SUBSETS = [
  { subset: 'chinese-simplified', range: '' },
  { subset: 'latin', range: 'unicode-range: U+0000-00FF, U+2000-206F, U+20AC, U+2122;' },
]

/** Copies what the mini program shows beside code, the phone's own page, and a Chinese font. */
export function copyAssets(miniprogram: string, out: string): void {
  copyFolder(miniprogram, out)
  for (const file of SHELL_FILES) copyFileSync(path.join(__dirname, '../runtime', file), path.join(out, file))
  copyFonts(path.join(out, 'fonts'))
}

function copyFolder(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)]
    if (entry.isDirectory() && entry.name !== 'miniprogram_npm') copyFolder(source, target)
    else if (ASSET.test(entry.name)) {
      mkdirSync(to, { recursive: true })
      copyFileSync(source, target)
    }
  }
}

function copyFonts(out: string): void {
  const files = path.join(path.dirname(require.resolve('@fontsource/noto-sans-sc/package.json')), 'files')
  mkdirSync(out, { recursive: true })
  const rules = FONT_FACES.flatMap(({ weight, serves }) =>
    SUBSETS.map(({ subset, range }) => {
      const file = `noto-sans-sc-${subset}-${weight}-normal.woff2`
      copyFileSync(path.join(files, file), path.join(out, file))
      const source = `local('${FONT_FAMILY}'), url('${file}') format('woff2')`
      return `@font-face { font-family: '${FONT_FAMILY}'; font-weight: ${serves}; font-display: block; ${range} src: ${source}; }`
    }),
  )
  writeFileSync(path.join(out, 'fonts.css'), rules.join('\n'))
}
