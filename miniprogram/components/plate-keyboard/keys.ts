/** Which keys may follow what was typed, so that nothing but a plate can come out. */
import { PROVINCES, readPlate } from '../../domain'

export interface Key {
  /** What it adds; 应急 is one key. */
  text: string
  enabled: boolean
}

export interface Row {
  id: number
  keys: Key[]
}

export type Board = 'provinces' | 'letters'

/**
 * One plate for each order of characters there is (several kinds share one). A text begins a plate exactly if one of these,
 * with its beginning replaced by the text, is a plate.
 */
const SHAPES = [
  '京A12345',
  '京AD12345',
  '京A12345D',
  '粤Z1234港',
  '京A1234警',
  '京A1234学',
  '京A1234挂',
  '京A1234领',
  '京12345领',
  '123456使',
  '使123456',
  '京X1234应急',
  'WJ12345',
  'WJ京12345',
  'AB12345',
  '民航12345',
]

const isPlate = (text: string): boolean => readPlate(text) !== undefined

/** What was typed is a plate, or more keys can make it one. */
export const beginsPlate = (typed: string): boolean => isPlate(typed) || canGrow(typed)

export const canGrow = (typed: string): boolean => shapesFor(typed).length > 0

const shapesFor = (typed: string, among: readonly string[] = SHAPES): readonly string[] =>
  among.filter((shape) => shape.length > typed.length && isPlate(typed + shape.slice(typed.length)))

const PROVINCE_ROWS = [PROVINCES.slice(0, 10), PROVINCES.slice(10, 20), PROVINCES.slice(20, 31)].map((row) => [...row])
const FIRST_WORDS = ['使', '民航']

const LETTER_ROWS = ['1234567890', 'QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM'].map((row) => [...row])
const LAST_WORDS = ['警', '学', '挂', '超', '领', '港', '澳', '使', '应急']

/** I is in no plate and O in few, so their keys come only where they can stand. */
const RARE = new Set(['I', 'O'])

export function rowsOf(board: Board, typed: string): Row[] {
  const rows = board === 'provinces' ? [...PROVINCE_ROWS, FIRST_WORDS] : [...LETTER_ROWS, LAST_WORDS]
  const shapes = shapesFor(typed)
  const follows = (text: string): boolean => isPlate(typed + text) || shapesFor(typed + text, shapes).length > 0
  return rows.map((row, id) => ({
    id,
    keys: row
      .map((text) => ({ text, enabled: follows(text) }))
      .filter(({ text, enabled }) => enabled || !RARE.has(text)),
  }))
}

export const boardFor = (typed: string): Board => (typed === '' ? 'provinces' : 'letters')

/** The other board has a key to offer, too: the first place may be a letter, the third a province. */
export const hasKeys = (board: Board, typed: string): boolean =>
  rowsOf(board, typed).some((row) => row.keys.some(({ enabled }) => enabled))

/** Takes back the last key, which may have brought two characters. */
export function withoutLastKey(typed: string): string {
  const word = ['应急', '民航'].find((each) => typed.endsWith(each))
  return typed.slice(0, -(word?.length ?? 1))
}

/** The plate in a text that somebody copied, such as a message; the longest reading first. */
export function plateIn(text: string): string | undefined {
  const letters = text.replace(/[\s·•・.\-_]/g, '')
  for (const length of [8, 7])
    for (let from = 0; from + length <= letters.length; from++) {
      const plate = readPlate(letters.slice(from, from + length))
      if (plate) return plate
    }
  return undefined
}
