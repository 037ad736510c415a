/** Documents to try a store with. */
import type { OpenId } from '../../../domain/payment'
import type { Plate } from '../../../domain/plate'
import type { LotId, StayId } from '../../../domain/stay'
import type { Instant } from '../../../domain/time'
import type { AttemptDoc, OutboxDoc, StayDoc, VehicleDoc } from '../../../cloudfunctions/server/documents'

let made = 0

/** Names that no other test of the suite uses. */
export const fresh = (what: string): string => `${what}-${++made}`

export const vehicle = (id: string): VehicleDoc => ({
  _id: id,
  owner: 'oOwner' as OpenId,
  plate: '京A12345' as Plate,
  colour: 'blue',
  isDefault: false,
  addedAt: 1_795_371_364_692 as Instant,
})

export const outboxItem = (id: string): OutboxDoc => ({
  _id: id,
  effect: { do: 'refund', orderNo: 'N1' as never },
  state: 'due',
  dueAt: 1_795_371_364_692 as Instant,
  tries: 0,
})

/** Fields that the tests do not look at are left out. */
export const stay = (id: string) =>
  ({
    _id: id,
    id: `${id}-id` as StayId,
    lot: 'lot' as LotId,
    plate: '京A12345' as Plate,
    owner: null,
    state: 'inside',
    payments: [],
  }) as unknown as StayDoc

export const attempt = (id: string) => ({ _id: id, open: false, paidAt: null }) as unknown as AttemptDoc
