import type { Messenger } from '../ports'
import { sendSubscribeMessage } from './sdk'

/** The person refused, or has allowed no more of them. */
const NOT_WANTED = 43101

/** A text field of a template holds this many characters. */
const THING = 20

/** WeChat's subscribe messages. Fields of the template: thing1 car, thing2 lot, time3 leave by, thing4 advice. */
export const subscribeMessages = (leaveByTemplate: string): Messenger => ({
  async send({ to, plate, lot, leaveBy }) {
    const error = await sendSubscribeMessage({
      touser: to,
      templateId: leaveByTemplate,
      page: 'pages/home/home',
      data: {
        thing1: { value: plate.slice(0, THING) },
        thing2: { value: lot.slice(0, THING) },
        time3: { value: leaveBy },
        thing4: { value: '请尽快离场，超时将补收费用' },
      },
    })
    if (error === undefined) return true
    if (error === NOT_WANTED) return false
    throw new Error(`subscribe message refused with ${error}`)
  },
})
