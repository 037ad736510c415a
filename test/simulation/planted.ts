/** Faults that a programmer could make, each breaking one rule from outside: the simulation must find every one of them. */
import type { Bridge, PayNotice, Ports, RawNotice, Store, Transaction } from '../../cloudfunctions/server/ports'
import type { AttemptDoc, CollectionName, Documents, OutboxDoc } from '../../cloudfunctions/server/documents'
import type { CommandId, LaneCommand } from '../../domain/gate'
import { fen } from '../../domain/money'
import { instant, type Instant } from '../../domain/time'
import type { Plant } from './day'
import { HOUR_MS, MINUTE_MS, START } from './setting'

type Method = (...args: unknown[]) => Promise<unknown>
type Altered = { [Name in keyof Store]?: (original: Method, ...args: unknown[]) => Promise<unknown> }

/** Replaces operations of the store, inside transactions too. */
function altering(alter: Altered): Plant {
  const change = <Documents extends object>(documents: Documents): Documents => ({
    ...documents,
    ...Object.fromEntries(
      Object.entries(alter)
        .filter(([name]) => name in documents)
        .map(([name, altered]) => {
          const original = documents[name as keyof Documents] as Method
          return [name, (...args: unknown[]) => altered(original, ...args)]
        }),
    ),
  })
  return (ports) => {
    const { store } = ports
    const transaction: Store['transaction'] = (work) => store.transaction((tx) => work(change(tx)))
    return { ...ports, store: { ...change(store), transaction } }
  }
}

/** What is read from a collection looks different. */
const misreading = (collection: CollectionName, seen: object, when: (doc: object) => boolean = () => true): Plant =>
  rereading(collection, (doc: object) => (when(doc) ? { ...doc, ...seen } : doc))

const rereading = <Doc extends object>(collection: CollectionName, seen: (doc: Doc) => object): Plant =>
  altering({
    get: async (get, name, id) => {
      const doc = (await get(name, id)) as Doc | undefined
      return name === collection && doc ? seen(doc) : doc
    },
  })

/** Changes to a collection are written otherwise; undefined: not at all. */
const miswriting = <C extends CollectionName>(
  collection: C,
  written: (change: Partial<Documents[C]>) => object | undefined,
): Plant =>
  altering({
    update: (update, name, id, change) => {
      const other = name === collection ? written(change as Partial<Documents[C]>) : (change as object)
      return other ? update(name, id, other) : Promise.resolve(true)
    },
  })

const not = (name: string, collection: CollectionName): Plant =>
  altering({
    [name]: (original: Method, ...args: unknown[]) =>
      args[0] === collection ? Promise.resolve(name === 'find' ? [] : true) : original(...args),
  })

const forgetsMoney = (doc: object): boolean =>
  ['applied', 'owed', 'refunding', 'refunded'].includes((doc as { payment: { state: string } }).payment.state)

const believesAnything = ({ pay, ...ports }: Ports): Ports => ({
  ...ports,
  pay: { ...pay, readNotice: ({ body }: RawNotice) => JSON.parse(body.toString()) as PayNotice },
})

const guessesClosed = ({ pay, ...ports }: Ports): Ports => ({
  ...ports,
  pay: {
    ...pay,
    async query(orderNo) {
      const known = await pay.query(orderNo)
      return known.state === 'unpaid' ? { state: 'closed', orderNo } : known
    },
  },
})

const refundsNothing = ({ pay, ...ports }: Ports): Ports => ({
  ...ports,
  pay: { ...pay, refund: () => Promise.resolve('refunded') },
})

/** Whatever part should go back, the whole does. */
const refundsAll = ({ pay, ...ports }: Ports): Ports => ({
  ...ports,
  pay: { ...pay, refund: (refund) => pay.refund({ ...refund, amount: refund.total }) },
})

const refundsOneFenLess = ({ pay, ...ports }: Ports): Ports => ({
  ...ports,
  pay: { ...pay, refund: (refund) => pay.refund({ ...refund, amount: fen(Math.max(1, refund.amount - 1)) }) },
})

/** What is paid looks as if it had been paid just now. */
function paidLately({ ports, paidAt }: { ports: Ports; paidAt: Instant }): Instant {
  return instant(Math.max(paidAt, ports.now() - MINUTE_MS))
}

