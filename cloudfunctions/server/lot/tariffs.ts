import { documentId, inForce } from '../../../domain/tariff/in-force'
import { faultsSaid, readTariff } from '../../../domain/tariff/read-tariff'
import type { Tariff } from '../../../domain/tariff/tariff'
import type { Instant } from '../../../domain/time'
import type { LotDoc } from '../documents'
import type { Ports, Reader } from '../ports'

type Lookup = Pick<Ports, 'store' | 'log'>

/** The price list that a stay is charged by; undefined when there is none, and an alarm says why. */
export async function loadTariff(
  ports: Lookup,
  lot: LotDoc,
  stay: { entry: Instant; exit: Instant },
): Promise<Tariff | undefined> {
  const version = inForce(lot.tariffs, lot.zone, stay)
  if (version) return readOnce(ports, lot, version.doc)
  ports.log.alarm('no price list in force', { lot: lot._id, ...stay, versions: lot.tariffs })
  return undefined
}

/** What WeChat Pay takes from us, and every amount on a phone is written in. */
const PAYABLE = 'CNY'

const kept = new WeakMap<Reader, Map<string, Tariff>>()

/** A version never changes, so an instance may keep one that it has read; one that cannot be read may be mended. */
async function readOnce({ store, log }: Lookup, { _id: lot }: LotDoc, id: string): Promise<Tariff | undefined> {
  const known = kept.get(store)?.get(id)
  if (known) return known
  const doc = await store.get('tariffs', id)
  const reading = readTariff(doc?.tariff)
  if (!reading.ok) {
    log.alarm('price list cannot be used', { lot, tariff: id, faults: doc ? faultsSaid(reading.faults) : 'not stored' })
    return undefined
  }
  if (reading.tariff.currency !== PAYABLE) {
    log.alarm('price list cannot be used', {
      lot,
      tariff: id,
      faults: `WeChat Pay takes no ${reading.tariff.currency}`,
    })
    return undefined
  }
  if (documentId(reading.tariff) !== id)
    log.alarm('price list under another name', { lot, tariff: id, named: documentId(reading.tariff) })
  kept.set(store, new Map(kept.get(store)).set(id, reading.tariff))
  return reading.tariff
}
