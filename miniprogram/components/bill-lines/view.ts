/** The lines of a bill in words: what was charged, from when to when, by which unit. */
import { saidLength, wallClock, yuan, type BillLine, type Instant, type Minutes } from '../../domain'

export interface LineScreen {
  id: number
  title: string
  note: string
  amount: string
  /** Takes something off. */
  off: boolean
}

/** `day` is the day that needs no naming: the one the bill is read on. */
export function toLines(lines: readonly BillLine[], day: Instant, offset: Minutes): LineScreen[] {
  return lines.map((line, id) => ({ id, ...words(line, day, offset), amount: yuan(line.amount), off: line.amount < 0 }))
}

function words(line: BillLine, day: Instant, offset: Minutes): { title: string; note: string } {
  switch (line.kind) {
    case 'free':
      return { title: '免费时段', note: saidSpan(line.from, line.to, day, offset) }
    case 'units':
      return {
        title: line.period,
        note: `${saidSpan(line.from, line.to, day, offset)}\n${yuan(line.price)} / ${saidLength(line.unit)} × ${line.units}`,
      }
    case 'flat':
      return { title: line.period, note: `${saidSpan(line.from, line.to, day, offset)}\n按次计费` }
    case 'paid':
      return { title: '已付', note: saidMoment(line.at, day, offset) }
  }
}

/** 08:00–10:14, 11月21日 22:00–次日 08:00 */
export function saidSpan(from: Instant, to: Instant, day: Instant, offset: Minutes): string {
  const nextDay = wallClock((from + DAY_MS) as Instant, offset).date
  const end = wallClock(to, offset)
  const sameDay = end.date === wallClock(from, offset).date
  const till = sameDay ? end.clock : end.date === nextDay ? `次日 ${end.clock}` : saidMoment(to, day, offset)
  return `${saidMoment(from, day, offset)}–${till}`
}

const DAY_MS = 86_400_000

/** 08:00 on the day itself, otherwise 11月21日 08:00. */
function saidMoment(at: Instant, day: Instant, offset: Minutes): string {
  const { date, clock } = wallClock(at, offset)
  if (date === wallClock(day, offset).date) return clock
  const [, month, dayOfMonth] = date.split('-').map(Number)
  return `${month}月${dayOfMonth}日 ${clock}`
}
