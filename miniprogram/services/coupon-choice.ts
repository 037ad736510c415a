/** Choosing coupons for a bill, from the screen of the bill to the screen of the coupons and back. */
import type { BillView } from '../domain'
import { toCouponsFor } from './navigate'

export interface Choice {
  /** As the last answer of the cloud left it. */
  bill: BillView
  /** The person is back at the bill. */
  done(): void
}

let open: Choice | undefined

/** Opens the coupons for a bill. @returns the bill with those that were chosen. */
export function chooseCoupons(bill: BillView): Promise<BillView> {
  return new Promise((resolve) => {
    const choice: Choice = {
      bill,
      done() {
        if (open === choice) open = undefined
        resolve(choice.bill)
      },
    }
    open = choice
    toCouponsFor(bill.quote)
  })
}

/** The choice that a screen of coupons was opened for. */
export const choiceFor = (quote: string | undefined): Choice | undefined =>
  quote !== undefined && open?.bill.quote === quote ? open : undefined
