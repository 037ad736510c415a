/** The glyphs that the mini program uses, from TDesign's icons. */
import { readFileSync } from 'node:fs'
import path from 'node:path'

export const GLYPHS = [
  'add',
  'bill',
  'call',
  'car',
  'check-circle-filled',
  'chevron-down',
  'chevron-right',
  'chevron-up',
  'circle',
  'close',
  'copy',
  'coupon',
  'ellipsis',
  'error-circle-filled',
  'file-paste',
  'help-circle',
  'info-circle-filled',
  'notification',
  'rollback',
  'scan',
  'time',
  'vehicle',
  'wifi-off',
]

const folder = path.join(path.dirname(require.resolve('tdesign-icons-svg/package.json')), 'src')

/** Drawn for Boyi: a car from behind, as it stands before a barrier. */
const CAR = path.join(__dirname, 'car.svg')

/** A glyph as SVG that stands alone. TDesign's package writes `view-box`, which no browser reads. */
export function glyph(name: string, colour: string): string {
  const svg = name === 'car' ? readFileSync(CAR, 'utf8') : fromTDesign(name)
  return svg.replaceAll('currentColor', colour)
}

function fromTDesign(name: string): string {
  return readFileSync(path.join(folder, `${name}.svg`), 'utf8')
    .replace('view-box=', 'viewBox=')
    .replace(/ (width|height)="1em"/g, ' $1="24"')
    .replace(/ class="[^"]*"/, '')
    .replace(/ id="[^"]*"/g, '')
}
