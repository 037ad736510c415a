import fc from 'fast-check'
import { readPlate, PROVINCES } from '../../../domain/client'
import {
  beginsPlate,
  boardFor,
  plateIn,
  rowsOf,
  withoutLastKey,
  type Board,
} from '../../../miniprogram/components/plate-keyboard/keys'
import { find, mount, settle, textOf, type Rendered } from '../../support/mount'

const SERIAL = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'
const AGENCY = 'ABCDEFGHJKLMNOPQRSTUVWXYZ'
const DIGITS = '0123456789'
const NEW_ENERGY = 'ABCDEFGHJK'

/** The standard in its own words: for each kind of plate, what may stand in each place. */
const KINDS: string[][] = [
  [PROVINCES, AGENCY, ...Array<string>(5).fill(SERIAL)],
  [PROVINCES, AGENCY, NEW_ENERGY, SERIAL, DIGITS, DIGITS, DIGITS, DIGITS],
  [PROVINCES, AGENCY, DIGITS, DIGITS, DIGITS, DIGITS, DIGITS, NEW_ENERGY],
  ['粤', 'Z', SERIAL, SERIAL, SERIAL, SERIAL, '港澳'],
  [PROVINCES, AGENCY, SERIAL, SERIAL, SERIAL, SERIAL, '警学挂超'],
  [PROVINCES, DIGITS, DIGITS, DIGITS, DIGITS, DIGITS, '领'],
  [PROVINCES, AGENCY, DIGITS, DIGITS, DIGITS, DIGITS, '领'],
  [...Array<string>(6).fill(DIGITS), '使'],
  ['使', ...Array<string>(6).fill(DIGITS)],
  [PROVINCES, 'XS', SERIAL, SERIAL, SERIAL, SERIAL, '应', '急'],
  ['W', 'J', DIGITS, DIGITS, DIGITS, DIGITS, SERIAL],
  ['W', 'J', PROVINCES, DIGITS, DIGITS, DIGITS, DIGITS, SERIAL],
  [SERIAL.slice(10), 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', ...Array<string>(5).fill(DIGITS)],
  ['民', '航', ...Array<string>(5).fill(SERIAL)],
]

const BOARDS: Board[] = ['provinces', 'letters']

/** Every key that can be pressed on either board. */
const keysAfter = (typed: string): string[] =>
  BOARDS.flatMap((board) =>
    rowsOf(board, typed).flatMap(({ keys }) => keys.filter(({ enabled }) => enabled).map(({ text }) => text)),
  )

const fits = (typed: string, kind: string[]): boolean =>
  typed.length <= kind.length && [...typed].every((character, place) => kind[place]?.includes(character))

const anyPlate = fc
  .constantFrom(...KINDS)
  .chain((places) => fc.tuple(...places.map((characters) => fc.constantFrom(...characters))))
  .map((characters) => characters.join(''))

describe('the keys of the plate keyboard', () => {
  test('whatever is typed is the beginning of a possible plate, and never a dead end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 9, maxLength: 9 }), (choices) => {
        let typed = ''
        for (const choice of choices) {
          const keys = keysAfter(typed)
          if (keys.length === 0) break
          typed += keys[choice % keys.length] ?? ''
          expect(KINDS.some((kind) => fits(typed, kind))).toBe(true)
        }
        expect(readPlate(typed)).toBe(typed)
      }),
      { numRuns: 60 },
    )
  })

  test('every plate can be typed, key by key', () => {
    fc.assert(
      fc.property(anyPlate, (plate) => {
        expect(readPlate(plate)).toBe(plate)
        for (let typed = ''; typed !== plate;) {
          const key = keysAfter(typed).find((each) => plate.startsWith(typed + each))
          expect(key).toBeDefined()
          typed += key ?? ''
        }
      }),
      { numRuns: 60 },
    )
  })

  test('I and O have no key where they cannot stand', () => {
    const letters = rowsOf('letters', '京A').flatMap(({ keys }) => keys.map(({ text }) => text))
    expect(letters).not.toContain('I')
    expect(letters).not.toContain('O')
    expect(rowsOf('letters', '京').flatMap(({ keys }) => keys.map(({ text }) => text))).toContain('O')
  })

  test('provinces come first, letters after them', () => {
    expect(boardFor('')).toBe('provinces')
    expect(boardFor('京')).toBe('letters')
  })

  test.each([
    ['京A1234应急', '京A1234'],
    ['民航', ''],
    ['京A12', '京A1'],
    ['', ''],
  ])('backspace takes the last key of %s', (typed, left) => {
    expect(withoutLastKey(typed)).toBe(left)
  })

  test.each(['1A', '京AI', '京A123456', '京A1234警学', 'OO'])('%s begins no plate', (typed) => {
    expect(beginsPlate(typed)).toBe(false)
  })

  test.each(['京1', 'A', '京X1234应', 'WJ京', '使1'])('%s begins one', (typed) => {
    expect(beginsPlate(typed)).toBe(true)
  })
})

describe('a pasted text', () => {
  test.each([
    ['京A·12345', '京A12345'],
    ['我的车牌是 沪a d12345，谢谢', '沪AD12345'],
    ['粤Z·1234港', '粤Z1234港'],
    ['请发 京A12345D 的发票', '京A12345D'],
  ])('%s holds a plate', (text, plate) => {
    expect(plateIn(text)).toBe(plate)
  })

  test('without a plate gives none', () => {
    expect(plateIn('明天见 12345')).toBeUndefined()
  })
})

describe('the keyboard on the screen', () => {
  const keyboard = (typed: string) => {
    const tree = mount('components/plate-keyboard/plate-keyboard', { typed })
    const told = jest.fn<void, [string]>()
    tree.addEventListener('change', ({ detail }) => told((detail as { typed: string }).typed))
    return { tree, told }
  }
  const press = async (tree: Rendered, text: string) => {
    const key = tree.querySelectorAll('.key').find((each) => textOf(each) === text)
    if (!key) throw new Error(`no key ${text}`)
    key.dispatchEvent('tap')
    await settle()
  }

  test('tells the text with the new key', async () => {
    const { tree, told } = keyboard('京A')
    await press(tree, '8')
    expect(told).toHaveBeenCalledWith('京A8')
  })

  test('a key that cannot follow tells nothing', async () => {
    const { tree, told } = keyboard('京A')
    await press(tree, '警')
    expect(told).not.toHaveBeenCalled()
  })

  test('shows letters at the first place when asked: some plates begin with one', async () => {
    const { tree, told } = keyboard('')
    await press(tree, '字母')
    await press(tree, 'W')
    expect(told).toHaveBeenCalledWith('W')
  })

  test('backspace takes one back, and nothing from nothing', async () => {
    const { tree, told } = keyboard('京')
    await press(tree, '退格')
    expect(told).toHaveBeenCalledWith('')
    const blank = keyboard('')
    await press(blank.tree, '退格')
    expect(blank.told).not.toHaveBeenCalled()
    expect(find(blank.tree, '.keys').dom).toBeDefined()
  })
})
