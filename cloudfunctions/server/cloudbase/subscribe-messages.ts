import { yuan } from '../../../domain/money'
import { RETURNED_WORDS } from '../../../domain/refusals'
import { offsetAt, wallClock, type Instant, type Zone } from '../../../domain/time'
import type { Message, Messenger } from '../ports'
import { sendSubscribeMessage } from './sdk'

/** The templates' ids. */
export type MessageTemplates = Readonly<Record<Message['kind'], string>>

/** The person refused, or has allowed no more of them. */
const NOT_WANTED = 43101

/** A text field of a template holds this many characters. */
const THING = 20
const thing = (text: string) => ({ value: text.slice(0, THING) })

/** WeChat's subscribe messages. The fields that each template must have are listed in docs/deploying.md. */
export const subscribeMessages = (templates: MessageTemplates): Messenger => ({
  async send(message) {
    const error = await sendSubscribeMessage({
      touser: message.to,
      templateId: templates[message.kind],
      ...contentOf(message),
    })
    if (error !== undefined && error !== NOT_WANTED) throw new Error(`subscribe message refused with ${error}`)
  },
})

function contentOf(message: Message): { page: string; data: Record<string, { value: string }> } {
  const car = { thing1: thing(message.plate), thing2: thing(message.lot) }
  switch (message.kind) {
    case 'leaveBy':
      return {
        page: 'pages/home/home',
        data: { ...car, time3: { value: message.leaveBy }, thing4: thing('请尽快离场，超时将补收费用') },
      }
    case 'paid':
      return {
        page: 'pages/transactions/transactions',
        data: { ...car, amount3: { value: yuan(message.amount) }, time4: { value: written(message.at, message.zone) } },
      }
    case 'returned':
      return {
        page: 'pages/transactions/transactions',
        data: {
          ...car,
          amount3: { value: yuan(message.amount) },
          time4: { value: written(message.at, message.zone) },
          thing5: thing(RETURNED_WORDS[message.why]),
        },
      }
  }
}

/** 2026-11-22 10:30 */
function written(at: Instant, zone: Zone): string {
  const { date, clock } = wallClock(at, offsetAt(at, zone))
  return `${date} ${clock}`
}
