/** From the start of an instance's process to its first answer: `api` as deployed, asked for a person's vehicles. */
import type { OpenId } from '../../domain/payment'
import type { Bench } from './figure'
import { lotOnCloud } from './flows/lot-on-cloud'
import { median } from './median'

const STARTS = 15
const BY = 'o-cold-start' as OpenId

export const bench: Bench = async () => {
  const lot = await lotOnCloud(1)
  try {
    const times: number[] = []
    await lot.ask(BY, 'vehicles.list', {})
    for (let start = 0; start < STARTS; start++) {
      lot.cloud.faults.killInstances('api')
      const began = performance.now()
      await lot.ask(BY, 'vehicles.list', {})
      times.push(performance.now() - began)
    }
    return [{ name: 'coldStart.api', value: Math.round(median(times)), unit: 'ms', budget: 200, starts: STARTS }]
  } finally {
    await lot.close()
  }
}
