/** A plate as it looks on a car: the name in characters, masked ones as dots. */
import type { CarView } from '../../domain'

export interface PlateChip {
  colour: CarView['colour']
  /** 京A, before the dot; all of it where a plate has no dot. */
  head: string
  /** 12345, after the dot. */
  tail: string
  /** For ears. */
  label: string
}

/** Where no car is to be shown. */
export const NO_CAR: CarView = { plate: null, name: '', colour: 'none' }

const COLOUR_WORDS: Record<CarView['colour'], string> = {
  blue: '蓝牌',
  green: '绿牌',
  yellowGreen: '黄绿牌',
  yellow: '黄牌',
  white: '白牌',
  black: '黑牌',
  none: '',
}

export function toPlateChip(name: string, colour: CarView['colour']): PlateChip {
  const [head = '', tail = ''] = name.replace(/\*/g, '•').split('·')
  return { colour, head, tail, label: `${COLOUR_WORDS[colour]} ${name.replace('·', ' ').replace(/\*/g, '某')}`.trim() }
}
