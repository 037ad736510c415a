/** Home: the car at hand, and the others. */
import {
  minutesBetween,
  REFUSAL_WORDS,
  saidLength,
  saidTime,
  wallClock,
  yuan,
  type CarView,
  type HomeView,
  type Instant,
  type LotView,
  type StayId,
} from '../../domain'
import { NO_CAR } from '../../components/plate-chip/view'
import { empty, SHOWN, stateOf, type StateScreen } from '../../components/state-view/view'
import { saidLeft } from '../../services/countdown'
import { staleWords, type Loaded } from '../../services/loaded'

type Home = HomeView['cars'][number]

/** What the button at the bottom does. */
export type HomeAct = 'pay' | 'scan' | 'add' | 'call'

export interface CarCard {
  car: CarView
  state: Home['state']
  /** 泊易示范停车场; empty while the car is away. */
  lot: string
  /** Over the figure: 应付, 请在 16:20 前离场 */
  label: string
  /** Fen, where the figure is money. */
  due: number
  /** The figure where it is time or a word: 还剩 12 分钟, 不在场 */
  figure: string
  urgent: boolean
  /** 已停 2 小时 14 分 · 今天 14:05 入场 */
  note: string
  /** What to do where nothing can be paid. */
  advice: string
}

export interface OtherCar {
  place: number
  car: CarView
  /** 应付 ¥12.50 */
  word: string
}

export interface HomeScreen {
  state: StateScreen
  /** Why this is not the newest, and how old it is. */
  notice: string
  card: CarCard
  others: OtherCar[]
  action: { act: HomeAct; text: string }
}

const SCAN = { act: 'scan', text: '扫车道码' } as const
const EMPTY = empty(
  'vehicle',
  '添加您的车辆',
  '这里会显示停车时长、应付金额和离场时间。\n已在车道上？直接扫车道码即可。',
)

const NO_CARD: CarCard = {
  car: NO_CAR,
  state: 'away',
  lot: '',
  label: '',
  due: 0,
  figure: '',
  urgent: false,
  note: '',
  advice: '',
}

export const AWAITED_HOME: HomeScreen = {
  state: stateOf({ phase: 'loading' }),
  notice: '',
  card: NO_CARD,
  others: [],
  action: SCAN,
}

/** `chosen` is the place of the car at hand in the cloud's list. */
export function toView(home: Loaded<HomeView>, chosen: number, now: Instant): HomeScreen {
  if (home.phase !== 'ready') return { ...AWAITED_HOME, state: stateOf(home) }
  const { cars } = home.answer
  const notice = staleWords(home, now, '情况')
  const atHand = cars[chosen] ?? cars[0]
  if (!atHand) return { ...AWAITED_HOME, state: EMPTY, notice, action: { act: 'add', text: '添加车辆' } }
  return {
    state: SHOWN,
    notice,
    card: toCard(atHand, now),
    others: cars
      .map((car, place) => ({ place, car: car.car, word: wordOf(car, now) }))
      .filter((other) => cars[other.place] !== atHand),
    action: actionOf(atHand, now),
  }
}

function toCard(home: Home, now: Instant): CarCard {
  switch (home.state) {
    case 'away':
      return card(home, { label: '现在', figure: '不在场', note: '到了车场，扫车道上的二维码即可入场。' })
    case 'inside':
      return card(home, { lot: home.lot.name, label: '应付', due: home.due, note: stayWords(home, now) })
    case 'unpriced':
      return card(home, {
        lot: home.lot.name,
        label: '应付',
        figure: UNPRICED.title,
        note: stayWords(home, now),
        advice: UNPRICED.advice,
      })
    case 'paid':
      return card(home, { lot: home.lot.name, ...leaveWords(home, now), note: stayWords(home, now) })
  }
}

const UNPRICED = REFUSAL_WORDS['no-price']

const card = (home: Home, shown: Partial<CarCard>): CarCard => ({
  ...NO_CARD,
  car: home.car,
  state: home.state,
  ...shown,
})

function stayWords({ enteredAt, lot }: Exclude<Home, { state: 'away' }>, now: Instant): string {
  return `已停 ${saidLength(minutesBetween(enteredAt, now))} · ${saidTime(enteredAt, now, lot.offset)} 入场`
}

const URGENT_MS = 5 * 60_000

function leaveWords({ leaveBy, lot }: Extract<Home, { state: 'paid' }>, now: Instant): Partial<CarCard> {
  if (leaveBy <= now) return { label: '离场时间已过', figure: '需要补缴', urgent: true }
  return {
    label: `已缴费，请在 ${wallClock(leaveBy, lot.offset).clock} 前离场`,
    figure: `还剩 ${saidLeft(now, leaveBy)}`,
    urgent: leaveBy - now < URGENT_MS,
  }
}

function actionOf(home: Home, now: Instant): HomeScreen['action'] {
  if (home.state === 'inside' && home.due > 0) return { act: 'pay', text: `缴费 ${yuan(home.due)}` }
  if (home.state === 'inside') return { act: 'pay', text: '查看账单' }
  if (home.state === 'unpriced') return { act: 'call', text: '致电车场' }
  if (home.state === 'paid' && home.leaveBy <= now) return { act: 'pay', text: '查看账单' }
  return SCAN
}

function wordOf(home: Home, now: Instant): string {
  if (home.state === 'away') return '不在场'
  if (home.state === 'inside') return `应付 ${yuan(home.due)}`
  if (home.state === 'unpriced') return UNPRICED.title
  return home.leaveBy <= now ? '需要补缴' : `已缴费，还剩 ${saidLeft(now, home.leaveBy)}`
}

/** Where the car at hand stands: the bill that the card's button opens, and the lot that it calls. */
export function placeOf(home: Loaded<HomeView>, chosen: number): { stay: StayId; lot: LotView } | undefined {
  if (home.phase !== 'ready') return undefined
  const atHand = home.answer.cars[chosen] ?? home.answer.cars[0]
  return atHand && atHand.state !== 'away' ? { stay: atHand.stay, lot: atHand.lot } : undefined
}
