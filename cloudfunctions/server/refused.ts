import type { CallRefusal } from '../../domain/contract'

/** A wish that the rules say no to. Thrown by use cases, answered by the router; inside a transaction it also rolls back. */
export class Refused extends Error {
  override name = 'Refused'
  constructor(readonly why: CallRefusal) {
    super(why)
  }
}

/** @throws Refused with `why` when there is a reason. */
export function refuseIf(why: CallRefusal | undefined): void {
  if (why) throw new Refused(why)
}