const undoesForever: Plant = (ports) =>
  rereading<AttemptDoc>('payAttempts', (attempt) =>
    attempt.payment.state === 'applied'
      ? { ...attempt, payment: { ...attempt.payment, paidAt: paidLately({ ports, paidAt: attempt.payment.paidAt }) } }
      : attempt,
  )(ports)

const tellsNobody = altering({
  put: (put, name, doc) =>
    name === 'outbox' && (doc as OutboxDoc).effect.do === 'tell' ? Promise.resolve(undefined) : put(name, doc),
})

const neverExpires = ({ bridge, ...ports }: Ports): Ports => ({
  ...ports,
  bridge: {
    ...bridge,
    send: (lot, command) => bridge.send(lot, { ...command, expiresAt: instant(command.expiresAt + HOUR_MS) }),
  },
})

function opensAgain({ bridge, ...ports }: Ports): Ports {
  let sent = 0
  const anew = (command: LaneCommand): LaneCommand => ({ ...command, id: `${command.id}-${++sent}` as CommandId })
  const send: Bridge['send'] = async (lot, command) => ({
    ...(await bridge.send(lot, anew(command))),
    command: command.id,
  })
  return { ...ports, bridge: { ...bridge, send } }
}

const thinksAllIsTold = ({ bridge, ...ports }: Ports): Ports => ({
  ...ports,
  bridge: { ...bridge, eventDelay: () => Promise.resolve(0) },
})

const writesAtOnce = ({ store, ...ports }: Ports): Ports => ({
  ...ports,
  store: { ...store, transaction: <T>(work: (tx: Transaction) => Promise<T>) => work(store) },
})

export const PLANTED: Readonly<Record<string, Plant>> = {
  'a stay does not remember its open attempt': misreading('stays', { openAttempt: null }),
  'a payment told twice counts twice': misreading(
    'payAttempts',
    { payment: { state: 'prepaid' }, open: true },
    forgetsMoney,
  ),
  'a callback is believed without its signature': believesAnything,
  'an order is called closed before WeChat says so': guessesClosed,
  'a refund is noted and not asked for': refundsNothing,
  'nobody asks after payments that were not heard of': not('find', 'payAttempts'),
  'effects are not listed': not('put', 'outbox'),
  'effects are tried only once': not('find', 'outbox'),
  'a command sent again is carried out again': opensAgain,
  'the lock of a car is not looked at': misreading('stays', { locked: false }),
  'a command has no end': neverExpires,
  'a transaction writes before it is committed': writesAtOnce,
  'a coupon is not held by the payment that counts on it': miswriting('coupons', (change) =>
    change.state === 'held' ? undefined : change,
  ),
  'a coupon is not set free': miswriting('coupons', (change) => (change.state === 'issued' ? undefined : change)),
  'a coupon is not used up': miswriting('coupons', (change) => (change.state === 'used' ? undefined : change)),
  'a used coupon is as good as a new one': misreading(
    'coupons',
    { state: 'issued', attempt: null },
    (doc) => (doc as { state: string }).state === 'used',
  ),
  'a held coupon can be taken by another payment': misreading(
    'coupons',
    { state: 'issued', attempt: null },
    (doc) => (doc as { state: string }).state === 'held',
  ),
  "a coupon in another's list can be used": misreading('coupons', { owner: null }),
  'a coupon counts at any time': misreading('couponBatches', {
    validFrom: START,
    validUntil: START + 100 * HOUR_MS,
  }),
  'a coupon of a withdrawn batch counts': misreading('couponBatches', { withdrawnAt: null }),
  'a payment forgets its coupons': miswriting('stays', ({ payments, ...change }) => ({
    ...change,
    ...(payments && { payments: payments.map((payment) => ({ ...payment, coupons: [] })) }),
  })),
  'a payment that was taken back stays with its stay': miswriting('stays', ({ payments, ...change }) =>
    change.undoneBy || !payments ? change : { ...change, payments },
  ),
  'who stands at the exit can take money back': misreading('stays', { waitsAt: null }),
  'each payment can be taken back': misreading('stays', { undoneBy: [] }),
  'a payment can be taken back at any time': undoesForever,
  'money is taken back for a car that left while the line was down': thinksAllIsTold,
  'what the lot gave back still counts': miswriting('stays', (change) =>
    Object.keys(change).join() === 'payments' ? undefined : change,
  ),
  'all goes back instead of a part': refundsAll,
  'a fen less goes back than is owed': refundsOneFenLess,
  'nobody is told of money that went back': tellsNobody,
}
