/** Caps from the inner to the outer one, each taking what is still free under it. */
import type { Plan } from '../../../../domain/tariff/tariff'
import { PARTS, type Price } from './charges'
import type { Minute } from './minutes'

/** `waived`: charges that no cap counts, so that each has that much more room. `times`: hundredths of each cap. */
export function capped(plan: Plan, prices: readonly Price[], times: number, waived: readonly Price[] = []): number {
  const left = new Map<string, number>()
  for (const { minute, exact } of waived)
    for (const [key, cap] of capsOver(plan, minute))
      left.set(key, (left.get(key) ?? (cap * PARTS * times) / 100) + exact)
  let total = 0
  for (const { minute, exact } of prices) {
    let rest = exact
    for (const [key, cap] of capsOver(plan, minute)) {
      const room = left.get(key) ?? (cap * PARTS * times) / 100
      rest = Math.min(rest, room)
      left.set(key, room - rest)
    }
    total += rest
  }
  return total
}

function* capsOver(plan: Plan, { what, instance, block }: Minute): Generator<[key: string, cap: number]> {
  const { blocks, totalCap } = plan
  const period = typeof what === 'number' ? plan.periods[what] : undefined
  if (period?.cap !== undefined) yield [`${what} ${instance} ${period.capPer === 'block' && block}`, period.cap]
  if (blocks && !period?.outsideCap) {
    if (blocks.cap !== undefined && (blocks.capTimes !== 'first' || block === 0)) yield [`block ${block}`, blocks.cap]
    for (const { blocks: count, cap } of blocks.groups ?? [])
      yield [`${count} blocks ${Math.floor(block / count)}`, cap]
  }
  if (totalCap !== undefined) yield ['stay', totalCap]
}
