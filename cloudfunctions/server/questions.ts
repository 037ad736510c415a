/** The door: what arrives is not believed to be a question until it has the form of one. */
import * as z from 'zod/mini'
import type { CallName, Calls } from '../../domain/contract'

const TEXT = z.string().check(z.minLength(1), z.maxLength(200))
const NOTHING = z.strictObject({})

const FORMS: { [Name in CallName]: z.ZodMiniType<Calls[Name]['ask']> } = {
  home: NOTHING,
  'vehicles.list': NOTHING,
  'vehicles.add': z.strictObject({
    plate: TEXT,
    colour: z.optional(z.enum(['blue', 'green', 'yellowGreen', 'yellow', 'white', 'black'])),
  }) as z.ZodMiniType<Calls['vehicles.add']['ask']>,
  'vehicles.remove': z.strictObject({ plate: TEXT }),
  'vehicles.makeDefault': z.strictObject({ plate: TEXT }),
  'bill.open': z.strictObject({ stay: TEXT }),
  'bill.coupons': z.strictObject({ quote: TEXT, codes: z.array(TEXT).check(z.maxLength(8)) }),
  'coupons.list': z.strictObject({ quote: z.optional(TEXT) }) as z.ZodMiniType<Calls['coupons.list']['ask']>,
  'coupons.add': z.strictObject({ code: TEXT }),
  'lane.open': z.strictObject({ code: TEXT }),
  'lane.enter': z.strictObject({ code: TEXT, visit: TEXT }),
  'lane.barrier': z.strictObject({ visit: TEXT }),
  'lane.retry': z.strictObject({ visit: TEXT }),
  'payment.open': z.strictObject({ quote: TEXT }),
  'payment.check': z.strictObject({ orderNo: TEXT }),
  'payment.remind': z.strictObject({ orderNo: TEXT }),
  'payment.tell': z.strictObject({ orderNo: TEXT, of: z.enum(['paid', 'returned']) }),
  'payment.undo': z.strictObject({ orderNo: TEXT }),
  'transactions.list': z.strictObject({
    before: z.optional(TEXT),
    plate: z.optional(TEXT),
  }) as z.ZodMiniType<Calls['transactions.list']['ask']>,
  'transactions.receipt': z.strictObject({ orderNo: TEXT }),
}

export type Question = { [Name in CallName]: { name: Name; ask: Calls[Name]['ask'] } }[CallName]

const ENVELOPE = z.object({ name: z.string(), ask: z.unknown() })

/** undefined: not one of our questions, or not in its form. */
export function readQuestion(event: unknown): Question | undefined {
  const envelope = ENVELOPE.safeParse(event)
  if (!envelope.success || !Object.hasOwn(FORMS, envelope.data.name)) return undefined
  const name = envelope.data.name as CallName
  const ask = FORMS[name].safeParse(envelope.data.ask)
  return ask.success ? ({ name, ask: ask.data } as Question) : undefined
}
