/** The demo lot as data: its lanes, spaces, price list, and the people who may hold the phone. */
import type { LaneDoc, LotDoc, TariffDoc, VehicleDoc } from '../../cloudfunctions/server/documents'
import type { LaneConfig } from '../../bridge/lane'
import type { Direction, LaneId, LotId } from '../../domain/gate'
import type { OpenId } from '../../domain/payment'
import { readPlate, usualColour, type Plate } from '../../domain/plate'
import { documentId, versionsOf } from '../../domain/tariff/in-force'
import { tariffFrom } from '../../domain/tariff/read-tariff'
import type { Tariff } from '../../domain/tariff/tariff'
import { instant } from '../../domain/time'
import tariff from './tariff.json'

export const LOT_ID = 'boyi-demo' as LotId

interface LaneData {
  id: LaneId
  name: string
  direction: Direction
}

const lane = (id: string, name: string, direction: Direction): LaneData => ({ id: id as LaneId, name, direction })

export const LANES: readonly LaneData[] = [
  lane('demo-in-1', '1 号入口', 'entry'),
  lane('demo-in-2', '2 号入口', 'entry'),
  lane('demo-out-1', '1 号出口', 'exit'),
  lane('demo-out-2', '2 号出口', 'exit'),
]

/** Two floors with six rows of 25. */
export const SPACES: readonly string[] = ['B1', 'B2'].flatMap((floor) =>
  ['A', 'B', 'C', 'D', 'E', 'F'].flatMap((row) =>
    Array.from({ length: 25 }, (_, index) => `${floor}-${row}${String(index + 1).padStart(2, '0')}`),
  ),
)

/**
 * The price list of the car park of Tengchong People's Hospital (腾发改价格〔2022〕720号): 30 minutes free; from 07:00 to 22:00
 * 3 yuan for up to 3 hours and 1 yuan for each further started hour; from 22:00 to 07:00 5 yuan; a stay over both is charged
 * for each. It says nothing of the time to drive out, nor of coupons: 15 minutes and one a stay are usual.
 */
export const TARIFF: Tariff = tariffFrom(tariff)

export const TARIFF_DOC: TariffDoc = { _id: documentId(TARIFF), tariff: TARIFF }

export const lotDoc = (bridge: string): LotDoc => ({
  _id: LOT_ID,
  name: '泊易示范停车场',
  phone: '0755-8000 0000',
  zone: TARIFF.zone,
  spaces: SPACES.length,
  tariffs: versionsOf([TARIFF]),
  bridge,
})

export const LANE_DOCS: readonly LaneDoc[] = LANES.map(({ id, name, direction }) => ({
  _id: id,
  lot: LOT_ID,
  name,
  direction,
  open: true,
  visit: null,
}))

/** Entries let cars in while the cloud is silent: a queue into the street is worse than a stay without a record. */
export const LANE_CONFIGS: readonly LaneConfig[] = LANES.map(({ id, direction }) => ({
  id,
  direction,
  open: true,
  alone: direction === 'entry' ? 'open' : 'wait',
}))

export interface Person {
  openid: OpenId
  name: string
  /** Bound to this person from the start. */
  plate: Plate | null
}

const known = (text: string): Plate => {
  const plate = readPlate(text)
  if (!plate) throw new RangeError(`${text} is no plate`)
  return plate
}

const person = (openid: string, name: string, plate: Plate | null): Person => ({
  openid: openid as OpenId,
  name,
  plate,
})

export const PEOPLE: readonly Person[] = [
  person('openid-lin', '林女士', known('京AD12345')),
  person('openid-wang', '王先生', known('鲁B7K302')),
  person('openid-stranger', '路人', null),
]

export const vehicleDocs = (now: number): VehicleDoc[] =>
  PEOPLE.flatMap(({ openid, plate }) =>
    plate === null
      ? []
      : {
          _id: `${openid}:${plate}`,
          owner: openid,
          plate,
          colour: usualColour(plate),
          isDefault: true,
          addedAt: instant(now),
        },
  )
