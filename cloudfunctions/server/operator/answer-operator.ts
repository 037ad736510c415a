import * as z from 'zod/mini'
import type { MoneyDay, MoneyDays } from '../../../domain/reconciliation/report'
import type { Ports } from '../ports'
import { showDay, showDays } from '../reconciliation/show-money'

const TEXT = z.string().check(z.minLength(1), z.maxLength(200))

const QUESTION = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('money.day'), day: TEXT }),
  z.object({ ask: z.literal('money.days'), from: TEXT, to: TEXT }),
])

export type OperatorQuestion = z.infer<typeof QUESTION>

/** @throws Error when it is no question of ours: an operator sees what was wrong with it. */
export function answerOperator(ports: Ports, event: unknown): Promise<MoneyDay | MoneyDays> {
  const question = QUESTION.safeParse(event)
  if (!question.success) throw new Error(`not understood: ${z.prettifyError(question.error)}`)
  switch (question.data.ask) {
    case 'money.day':
      return showDay(ports, question.data)
    case 'money.days':
      return showDays(ports, question.data)
  }
}
