/** 我的车辆. */
import { writtenPlate, type Instant, type VehicleView } from '../../domain'
import { empty, stateOf, type StateScreen } from '../../components/state-view/view'
import { staleWords, type Loaded } from '../../services/loaded'

export interface VehicleRow {
  plate: string
  /** 京A·12345 */
  name: string
  colour: VehicleView['colour']
  isDefault: boolean
}

export interface VehiclesScreen {
  state: StateScreen
  notice: string
  rows: VehicleRow[]
  /** Ten are bound: no more. */
  full: boolean
}

export const AWAITED_VEHICLES: VehiclesScreen = {
  state: stateOf({ phase: 'loading' }),
  notice: '',
  rows: [],
  full: false,
}

const MOST = 10
const EMPTY = empty('vehicle', '还没有车辆', '添加常开的车，入场、缴费、离场都不用再输车牌。')

export function toView(vehicles: Loaded<VehicleView[]>, now: Instant): VehiclesScreen {
  const state = stateOf(vehicles)
  if (vehicles.phase !== 'ready') return { ...AWAITED_VEHICLES, state }
  const rows = vehicles.answer.map(({ plate, colour, isDefault }) => ({
    plate,
    name: writtenPlate(plate),
    colour,
    isDefault,
  }))
  return {
    state: rows.length ? state : EMPTY,
    notice: staleWords(vehicles, now, '车辆'),
    rows,
    full: rows.length >= MOST,
  }
}
