/**
 * Number plates of mainland China after GA 36-2018 and later new-energy letters. The letters I and O are never part of a
 * serial; the issuing letter may be O (police and provincial blocks).
 */

/** A plate in its normal form: upper case, no separators, such as 京A12345. */
export type Plate = string & { readonly unit: 'plate' }

export type PlateKind =
  | 'ordinary'
  | 'newEnergySmall'
  | 'newEnergyLarge'
  | 'trailer'
  | 'coach'
  | 'police'
  | 'hongKongMacau'
  | 'embassy'
  | 'consulate'
  | 'emergency'
  | 'armedPolice'
  | 'military'
  | 'civilAviation'

export type PlateColour = 'blue' | 'green' | 'yellowGreen' | 'yellow' | 'white' | 'black'

export const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'

const SERIAL = '0-9A-HJ-NP-Z'
const AGENCY = 'A-HJ-Z'

/** The first pattern that fits decides, so special plates stand before the ordinary one. */
const KINDS: readonly (readonly [PlateKind, RegExp])[] = [
  ['newEnergySmall', new RegExp(`^[${PROVINCES}][${AGENCY}][A-HJK][${SERIAL}][0-9]{4}$`)],
  ['newEnergyLarge', new RegExp(`^[${PROVINCES}][${AGENCY}][0-9]{5}[A-HJK]$`)],
  ['hongKongMacau', new RegExp(`^粤Z[${SERIAL}]{4}[港澳]$`)],
  ['police', new RegExp(`^[${PROVINCES}][${AGENCY}][${SERIAL}]{4}警$`)],
  ['coach', new RegExp(`^[${PROVINCES}][${AGENCY}][${SERIAL}]{4}学$`)],
  ['trailer', new RegExp(`^[${PROVINCES}][${AGENCY}][${SERIAL}]{4}[挂超]$`)],
  ['consulate', new RegExp(`^(?:[${PROVINCES}][0-9]{5}|[${PROVINCES}][${AGENCY}][0-9]{4})领$`)],
  ['embassy', /^(?:[0-9]{6}使|使[0-9]{6})$/],
  ['emergency', new RegExp(`^[${PROVINCES}][XS][${SERIAL}]{4}应急$`)],
  ['armedPolice', new RegExp(`^WJ[${PROVINCES}]?[0-9]{4}[${SERIAL}]$`)],
  ['military', /^[A-HJ-NP-Z][A-Z][0-9]{5}$/],
  ['civilAviation', new RegExp(`^民航[${SERIAL}]{5}$`)],
  ['ordinary', new RegExp(`^[${PROVINCES}][${AGENCY}][${SERIAL}]{5}$`)],
]

const USUAL_COLOUR: Record<PlateKind, PlateColour> = {
  ordinary: 'blue',
  newEnergySmall: 'green',
  newEnergyLarge: 'yellowGreen',
  trailer: 'yellow',
  coach: 'yellow',
  police: 'white',
  hongKongMacau: 'black',
  embassy: 'black',
  consulate: 'black',
  emergency: 'white',
  armedPolice: 'white',
  military: 'white',
  civilAviation: 'green',
}

const normal = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s·•・.\-_]/g, '')

/** What a person typed or a camera read, as a plate; undefined when no kind of plate fits. */
export function readPlate(text: string): Plate | undefined {
  const plate = normal(text)
  return KINDS.some(([, pattern]) => pattern.test(plate)) ? (plate as Plate) : undefined
}

export function kindOf(plate: Plate): PlateKind {
  const found = KINDS.find(([, pattern]) => pattern.test(plate))
  if (!found) throw new RangeError('a value that is no plate was taken for one')
  return found[0]
}

/** The colour most plates of this kind have. An ordinary plate may also be yellow (large vehicles): only a camera or its owner knows. */
export const usualColour = (plate: Plate): PlateColour => USUAL_COLOUR[kindOf(plate)]

/** 京A·12345: with the dot after the second character, where plates of a province have it. */
export const writtenPlate = (plate: Plate): string =>
  PROVINCES.includes(plate.charAt(0)) ? `${plate.slice(0, 2)}·${plate.slice(2)}` : plate

/** 京A·1**45: enough to recognise one's own car, too little to learn another's. Also used in logs. */
export function maskedPlate(plate: Plate): string {
  const masked = `${plate.slice(0, 3)}**${plate.slice(5)}`
  return writtenPlate(masked as Plate)
}
