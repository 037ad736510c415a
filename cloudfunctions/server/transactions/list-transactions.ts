import type { Calls, TransactionView } from '../../../domain/contract'
import type { OpenId } from '../../../domain/payment'
import type { Plate } from '../../../domain/plate'
import type { LotId } from '../../../domain/stay'
import { offsetAt } from '../../../domain/time'
import type { AttemptDoc, LotDoc } from '../documents'
import { ownCar } from '../lot/cars'
import { loadLot } from '../lot/lots'
import type { Ports } from '../ports'

const PAGE = 20

/** What the asker paid, for one plate or all, newest first; money that went back is shown as such. */
export async function listTransactions(
  { store }: Ports,
  by: OpenId,
  { before, plate }: Calls['transactions.list']['ask'],
): Promise<Calls['transactions.list']['answer']> {
  const listKey = { gt: '', ...(before !== undefined && { lt: before }) }
  const found = await store.find(
    'payAttempts',
    { payer: by, ...(plate !== undefined && { plate: plate as Plate }), listKey },
    { limit: PAGE + 1, orderBy: [['listKey', 'desc']] },
  )
  const page = found.slice(0, PAGE)
  const lots = new Map<LotId, LotDoc>()
  for (const id of new Set(page.map(({ lot }) => lot))) lots.set(id, await loadLot(store, id))
  return { items: page.map((attempt) => transactionView(attempt, lots.get(attempt.lot))), more: found.length > PAGE }
}

export function transactionView(attempt: AttemptDoc, lot: LotDoc | undefined): TransactionView {
  const { paidAt, listKey, payment } = attempt
  if (paidAt === null || listKey === null || !lot) throw new Error(`attempt ${attempt._id} is no transaction`)
  return {
    orderNo: attempt._id,
    car: ownCar(attempt.car),
    lotName: lot.name,
    offset: offsetAt(paidAt, lot.zone),
    amount: attempt.amount,
    paidAt,
    state: stateOf(attempt),
    ...('back' in payment && { back: payment.back }),
    listKey,
  }
}

function stateOf({ payment }: AttemptDoc): TransactionView['state'] {
  switch (payment.state) {
    case 'owed':
    case 'refunding':
      return 'returning'
    case 'refunded':
      return 'returned'
    case 'applied':
    case 'created':
    case 'prepaid':
    case 'closed':
      return 'paid'
  }
}
