/** 我的: the vehicles in a line, and ways on. */
import { writtenPlate, type CarView, type VehicleView } from '../../domain'
import { NO_CAR } from '../../components/plate-chip/view'
import type { Loaded } from '../../services/loaded'

export interface MineScreen {
  /** 3 辆 */
  vehicles: string
  /** The default car. */
  car: CarView
}

export const AWAITED_MINE: MineScreen = { vehicles: '', car: NO_CAR }

export function toView(vehicles: Loaded<VehicleView[]>): MineScreen {
  if (vehicles.phase !== 'ready') return AWAITED_MINE
  const { answer } = vehicles
  const first = answer.find(({ isDefault }) => isDefault) ?? answer[0]
  return {
    vehicles: answer.length ? `${answer.length} 辆` : '去添加',
    car: first ? { plate: first.plate, name: writtenPlate(first.plate), colour: first.colour } : NO_CAR,
  }
}
