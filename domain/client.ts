/** The part of the domain that the phone may see. */
export * from './contract'
export type { Direction, LaneId, LotId, Refusal, VisitId } from './gate'
export { fen, yuan, NOTHING, type Fen } from './money'
export { readCode, shownCode, type CouponCode, type CouponRefusal } from './coupon'
export type { OrderNo, PaymentParams, ReturnReason, UndoRefusal } from './payment'
export {
  kindOf,
  maskedPlate,
  PROVINCES,
  readPlate,
  usualColour,
  writtenPlate,
  type Plate,
  type PlateColour,
  type PlateKind,
} from './plate'
export { BARRIER_WORDS, REFUSAL_WORDS, RETURNED_WORDS, type Words } from './refusals'
export type { StayId } from './stay'
export { couponSaid, explainLine, type LineWords } from './tariff/explain-line'
export type { Coupon as TakesOff } from './tariff/coupon'
export type { BillLine } from './tariff/line'
export {
  instant,
  MINUTE,
  minutes,
  minutesBetween,
  saidLength,
  saidTime,
  wallClock,
  type Instant,
  type Minutes,
} from './time'
