/**
 * Writes components/icon/icon.wxss: each glyph as a mask that takes the colour of the text around it. TDesign's own icon font
 * lies on a CDN, which a basement does not reach.
 *
 *   npx tsx local/assets/icons.ts
 */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { glyph, GLYPHS } from './glyphs'

const target = path.join(__dirname, '../../miniprogram/components/icon/icon.wxss')

const BASE = `/* Made by local/assets/icons.ts from tdesign-icons-svg (MIT, Tencent). */
.icon {
  display: inline-block;
  width: 1em;
  height: 1em;
  vertical-align: -0.125em;
  background: currentcolor;
  -webkit-mask: var(--glyph) center / contain no-repeat;
  mask: var(--glyph) center / contain no-repeat;
}
`

function rule(name: string): string {
  const data = Buffer.from(glyph(name, '#000')).toString('base64')
  return `
.icon--${name} {
  --glyph: url('data:image/svg+xml;base64,${data}');
}
`
}

writeFileSync(target, BASE + GLYPHS.map(rule).join(''))
