/** The lines of a bill as the screen shows them; the words come from where the bill is made. */
import { explainLine, yuan, type BillLine, type Instant, type Minutes } from '../../domain'

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
  return lines.map((line, id) => ({
    id,
    ...explainLine(line, { day, offset }),
    amount: yuan(line.amount),
    off: line.amount < 0,
  }))
}
