/** Once a day, by itself: yesterday from ten in the morning on, and the days before it that were missed. */
import { dayAfter, daysBetween, lastBilledDay, type BeijingDay } from '../../../domain/reconciliation/day'
import type { Difference } from '../../../domain/reconciliation/difference'
import { after, instant, minutes, type Instant } from '../../../domain/time'
import type { ReconciliationDoc } from '../documents'
import { AlreadyExists, type Ports } from '../ports'
import { reconcileDay } from './reconcile-day'
import { keep, notYetCompared } from './records'

/** How many days are made up for after the cloud was down. */
const DAYS_BACK = 7

/** Compares at most one day: a run of `sweep` has a minute. */
export async function reconcileDue(ports: Ports): Promise<void> {
  const newest = lastBilledDay(ports.now())
  if (!(await ports.store.get('reconciliations', newest))) await enlist(ports, newest)
  const [due] = await ports.store.find(
    'reconciliations',
    { state: 'due', dueAt: { lte: ports.now() } },
    { limit: 1, orderBy: [['dueAt', 'asc']] },
  )
  if (due) await tryDay(ports, due)
}

/** The newest comes last: it stands for the whole list. */
async function enlist({ store, now }: Ports, newest: BeijingDay): Promise<void> {
  const days = daysBetween(dayAfter(newest, 1 - DAYS_BACK), newest)
  for (const [place, day] of days.entries())
    await store.insert('reconciliations', notYetCompared(day, instant(now() + place))).catch(listedAlready)
}

function listedAlready(error: unknown): void {
  if (!(error instanceof AlreadyExists)) throw error
}

/** Over more than a day; then a person must look. */
const MOST_TRIES = 30

/** 5, 10, 20, 40, then 60 minutes apart. */
const nextTry = (now: Instant, tries: number): Instant => after(now, minutes(Math.min(60, 5 * 2 ** tries)))

async function tryDay(ports: Ports, { _id: day, tries, dueAt }: ReconciliationDoc): Promise<void> {
  const { store, log, now } = ports
  const claim = { tries: tries + 1, dueAt: nextTry(now(), tries) }
  if (!(await store.updateIf('reconciliations', day, { state: 'due', dueAt }, claim))) return
  try {
    if (await compare(ports, day, tries)) return
  } catch (error) {
    log.info('a day will be compared again', { day, error: String(error) })
  }
  if (claim.tries < MOST_TRIES) return
  log.alarm('a day could not be compared with WeChat Pay', { day, tries: claim.tries })
  await store.update('reconciliations', day, { state: 'failed' })
}

/** How often a day that had money is asked for again when WeChat Pay says that it has no bill; some hours. */
const DOUBTS = 6

/** The alarm comes before the record: one told twice is better than one that a crash has swallowed. */
async function compare(ports: Ports, day: BeijingDay, tries: number): Promise<boolean> {
  const compared = await reconcileDay(ports, day)
  if (!compared) return false
  const { differences, totals, noBill } = compared
  if (noBill && differences.some(isOfTheBill) && tries < DOUBTS) return false
  const kinds = [...new Set(differences.map(({ kind }) => kind))]
  if (kinds.length > 0)
    ports.log.alarm('a day does not agree with WeChat Pay', { day, differences: differences.length, kinds, totals })
  await keep(ports, compared)
  return true
}

/** No bill says anything about money that nobody has sent. */
const isOfTheBill = ({ kind }: Difference): boolean => kind !== 'still-owed'
