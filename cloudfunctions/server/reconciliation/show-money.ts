/** What an operator asks about days. */
import {
  daysBetween,
  lastBilledDay,
  oldestBilledDay,
  readDay,
  type BeijingDay,
} from '../../../domain/reconciliation/day'
import type { MoneyDay, MoneyDays } from '../../../domain/reconciliation/report'
import { PayFailed, type Ports } from '../ports'
import { reconcileDay } from './reconcile-day'
import { keep } from './records'

/** Compares the day now, whatever was found before. */
export async function showDay(ports: Ports, ask: { day: string }): Promise<MoneyDay> {
  const day = readDay(ask.day)
  const why = refusal(ports, day)
  if (why || !day) return { answer: 'refused', why: why ?? 'no-such-day' }
  try {
    const compared = await reconcileDay(ports, day)
    if (!compared) return { answer: 'refused', why: 'not-written' }
    await keep(ports, compared)
    const { mended, totals, differences } = compared
    return { answer: 'compared', day, mended, totals, differences }
  } catch (error) {
    if (!(error instanceof PayFailed)) throw error
    return { answer: 'refused', why: 'pay-failed', detail: error.message }
  }
}

function refusal({ now }: Ports, day: BeijingDay | undefined) {
  if (!day) return 'no-such-day'
  if (day > lastBilledDay(now())) return 'not-written'
  return day < oldestBilledDay(now()) ? 'too-old' : undefined
}

/** As many as WeChat Pay keeps, and a few more. */
const MOST_DAYS = 100

/** What was found when the days were compared; nothing is compared anew. */
export async function showDays({ store }: Ports, ask: { from: string; to: string }): Promise<MoneyDays> {
  const [from, to] = [readDay(ask.from), readDay(ask.to)]
  if (!from || !to || from > to) return { answer: 'refused', why: 'no-such-day' }
  const days = daysBetween(from, to)
  if (days.length > MOST_DAYS) return { answer: 'refused', why: 'too-many-days' }
  const found = await Promise.all(days.map((day) => store.get('reconciliations', day)))
  return {
    answer: 'days',
    days: days.map((day, place) => {
      const { state = 'due', totals = null, differenceCount = 0 } = found[place] ?? {}
      return { day, state, totals, differenceCount }
    }),
  }
}
