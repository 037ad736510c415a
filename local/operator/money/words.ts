/** What an operator reads about days of money. */
import { fen, NOTHING, yuan, type Fen } from '../../../domain/money'
import type { DayTotals, Sides } from '../../../domain/reconciliation/compare'
import { beijingTime } from '../../../domain/reconciliation/day'
import { DIFFERENCES, type Difference, type DifferenceKind } from '../../../domain/reconciliation/difference'
import type {
  DayState,
  DaySummary,
  MoneyDay,
  MoneyDays,
  MoneyRefusal,
  Refusal,
} from '../../../domain/reconciliation/report'
import { table } from '../../columns'

export interface Told {
  text: string
  /** 0: both sides agree; 1: they do not; 2: they could not be compared. */
  exitCode: 0 | 1 | 2
}

const REFUSALS: Readonly<Record<MoneyRefusal, string>> = {
  'no-such-day': '没有这样的日期。请写成 2026-11-21；两个日期时先写早的。',
  'not-written': '这一天的账单还没有：微信在次日上午 10 点后（北京时间）给出，当天和以后的日期没有账单。',
  'too-old': '微信只保留最近三个月的账单。',
  'too-many-days': '一次最多看 100 天。',
  'pay-failed': '暂时拿不到微信支付的账单，请稍后再试。',
}

export const tellRefusal = ({ why, detail }: Refusal): Told => ({
  text: detail ? `${REFUSALS[why]}\n${detail}` : REFUSALS[why],
  exitCode: 2,
})

// ---------------------------------------------------------------- a day

export function tellDay(answer: MoneyDay): Told {
  if (answer.answer === 'refused') return tellRefusal(answer)
  const { day, totals, differences, mended } = answer
  const lines = [
    `${day} 对账（北京时间的一天）`,
    '',
    ...totalsTable(totals),
    '',
    accountLine(totals),
    ...(mended.length > 0 ? ['', `已按微信账单补记 ${mended.length} 张订单：${mended.join('、')}`] : []),
    '',
    ...(differences.length > 0 ? differences.flatMap(tellDifference) : ['两边一致，没有差异。']),
  ]
  return { text: lines.join('\n'), exitCode: differences.length > 0 ? 1 : 0 }
}

function totalsTable({ payments, refunds, paymentCount, refundCount }: DayTotals): string[] {
  const net = { here: fen(payments.here - refunds.here), there: fen(payments.there - refunds.there) }
  return table([
    ['', '本系统', '微信支付', '差额'],
    [`收款（微信 ${paymentCount} 笔）`, ...sides(payments)],
    [`退款（微信 ${refundCount} 笔）`, ...sides(refunds)],
    ['净收', ...sides(net)],
  ])
}

const sides = ({ here, there }: Sides): string[] => [yuan(here), yuan(there), yuan(fen(here - there))]

const accountLine = ({ account: { payments, refunds, fees, other } }: DayTotals): string =>
  [
    `资金账单：收款 ${yuan(payments)}，退款 ${yuan(refunds)}，手续费 ${yuan(fees)}`,
    ...(other === NOTHING ? [] : [`其他（提现等）${yuan(other)}`]),
  ].join('，')

/** The two bills whose sums differ are both WeChat's. */
const OF_ACCOUNT: ReadonlySet<DifferenceKind> = new Set(['account-payments', 'account-refunds', 'account-fees'])

function tellDifference(difference: Difference, place: number): string[] {
  const { name, next } = DIFFERENCES[difference.kind]
  return [`差异 ${place + 1}：${name}`, `  ${factsOf(difference).join('，')}`, `  怎么办：${next}`]
}

function factsOf({ kind, number, orderNo, here, there, at }: Difference): string[] {
  if (kind === 'still-owed' && at !== null) return [`单号 ${number}`, `从 ${beijingTime(at)} 起应退 ${amount(here)}`]
  const [ours, theirs] = OF_ACCOUNT.has(kind) ? ['交易账单', '资金账单'] : ['本系统', '微信支付']
  return [
    ...(number ? [`单号 ${number}`] : []),
    ...(orderNo ? [`订单 ${orderNo}`] : []),
    ...(at === null ? [] : [beijingTime(at)]),
    `${ours} ${amount(here)}`,
    `${theirs} ${amount(there)}`,
  ]
}

const amount = (sum: Fen | null): string => (sum === null ? '无' : yuan(sum))

// ---------------------------------------------------------------- many days

const STATES: Readonly<Record<DayState, string>> = {
  due: '未对账',
  agreed: '一致',
  differs: '有差异',
  failed: '对账失败',
}

export function tellDays(answer: MoneyDays): Told {
  if (answer.answer === 'refused') return tellRefusal(answer)
  const rows = table([
    ['日期', '结果', '收款 本系统', '微信', '退款 本系统', '微信', '手续费', '该退未退', '差异'],
    ...answer.days.map(dayRow),
  ])
  const open = answer.days.filter(({ state }) => state !== 'agreed')
  const advice =
    open.length > 0 ? ['', `${open.length} 天没有对平。逐日查看：npm run money -- day ${open[0]?.day}`] : []
  return { text: [...rows, ...advice].join('\n'), exitCode: exitCodeOf(open) }
}

const exitCodeOf = (open: readonly DaySummary[]): Told['exitCode'] => {
  if (open.some(({ state }) => state === 'differs')) return 1
  return open.length > 0 ? 2 : 0
}

const dayRow = ({ day, state, totals, differenceCount }: DaySummary): string[] => [
  day,
  STATES[state],
  ...(totals ? sumsOf(totals) : ['', '', '', '', '', '']),
  differenceCount > 0 ? String(differenceCount) : '',
]

const sumsOf = ({ payments, refunds, account, stillOwed }: DayTotals): string[] => [
  ...[payments.here, payments.there, refunds.here, refunds.there, account.fees].map(yuan),
  stillOwed === NOTHING ? '' : yuan(stillOwed),
]
