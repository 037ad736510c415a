import * as z from 'zod/mini'
import type { ByHand, OpenMoney, WayBack } from '../../../domain/reconciliation/open-money'
import type { MoneyDay, MoneyDays } from '../../../domain/reconciliation/report'
import { fen } from '../../../domain/money'
import type { OrderNo } from '../../../domain/payment'
import { REFUSAL_WORDS } from '../../../domain/refusals'
import { countBatch, issueFromFile, withdrawBatch, type BatchCount, type Issued } from '../coupons/manage-coupons'
import { noteReturnedByHand } from '../payment/returned-by-hand'
import { showOpen, wayBack } from '../payment/show-open'
import { givePartBack } from '../payment/undo-payment'
import type { Ports } from '../ports'
import { Refused } from '../refused'
import { showDay, showDays } from '../reconciliation/show-money'

const TEXT = z.string().check(z.minLength(1), z.maxLength(200))

const QUESTION = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('money.day'), day: TEXT }),
  z.object({ ask: z.literal('money.days'), from: TEXT, to: TEXT }),
  z.object({ ask: z.literal('money.return'), orderNo: TEXT, back: z.int() }),
  z.object({ ask: z.literal('money.returned'), orderNo: TEXT }),
  z.object({ ask: z.literal('money.open') }),
  z.object({ ask: z.literal('coupons.issue'), file: z.unknown() }),
  z.object({ ask: z.literal('coupons.show'), batch: TEXT }),
  z.object({ ask: z.literal('coupons.withdraw'), batch: TEXT }),
])

export type OperatorQuestion = z.infer<typeof QUESTION>

export type OperatorAnswer = MoneyDay | MoneyDays | Returned | ByHand | OpenMoney | Issued | BatchCount | null

/** Why money does not go back, in words for the operator; or how far it is on its way. */
export type Returned = { refused: string } | ({ refused: null } & WayBack)

async function returnMoney(ports: Ports, orderNo: OrderNo, back: number): Promise<Returned> {
  try {
    await givePartBack(ports, orderNo, fen(back))
    return { refused: null, ...(await wayBack(ports.store, orderNo)) }
  } catch (error) {
    if (error instanceof Refused) return { refused: REFUSAL_WORDS[error.why].title }
    if (error instanceof RangeError) return { refused: '金额要大于零，且不超过实付金额' }
    throw error
  }
}

/** @throws Error when it is no question of ours: an operator sees what was wrong with it. */
export async function answerOperator(ports: Ports, event: unknown): Promise<OperatorAnswer> {
  const question = QUESTION.safeParse(event)
  if (!question.success) throw new Error(`not understood: ${z.prettifyError(question.error)}`)
  const { data } = question
  switch (data.ask) {
    case 'money.day':
      return showDay(ports, data)
    case 'money.days':
      return showDays(ports, data)
    case 'money.return':
      return returnMoney(ports, data.orderNo as OrderNo, data.back)
    case 'money.returned':
      return noteReturnedByHand(ports, data.orderNo as OrderNo)
    case 'money.open':
      return showOpen(ports)
    case 'coupons.issue':
      return issueFromFile(ports, data.file)
    case 'coupons.show':
      return (await countBatch(ports, data.batch)) ?? null
    case 'coupons.withdraw':
      return (await withdrawBatch(ports, data.batch)) ?? null
  }
}
