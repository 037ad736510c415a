/** What an operator reads about money that has not come to its end. */
import { yuan, type Fen } from '../../../domain/money'
import { beijingTime } from '../../../domain/reconciliation/day'
import { MOST_OPEN, type ByHand, type OpenMoney, type WayBack } from '../../../domain/reconciliation/open-money'
import type { Told } from './words'

// ---------------------------------------------------------------- what was asked for

export function tellReturn(orderNo: string, back: Fen, way: WayBack): Told {
  if (way.way === 'unsent' && way.refusal !== undefined)
    return {
      text: `${orderNo} 已记下应退 ${yuan(back)}，但${saidWay(way)}。会自动再试，不用再运行本命令。`,
      exitCode: 1,
    }
  return { text: `${orderNo} 应退 ${yuan(back)}：${saidWay(way)}。到账后付款人的交易记录里会显示。`, exitCode: 0 }
}

function saidWay(way: WayBack): string {
  switch (way.way) {
    case 'unsent':
      return way.refusal === undefined ? '还没有发给微信，会自动再试' : `微信拒绝了退款：${way.refusal}`
    case 'sent':
      return '微信已受理，正在退回'
    case 'stuck':
      return '付款人的银行卡异常，请在商户平台发起“异常退款”'
    case 'back':
      return '已退到'
  }
}

const BY_HAND: Readonly<Record<ByHand, string>> = {
  recorded: '已记为手工退回，不会再自动退款；付款人会看到已退款',
  'back-already': '这笔钱此前已经退到，没有改动',
  'under-way': '没有记：微信正在办理本系统的退款，会自己退到。如果已经另外退了，请联系付款人，以免退两次',
  'nothing-owed': '没有记：这张订单没有待退的钱。要退款请用 return',
  'no-such-order': '没有记：没有这张订单。请用订单号，不要用退款单号',
  'pay-failed': '没有记：暂时问不到微信有没有在退这笔钱，请稍后再运行一次',
}

export const tellByHand = (orderNo: string, what: ByHand): Told => ({
  text: `${orderNo} ${BY_HAND[what]}。`,
  exitCode: what === 'recorded' || what === 'back-already' ? 0 : 1,
})

// ---------------------------------------------------------------- what is open

export function tellOpen({ owed, unended, dead }: OpenMoney): Told {
  const parts = [
    part('待退的钱', owed.map(debtLine)),
    part('过期后没有结束的订单（按单号查云函数日志）', unended.map(orderLine)),
    part('放弃的操作（按名称查云函数日志）', dead.map(deadLine)),
  ].filter((lines) => lines.length > 0)
  if (parts.length === 0) return { text: '没有未了结的。', exitCode: 0 }
  return { text: parts.map((lines) => lines.join('\n')).join('\n\n'), exitCode: 1 }
}

function part(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return []
  return [
    lines.length < MOST_OPEN ? `${title}：${lines.length}` : `${title}：最早的 ${MOST_OPEN}，可能还有更多`,
    ...lines,
  ]
}

const debtLine = ({ orderNo, amount, since, ...way }: OpenMoney['owed'][number]): string =>
  `  ${orderNo}，从 ${beijingTime(since)} 起应退 ${yuan(amount)}，${saidWay(way)}`

const orderLine = ({ orderNo, amount, expiredAt }: OpenMoney['unended'][number]): string =>
  `  ${orderNo}，${yuan(amount)}，${beijingTime(expiredAt)} 到期`

const deadLine = ({ effect, at }: OpenMoney['dead'][number]): string => `  ${effect}，${beijingTime(at)}`
