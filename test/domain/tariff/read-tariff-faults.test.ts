/** Price lists of the right shape that make no sense. */
import { day, expectFault, hourly, night, peak, sound, type Json } from './written'

const FAULTY: readonly (readonly [string, Json, string])[] = [
  [
    'periods that overlap',
    sound({ periods: [day, { ...night, from: '21:00' }] }),
    '$.plans.car.periods[1] overlaps with period 0 at mon 21:00',
  ],
  [
    'a whole day over a window',
    sound({ periods: [day, { name: '全天', flat: 1 }] }),
    '$.plans.car.periods[1] overlaps',
  ],
  ['several periods without a crossing', sound({ crossing: undefined }), '$.plans.car.crossing several periods charge'],
  [
    'a ladder that ends',
    sound(hourly([{ to: 60, unit: 60, price: 1 }])),
    '$.plans.car.periods[0].ladder[0].to the last band ends',
  ],
  [
    'a band in the middle that never ends',
    sound(
      hourly([
        { unit: 60, price: 1 },
        { unit: 60, price: 1 },
      ]),
    ),
    '$.plans.car.periods[0].ladder[0].to is missing',
  ],
  [
    'bands that go back',
    sound(
      hourly([
        { to: 60, unit: 60, price: 1 },
        { to: 60, unit: 60, price: 1 },
        { unit: 1, price: 1 },
      ]),
    ),
    '$.plans.car.periods[0].ladder[1].to is not after 60',
  ],
  [
    'a unit that does not fit its band',
    sound(
      hourly([
        { to: 90, unit: 60, price: 1 },
        { unit: 60, price: 1 },
      ]),
    ),
    '$.plans.car.periods[0].ladder[0].unit does not fit into 90 minutes',
  ],
  [
    'a tolerance as long as the unit',
    sound(hourly([{ unit: 30, price: 1, tolerance: 30 }])),
    '$.plans.car.periods[0].ladder[0].tolerance',
  ],
  [
    'a class without a plan',
    sound({}, { classes: { car: { name: '车', plan: 'bus' } } }),
    '$.classes.car.plan no plan bus',
  ],
  [
    'a factor after rounding that leaves out the caps before it',
    sound(
      {},
      { classes: { car: { name: '车', plan: 'car', multiplier: { by: 2, caps: false, when: 'afterRounding' } } } },
    ),
    '$.classes.car.multiplier.caps the factor comes after the caps | true, or when: "beforeRounding"',
  ],
  ['a default that is no class', sound({}, { defaultClass: 'bus' }), '$.defaultClass no class bus'],
  [
    'days that no calendar names',
    sound({ periods: [{ ...day, days: ['workday'] }, night] }),
    '$.plans.car.periods[0].days[0] no day workday',
  ],
  [
    'a calendar without its dates',
    sound(
      {},
      {
        calendar: {
          covers: ['2026-01-01', '2026-12-31'],
          dates: { off: ['2026-01-01'] },
          days: [
            { type: 'holiday', dates: 'holidays' },
            { type: 'other', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] },
          ],
        },
      },
    ),
    '$.calendar.days[0].dates no dates holidays',
  ],
  [
    'a calendar that forgets a weekday',
    sound(
      {},
      {
        calendar: {
          covers: ['2026-01-01', '2026-12-31'],
          dates: { off: ['2026-01-01'] },
          days: [
            { type: 'off', dates: 'off' },
            { type: 'work', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
          ],
        },
      },
    ),
    '$.calendar.days says no type for sun',
  ],
  [
    'a date outside of the calendar',
    sound(
      {},
      {
        calendar: {
          covers: ['2026-01-01', '2026-12-31'],
          dates: { off: ['2027-01-01'] },
          days: [
            { type: 'off', dates: 'off' },
            { type: 'work', weekdays: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] },
          ],
        },
      },
    ),
    '$.calendar.dates.off[0] lies outside of covers',
  ],
  [
    'a window over midnight on certain days',
    sound({ periods: [day, { ...night, days: ['fri'] }] }),
    '$.plans.car.periods[1] runs over midnight on certain days',
  ],
  [
    'a window with one end',
    sound({ periods: [{ name: '晚', from: '18:00', flat: 1 }], crossing: undefined }),
    '$.plans.car.periods[0] has one end only',
  ],
  [
    'minutes added up over nothing',
    sound({ crossing: 'accumulate' }),
    '$.plans.car.counter minutes are added up over what?',
  ],
  [
    'coupons in an order that cannot be',
    sound(
      {},
      {
        stay: {
          payGrace: 15,
          overtime: 'rebill',
          coupons: { order: ['amount', 'minutes'], minutes: 'shift', percentRound: 'down' },
        },
      },
    ),
    '$.stay.coupons.order minutes that move the start',
  ],
  [
    'minutes as coupons that nobody says the use of',
    sound({}, { stay: { payGrace: 15, overtime: 'lessPaid', coupons: { order: ['minutes'] } } }),
    '$.stay.coupons.minutes is missing',
  ],
  [
    'percentages that nobody says the rounding of',
    sound({}, { stay: { payGrace: 15, overtime: 'lessPaid', coupons: { order: ['amount', 'percent'] } } }),
    '$.stay.coupons.percentRound is missing',
  ],
  [
    'a type of day without words for people',
    sound({}, { calendar: peak({}) }),
    '$.calendar.names has no name for peak | what people call such days: "names": { "peak": "旺季" }',
  ],
  [
    'a name for a type of day that there is not',
    sound({}, { calendar: peak({ names: { peak: '旺季', low: '淡季' } }) }),
    '$.calendar.names.low is no type of day | one of "peak", "workday"',
  ],
  [
    'a plan that nobody uses',
    sound(
      {},
      {
        plans: {
          car: sound()['plans'] && { periods: [{ name: '停', flat: 1 }] },
          bus: { periods: [{ name: '停', flat: 1 }] },
        },
      },
    ),
    '$.plans.bus no class uses this plan',
  ],
  [
    'free time renewed in blocks that are not there',
    sound({ free: { minutes: 15, mode: 'threshold', renew: 'block' } }),
    '$.plans.car.free.renew has no effect',
  ],
  [
    'a weekday at one end only',
    sound({ periods: [{ ...day, to: 'fri 22:00' }], crossing: undefined }),
    '$.plans.car.periods[0] has a weekday at one end only',
  ],
  [
    'days beside ends that name them',
    sound({ periods: [{ ...day, from: 'mon 07:00', to: 'fri 22:00', days: ['mon'] }], crossing: undefined }),
    '$.plans.car.periods[0].days its ends name the days',
  ],
  [
    'a day that counts beside ends that name them',
    sound({ periods: [{ ...day, from: 'mon 07:00', to: 'fri 22:00', dayBy: 'start' }], crossing: undefined }),
    '$.plans.car.periods[0].dayBy its ends name the days',
  ],
  [
    'a week that begins where it ends',
    sound({ periods: [{ ...day, from: 'mon 07:00', to: 'mon 07:00' }], crossing: undefined }),
    '$.plans.car.periods[0] begins where it ends',
  ],
  [
    'a week that begins at the end of a day',
    sound({ periods: [{ ...day, from: 'sun 24:00', to: 'mon 07:00' }], crossing: undefined }),
    '$.plans.car.periods[0].from is the end of a day',
  ],
  [
    'a weekend over the third day of which lies another period',
    sound({
      periods: [
        { ...day, days: ['mon'] },
        { ...night, from: 'fri 18:00', to: 'mon 07:01' },
      ],
    }),
    '$.plans.car.periods[1] overlaps with period 0 at mon 07:00',
  ],
  [
    'a day that counts without a clock',
    sound({ periods: [{ name: '停车', flat: 1, dayBy: 'start' }], crossing: undefined }),
    '$.plans.car.periods[0].dayBy the period has no clock',
  ],
  [
    'a waiver before the caps of nothing',
    sound({ waiveWhen: 'beforeCaps' }),
    '$.plans.car.waiveWhen has no effect | waiveFirst beside it',
  ],
  [
    'a waiver before the caps of a product',
    sound({ waiveFirst: 60, waiveWhen: 'beforeCaps', products: [{ name: '票', price: 1 }] }),
    '$.plans.car.waiveWhen products and long stays are not capped',
  ],
  [
    'a waiver before the caps of a long stay',
    sound({
      waiveFirst: 60,
      waiveWhen: 'beforeCaps',
      longStay: { after: 1, base: 1, ladder: [{ unit: 1, price: 1 }] },
    }),
    '$.plans.car.waiveWhen products and long stays are not capped',
  ],
  [
    'a period outside of caps that are not there',
    sound({ periods: [day, { ...night, outsideCap: true }] }),
    '$.plans.car.periods[1].outsideCap has no effect | a price, and blocks with cap or groups beside it',
  ],
  [
    'free time outside of a cap',
    sound({
      blocks: { by: 'calendarDay', cap: 1 },
      periods: [day, { name: '夜间', free: true, outsideCap: true, from: '22:00', to: '07:00' }],
    }),
    '$.plans.car.periods[1].outsideCap has no effect',
  ],
  [
    'a cut without blocks',
    sound({ periods: [{ ...day, cut: false }, night] }),
    '$.plans.car.periods[0].cut has no effect',
  ],
  [
    'a cut that the blocks make anyway',
    sound({ blocks: { by: 'elapsed' }, periods: [{ ...day, cut: true }, night] }),
    '$.plans.car.periods[0].cut has no effect | a ladder or flat per piece, and blocks that say the opposite',
  ],
  [
    'a flat price once a night that nothing could cut',
    sound({ blocks: { by: 'elapsed' }, periods: [day, { ...night, cut: false }] }),
    '$.plans.car.periods[1].cut has no effect',
  ],
  [
    'units that run on from sum to sum',
    sound({ crossing: 'accumulate', counter: 'block', blocks: { by: 'elapsed', cut: false } }),
    '$.plans.car.blocks.cut minutes are added up in each block',
  ],
  [
    'one period that runs on while ladders start again in each block',
    sound({ counter: 'block', blocks: { by: 'elapsed' }, periods: [{ ...day, cut: false }, night] }),
    '$.plans.car.periods[0].cut a ladder that starts again in a block',
  ],
  [
    'units that run on over the midnight at which their ladder starts again',
    sound({ counter: 'calendarDay', blocks: { by: 'calendarDay', cut: false } }),
    '$.plans.car.blocks.cut a ladder that starts again at midnight',
  ],
  ...[
    { head: { name: '起步', minutes: 30, price: 100 } },
    { free: { minutes: 30, mode: 'threshold', renew: 'block' } },
    { blocks: { by: 'elapsed', cut: false, restartAt: 60 } },
  ].map((rest): readonly [string, Json, string] => [
    `units that run on into a block with ${Object.keys(rest).join()}`,
    sound({ blocks: { by: 'elapsed', cut: false }, ...rest }),
    '$.plans.car.blocks.cut what begins with a block needs blocks that cut',
  ]),
  [
    'in force until before it begins',
    sound({}, { effective: { from: '2026-05-01', to: '2026-04-01' } }),
    '$.effective.to is not after 2026-05-01',
  ],
]

test.each(FAULTY)('a fault is named with its path and what would be right: %s', (_what, json, expected) =>
  expectFault(json, expected),
)
