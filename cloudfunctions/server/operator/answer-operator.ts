import * as z from 'zod/mini'
import type { MoneyDay, MoneyDays } from '../../../domain/reconciliation/report'
import { countBatch, issueFromFile, withdrawBatch, type BatchCount, type Issued } from '../coupons/manage-coupons'
import type { Ports } from '../ports'
import { showDay, showDays } from '../reconciliation/show-money'

const TEXT = z.string().check(z.minLength(1), z.maxLength(200))

const QUESTION = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('money.day'), day: TEXT }),
  z.object({ ask: z.literal('money.days'), from: TEXT, to: TEXT }),
  z.object({ ask: z.literal('coupons.issue'), file: z.unknown() }),
  z.object({ ask: z.literal('coupons.show'), batch: TEXT }),
  z.object({ ask: z.literal('coupons.withdraw'), batch: TEXT }),
])

export type OperatorQuestion = z.infer<typeof QUESTION>

export type OperatorAnswer = MoneyDay | MoneyDays | Issued | BatchCount | null

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
    case 'coupons.issue':
      return issueFromFile(ports, data.file)
    case 'coupons.show':
      return (await countBatch(ports, data.batch)) ?? null
    case 'coupons.withdraw':
      return (await withdrawBatch(ports, data.batch)) ?? null
  }
}
