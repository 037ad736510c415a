/** 我的: the vehicles in a line, and ways on. */
import { writtenPlate, type VehicleView } from '../../domain'
import type { Loaded } from '../../services/loaded'

export interface MineScreen {
  /** 3 辆 */
  vehicles: string
  default: { name: string; colour: VehicleView['colour'] } | null
}

export const AWAITED_MINE: MineScreen = { vehicles: '', default: null }

export function toView(vehicles: Loaded<VehicleView[]>): MineScreen {
  if (vehicles.phase !== 'ready') return AWAITED_MINE
  const { answer } = vehicles
  const first = answer.find(({ isDefault }) => isDefault) ?? answer[0]
  return {
    vehicles: answer.length ? `${answer.length} 辆` : '去添加',
    default: first ? { name: writtenPlate(first.plate), colour: first.colour } : null,
  }
}
