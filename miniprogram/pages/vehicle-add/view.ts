/** A plate being typed: its places, and whether it is one already. */
import {
  kindOf,
  readPlate,
  usualColour,
  writtenPlate,
  type CarView,
  type Plate,
  type PlateColour,
  type PlateKind,
} from '../../domain'
import { NO_CAR } from '../../components/plate-chip/view'
import { canGrow } from '../../components/plate-keyboard/keys'

export interface Slot {
  place: number
  text: string
  /** The next key goes here. */
  active: boolean
  /** The eighth, which only some plates have. */
  extra: boolean
}

export interface PlateScreen {
  slots: Slot[]
  complete: boolean
  /** 小型新能源汽车 */
  kind: string
  car: CarView
  colours: { colour: PlateColour; word: string; chosen: boolean }[]
}

const PLACES = 8

const KIND_WORDS: Record<PlateKind, string> = {
  ordinary: '普通汽车',
  newEnergySmall: '小型新能源汽车',
  newEnergyLarge: '大型新能源汽车',
  trailer: '挂车',
  coach: '教练车',
  police: '警车',
  hongKongMacau: '港澳入出境车',
  embassy: '使馆汽车',
  consulate: '领馆汽车',
  emergency: '应急救援车',
  armedPolice: '武警车辆',
  military: '军队车辆',
  civilAviation: '民航车辆',
}

/** Kinds whose plates come in more than one colour. */
const COLOURS: Partial<Record<PlateKind, [PlateColour, string][]>> = {
  ordinary: [
    ['blue', '蓝牌（小型车）'],
    ['yellow', '黄牌（大型车）'],
  ],
}

export function toView(typed: string, wish: PlateColour | undefined): PlateScreen {
  const plate = readPlate(typed)
  const kind = plate && kindOf(plate)
  const colour = plate && colourOf(plate, wish)
  return {
    slots: slotsOf(typed),
    complete: plate !== undefined,
    kind: kind ? KIND_WORDS[kind] : '',
    car: plate && colour ? { plate, name: writtenPlate(plate), colour } : NO_CAR,
    colours: ((kind && COLOURS[kind]) ?? []).map(([each, word]) => ({ colour: each, word, chosen: each === colour })),
  }
}

/** The chosen colour where this kind of plate has it. */
export function colourOf(plate: Plate, wish: PlateColour | undefined): PlateColour {
  const possible = COLOURS[kindOf(plate)]?.some(([colour]) => colour === wish)
  return possible && wish ? wish : usualColour(plate)
}

function slotsOf(typed: string): Slot[] {
  const characters = [...typed]
  return Array.from({ length: PLACES }, (_, place) => ({
    place,
    text: characters[place] ?? '',
    active: place === characters.length && canGrow(typed),
    extra: place === PLACES - 1,
  }))
}
