/** What stands below a bill: coupons that were not used, and what somebody has to look at. */
import type { Bill } from '../../domain/tariff/bill'
import type { UnusedReason } from '../../domain/tariff/discount'
import { couponSaid } from '../../domain/tariff/explain-line'
import type { Tariff } from '../../domain/tariff/tariff'
import type { Warning } from '../../domain/tariff/warnings'

const UNUSED: Readonly<Record<UnusedReason, string>> = {
  'not-taken': 'the price list takes no such coupon here (stay.coupons.order, onFlats)',
  'saves-nothing': 'with it, no less would be due',
  limit: 'a stay may use no more, and others take off more (stay.coupons.limit)',
  twice: 'its name was presented before',
  'too-many': 'no more than eight are tried',
}

function warned(warning: Warning): string {
  switch (warning.kind) {
    case 'outside-calendar':
      return `the calendar knows ${warning.covers.join(' to ')}: other days were charged as their weekdays (calendar.covers)`
    case 'lost-ticket-unpriced':
      return 'a lost ticket has no price: the time was charged (stay.lostTicket)'
  }
}

export const remarks = ({ unused, warnings }: Bill, tariff: Tariff): string[] => [
  ...unused.map(({ coupon, why }) => `not used: 优惠券 ${couponSaid(coupon, tariff)}: ${UNUSED[why]}`),
  ...warnings.map((warning) => `warning: ${warned(warning)}`),
]
