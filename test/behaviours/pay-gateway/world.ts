import type { PayGateway, RawNotice } from '../../../cloudfunctions/server/ports'
import type { OpenId, PaymentParams } from '../../../domain/payment'
import type { Instant } from '../../../domain/time'
import type { Faults } from '../../../local/pay/faults'

/** A gateway, the WeChat Pay behind it, and a merchant who receives the callbacks. */
export interface PayWorld {
  gateway: PayGateway
  now(): Instant
  /** Moves the clock; what became due by then has happened. */
  pass(ms: number): Promise<void>
  /** The person confirms in the cashier: 'paid', or why not. */
  pay(params: PaymentParams, payer: OpenId): Promise<string>
  /** Callbacks received so far, in order. */
  received(): Promise<RawNotice[]>
  /** Whether the merchant answers callbacks well from now on. */
  takeCallbacks(well: boolean): void
  faults: Faults
  close(): Promise<void>
}
