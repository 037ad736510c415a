/** What is kept of each day's comparison. */
import type { BeijingDay } from '../../../domain/reconciliation/day'
import type { Instant } from '../../../domain/time'
import type { ReconciliationDoc } from '../documents'
import type { Ports } from '../ports'
import type { Compared } from './reconcile-day'

export const notYetCompared = (day: BeijingDay, dueAt: Instant): ReconciliationDoc => ({
  _id: day,
  state: 'due',
  dueAt,
  tries: 0,
  comparedAt: null,
  totals: null,
  differences: [],
  differenceCount: 0,
  mended: [],
})

/** More than a person reads, and less than a document holds. */
const MOST_KEPT = 2000

export async function keep({ store, now }: Ports, { day, totals, differences, mended }: Compared): Promise<void> {
  const before = (await store.get('reconciliations', day)) ?? notYetCompared(day, now())
  await store.put('reconciliations', {
    ...before,
    state: differences.length > 0 ? 'differs' : 'agreed',
    comparedAt: now(),
    totals,
    differences: differences.slice(0, MOST_KEPT),
    differenceCount: differences.length,
    mended: [...new Set([...before.mended, ...mended])],
  })
}
