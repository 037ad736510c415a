import { z } from 'zod'
import type { Clock } from '../../clock'
import type { Disk } from '../disk'
import type { Arguments, Reply } from './actions'
import { type ErrCode, refusal } from './refusal'

/** A subscribe message as the person received it. */
export interface SubscribeMessage {
  openid: string
  templateId: string
  /** What a tap on the message opens. */
  page: string
  /** The template's fields, e.g. `{ thing1: '12号楼停车场' }`. */
  data: Record<string, string>
  /** Milliseconds since 1970. */
  at: number
}

const message = z.object({
  touser: z.string().min(1),
  template_id: z.string().min(1),
  page: z.string().default(''),
  data: z.record(z.string(), z.object({ value: z.union([z.string(), z.number()]).transform(String) })),
})

/** How long a field may be, by the kind that begins its name. */
const fieldRules: Record<string, RegExp> = {
  thing: /^[^]{1,20}$/,
  number: /^-?[\d.]{1,32}$/,
  letter: /^[A-Za-z]{1,32}$/,
  symbol: /^[^\w\s]{1,5}$/,
  character_string: /^[\x21-\x7e]{1,32}$/,
  time: /^.{1,64}$/,
  date: /^.{1,32}$/,
  amount: /^[¥￥$]?\d{1,10}(\.\d+)?元?$/,
  phone_number: /^[\d+\- ]{1,17}$/,
  car_number: /^[\u4e00-\u9fffA-Z0-9][A-Z0-9]{1,6}[\u4e00-\u9fffA-Z0-9]$/,
  name: /^[\u4e00-\u9fff]{1,10}$|^[A-Za-z ]{1,20}$/,
  phrase: /^[\u4e00-\u9fff]{1,5}$/,
}

/** Delivers subscribe messages into a box that outlives restarts. */
export class SubscribeMessages {
  private readonly refusing = new Set<string>()

  constructor(
    private readonly disk: Disk,
    private readonly clock: Clock,
  ) {}

  send(args: Arguments): Reply {
    const parsed = message.safeParse(args)
    if (!parsed.success) return refusal(whatIsMissing(args))
    const { touser: openid, template_id: templateId, page, data } = parsed.data
    const values = Object.fromEntries(Object.entries(data).map(([name, { value }]) => [name, value]))
    const wrong = Object.entries(values).find(([name, value]) => !fits(name, value))
    if (wrong) return refusal(47003, `data.${wrong[0]}.value invalid`)
    if (this.refusing.has(openid)) return refusal(43101)
    this.keep({ openid, templateId, page, data: values, at: this.clock.now() })
    return { errcode: 0, errmsg: 'ok' }
  }

  /** The person no longer accepts messages, or does again. */
  accept(openid: string, accepts: boolean): void {
    if (accepts) this.refusing.delete(openid)
    else this.refusing.add(openid)
  }

  /** Oldest first. */
  list(): SubscribeMessage[] {
    const rows = this.disk.prepare('select body from message order by number').all() as { body: string }[]
    return rows.map(({ body }) => JSON.parse(body) as SubscribeMessage)
  }

  private keep(received: SubscribeMessage): void {
    this.disk.prepare('insert into message (body) values (?)').run(JSON.stringify(received))
  }
}

function whatIsMissing({ touser, template_id: template }: Arguments): ErrCode {
  if (typeof touser !== 'string' || touser === '') return 40003
  return typeof template !== 'string' || template === '' ? 40037 : 47003
}

function fits(name: string, value: string): boolean {
  const rule = fieldRules[name.replace(/\d+$/, '')]
  return rule?.test(value) ?? false
}
