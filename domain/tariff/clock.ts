import { minutes, type Minutes } from '../time'
import type { ClockTime } from './tariff'

/** Minute of the day: 07:30 is 450, 24:00 is 1440. */
export function clockMinutes(time: ClockTime): Minutes {
  const [hours = 0, rest = 0] = time.split(':').map(Number)
  return minutes(hours * 60 + rest)
}
