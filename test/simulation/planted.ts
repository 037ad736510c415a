/** Faults that a programmer could make, each breaking one rule from outside: the simulation must find every one of them. */
import type { Bridge, PayNotice, Ports, RawNotice, Store, Transaction } from '../../cloudfunctions/server/ports'
import type { CollectionName } from '../../cloudfunctions/server/documents'
import type { CommandId, LaneCommand } from '../../domain/gate'
import { instant } from '../../domain/time'
import type { Plant } from './day'
import { HOUR_MS } from './setting'

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
  altering({
    get: async (get, name, id) => {
      const doc = (await get(name, id)) as object | undefined
      return name === collection && doc && when(doc) ? { ...doc, ...seen } : doc
    },
  })

const not = (name: string, collection: CollectionName): Plant =>
  altering({
    [name]: (original: Method, ...args: unknown[]) =>
      args[0] === collection ? Promise.resolve(name === 'find' ? [] : true) : original(...args),
  })

const forgetsMoney = (doc: object): boolean =>
  ['applied', 'paidUnapplied', 'refunded'].includes((doc as { payment: { state: string } }).payment.state)

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
}
