/** From parts of a fen to whole fen: rounded once, at the end, and the lines still add up. */
import { fen, type Fen } from '../money'
import type { BillLine } from './line'
import type { Entry } from './meter'
import type { ReadyPlan } from './ready'
import type { RoundMoney } from './tariff'

const ROUNDED: Readonly<Record<RoundMoney['mode'], (value: number) => number>> = {
  halfUp: Math.round,
  down: Math.floor,
  up: Math.ceil,
}

/** Each line gets what the sum grows by with it, so that fractions are never lost between lines. */
export function settle(
  entries: readonly Entry[],
  { rounding, parts }: Pick<ReadyPlan, 'rounding' | 'parts'>,
): { lines: BillLine[]; total: Fen } {
  const { mode, step } = rounding
  const lines: BillLine[] = []
  let exact = 0
  let settled = 0
  for (const entry of entries) {
    exact += entry.exact
    const sum = ROUNDED[mode](exact / parts)
    entry.line.amount = fen(sum - settled)
    lines.push(entry.line)
    settled = sum
  }
  const total = fen(ROUNDED[mode](exact / (parts * step)) * step)
  if (total !== settled) lines.push({ kind: 'rounding', amount: fen(total - settled) })
  return { lines, total }
}
