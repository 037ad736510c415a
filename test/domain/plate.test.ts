import {
  kindOf,
  maskedPlate,
  readPlate,
  usualColour,
  writtenPlate,
  type Plate,
  type PlateKind,
} from '../../domain/plate'

const plate = (text: string): Plate => {
  const read = readPlate(text)
  if (!read) throw new Error(`${text} is no plate`)
  return read
}

const KINDS: readonly (readonly [PlateKind, readonly string[]])[] = [
  ['ordinary', ['京A12345', '粤B·1C2D3', '京ａ１２３４５', '京O12345', ' 沪c 88-8.88 ']],
  ['newEnergySmall', ['沪A·D12345', '粤BDA1234', '粤BF12345', '京AA12345', '粤AK12345']],
  ['newEnergyLarge', ['京A12345D', '京A12345F']],
  ['hongKongMacau', ['粤Z1234港', '粤ZA123澳']],
  ['police', ['川A0001警']],
  ['coach', ['京A1234学']],
  ['trailer', ['鲁B1234挂']],
  ['consulate', ['沪22401领', '沪A0023领']],
  ['embassy', ['224012使', '使014578']],
  ['emergency', ['京X0001应急']],
  ['armedPolice', ['WJ京1234X', 'WJ01234']],
  ['military', ['KA12345', 'VA12345', 'ａＡ12345']],
  ['civilAviation', ['民航A1234']],
]

test.each(KINDS.flatMap(([kind, texts]) => texts.map((text) => [text, kind] as const)))(
  '%s is read as %s',
  (text, kind) => {
    expect(kindOf(plate(text))).toBe(kind)
  },
)

test.each([
  '粤AL12345',
  '京A12345Z',
  '粤A1234港',
  '京I12345',
  '京A1234O',
  '京A1I345',
  '京A123456',
  '京A1234',
  '粤BDI1234',
  '港A12345',
  '京AD123456',
  '',
])('no car bears %p', (text) => expect(readPlate(text)).toBeUndefined())

test('one plate has one normal form, however it is typed', () => {
  expect(new Set(['京A12345', '京a·12345', '京Ａ１２３４５', '京A-123 45'].map(readPlate)).size).toBe(1)
})

test('a plate is written with its dot, and masked so that its owner knows it and nobody else learns it', () => {
  expect(writtenPlate(plate('京A12345'))).toBe('京A·12345')
  expect(writtenPlate(plate('使014578'))).toBe('使014578')
  expect(maskedPlate(plate('京A12345'))).toBe('京A·1**45')
  expect(maskedPlate(plate('沪AD12345'))).toBe('沪A·D**345')
})

test('small new-energy cars are green, large ones yellow-green', () => {
  expect(usualColour(plate('京AD12345'))).toBe('green')
  expect(usualColour(plate('京A12345D'))).toBe('yellowGreen')
  expect(usualColour(plate('京A12345'))).toBe('blue')
})
