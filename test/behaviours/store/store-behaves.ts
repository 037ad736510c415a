import type { Store } from '../../../cloudfunctions/server/ports'
import { documentsBehave } from './documents-behave'
import { questionsBehave } from './questions-behave'
import { transactionsBehave } from './transactions-behave'
import { writesBehave } from './writes-behave'

export interface StoreUnderTest {
  store: Store
  close(): Promise<void>
}

/** What every store must do. Collections and indexes are the deployed ones. */
export function storeBehaves(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(name, () => {
    let under: StoreUnderTest
    beforeAll(async () => {
      under = await make()
    })
    afterAll(() => under.close())

    for (const behave of [documentsBehave, questionsBehave, transactionsBehave, writesBehave]) behave(() => under.store)
  })
}
