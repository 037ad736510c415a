import type { LaneId, LotId } from '../../domain/stay'
import { readInstant } from '../../domain/time'
import { TENGCHONG } from '../fixtures/tariffs/tengchong'

export const LOT = 'demo' as LotId
export const ENTRIES = ['demo-in-1', 'demo-in-2'] as unknown as readonly LaneId[]
export const EXITS = ['demo-out-1', 'demo-out-2'] as unknown as readonly LaneId[]
export const SPACES = 5
export const TARIFF = TENGCHONG
export const START = readInstant('2026-03-02T05:00:00+08:00')

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
