/** The shape of a tariff, part by part. */
import { zone } from '../../time'
import { WEEKDAYS } from '../tariff'
import {
  amount,
  clock,
  currency,
  custom,
  date,
  decimal,
  length,
  list,
  name,
  object,
  one,
  orObject,
  record,
  text,
  variants,
  weekClock,
  whole,
  yesNo,
  type Schema,
} from './shape'

const isZone = (value: unknown): boolean => {
  try {
    return typeof value === 'string' && zone(value) === value
  } catch {
    return false
  }
}

const zoneName = custom(text, isZone, 'an IANA time zone such as "Asia/Shanghai"')

const band = object({
  'to?': length,
  unit: length,
  price: amount,
  'round?': one('up', 'down', 'prorata'),
  'tolerance?': length,
})

const ladder = list(band)

const period = object(
  {
    name: text,
    'from?': weekClock,
    'to?': weekClock,
    'days?': list(name),
    'dayBy?': one('minute', 'start'),
    'cap?': amount,
    'capPer?': one('instance', 'block'),
    'outsideCap?': one(true),
    'cut?': yesNo,
    'ladder?': ladder,
    'upper?': one('inclusive', 'exclusive'),
    'flat?': amount,
    'per?': one('instance', 'piece', 'calendarDay', 'stay'),
    'free?': one(true),
  },
  ['ladder', 'flat', 'free'],
)

const free = object({
  minutes: length,
  'strict?': yesNo,
  mode: one('threshold', 'deduct'),
  'renew?': one('stay', 'block', 'vehicleDay', 'vehicleHours'),
  'hours?': whole(1, 'whole hours, 1 or more'),
})

const blocks = object({
  by: one('elapsed', 'calendarDay'),
  'minutes?': length,
  'origin?': one('entry', 'billing'),
  'cap?': amount,
  'capTimes?': one('each', 'first'),
  'restartAt?': length,
  'cut?': yesNo,
  'groups?': list(object({ blocks: whole(2, 'two blocks or more'), cap: amount })),
})

const edge = object({ at: clock, 'day?': whole(0, 'days after the product’s day, 0 to 31', 31), 'inclusive?': yesNo })
const window = object({ 'from?': edge, 'to?': edge })

const product = object({
  name: text,
  'days?': list(name),
  'entry?': window,
  'exit?': window,
  'minMinutes?': length,
  'maxMinutes?': length,
  price: amount,
  'perDate?': one('touched', 'exitIncluded'),
})

const roundMoney = object({
  mode: one('halfUp', 'down', 'up'),
  step: whole(1, 'whole fen, 1 or more (100 rounds to whole yuan)'),
})

const plan = object({
  'free?': free,
  'blocks?': blocks,
  periods: list(period),
  'overlap?': one('firstMatch'),
  'crossing?': one('split', 'carry', 'accumulate', 'entry'),
  'counter?': one('piece', 'block', 'calendarDay', 'stay'),
  'counts?': one('charged', 'elapsed'),
  'head?': object({ name: text, minutes: length, price: amount }),
  'products?': list(product),
  'choose?': one('first', 'min'),
  'normalOnlyIf?': object({ 'maxMinutes?': length, 'sameDay?': yesNo, 'notOnDays?': list(name) }),
  'totalCap?': amount,
  'longStay?': object({ after: length, base: amount, ladder }),
  'waiveFirst?': length,
  'waiveWhen?': one('afterCaps', 'beforeCaps'),
  'zeroStay?': amount,
  'roundMoney?': roundMoney,
})

const capsToo = custom(yesNo, (value) => typeof value === 'boolean', 'true where caps are multiplied too, else false')

const vehicleClass = object({
  name: text,
  plan: name,
  'multiplier?': object({ by: decimal, caps: capsToo, 'when?': one('beforeRounding', 'afterRounding') }),
  'minus?': amount,
  'plus?': amount,
})

const calendar = object({
  dates: record(list(date)),
  covers: list(date, 2, 2),
  'names?': record(text),
  days: list(object({ type: name, 'dates?': name, 'weekdays?': list(one(...WEEKDAYS)) }, ['dates', 'weekdays'])),
})

const coupons = object({
  order: list(one('minutes', 'percent', 'amount', 'full')),
  'minutes?': one('shift', 'waive'),
  'percentRound?': one('halfUp', 'down'),
  'limit?': whole(1, 'coupons a stay may use, 1 or more'),
  'onFlats?': yesNo,
})

const visits = variants({
  join: { gap: length },
  nthOfDay: { plans: list(name) },
  capWindow: { minutes: length, cap: amount },
  sumOfDay: {},
})

const stay = object({
  payGrace: whole(0, 'whole minutes, 0 or more'),
  overtime: one('lessPaid', 'rebill'),
  'minimum?': amount,
  'lostTicket?': orObject(amount, object({ amount, plus: one('fee') })),
  'unplated?': amount,
  'missingExit?': clock,
  'coupons?': coupons,
  'visits?': visits,
})

export const tariffShape = object({
  '$schema?': text,
  id: text,
  version: text,
  name: text,
  zone: zoneName,
  currency,
  'effective?': object({ 'from?': date, 'to?': date, 'by?': one('entry', 'exit') }),
  'seconds?': one('cut', 'started'),
  'calendar?': calendar,
  plans: record(plan),
  classes: record(vehicleClass),
  defaultClass: name,
  'roundMoney?': roundMoney,
  stay,
})

/** What is published as tariff.schema.json. */
export const tariffSchema: Schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Boyi parking tariff',
  ...tariffShape.schema,
}
