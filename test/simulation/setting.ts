import type { LaneId, LotId } from '../../domain/stay'
import type { Tariff } from '../../domain/tariff/tariff'
import { minutes, readInstant } from '../../domain/time'
import { WITH_COUPONS } from '../fixtures/tariffs/with-coupons'

export const LOT = 'demo' as LotId
/** Another lot of the same people; coupons may be for it alone. */
export const ELSEWHERE = 'elsewhere' as LotId
export const ENTRIES = ['demo-in-1', 'demo-in-2'] as unknown as readonly LaneId[]
export const EXITS = ['demo-out-1', 'demo-out-2'] as unknown as readonly LaneId[]
export const SPACES = 5
/** One of them each day: with more and with less time to leave than to take a payment back. */
export const TARIFFS: readonly Tariff[] = [
  WITH_COUPONS,
  { ...WITH_COUPONS, id: 'little-grace', stay: { ...WITH_COUPONS.stay, payGrace: minutes(4) } },
]
export const { zone: ZONE } = WITH_COUPONS
export const START = readInstant('2026-03-02T05:00:00+08:00')

export const SECOND_MS = 1_000
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
