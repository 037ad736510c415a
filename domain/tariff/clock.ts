import { minutes, type Minutes } from '../time'
import type { ClockTime } from './tariff'

const ZERO = '0'.charCodeAt(0)

const digits = (time: string, at: number): number => (time.charCodeAt(at) - ZERO) * 10 + time.charCodeAt(at + 1) - ZERO

/** Minute of the day: 07:30 is 450, 24:00 is 1440. */
export const clockMinutes = (time: ClockTime): Minutes => minutes(digits(time, 0) * 60 + digits(time, 3))
