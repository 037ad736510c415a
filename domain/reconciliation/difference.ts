import type { Fen } from '../money'
import type { OrderNo } from '../payment'
import type { Instant } from '../time'

/** Everything that can be wrong between our books and WeChat Pay's. */
export type DifferenceKind =
  /** Paid there; we have no such order. */
  | 'unknown-order'
  /** Paid there; our order has no money. */
  | 'not-counted'
  /** Paid there and here, with other sums. */
  | 'amount-differs'
  /** Paid under another transaction number of WeChat's than we hold. */
  | 'other-transaction'
  /** The bill names one order twice. */
  | 'listed-twice'
  /** Neither a payment nor a refund. */
  | 'other-trade'
  /** Paid here; no bill has it. */
  | 'not-in-bill'
  /** Refunded there; we asked for no such refund. */
  | 'unknown-refund'
  | 'refund-amount-differs'
  /** Refunded here; no bill has it. */
  | 'refund-not-in-bill'
  /** Refunded here; WeChat says it failed. */
  | 'refund-failed'
  /** It left the account and did not reach the payer: the card is void or frozen. */
  | 'refund-stuck'
  /** It should have gone back days ago. */
  | 'still-owed'
  /** The trade bill's payments, refunds, fees are not what moved in the account. */
  | 'account-payments'
  | 'account-refunds'
  | 'account-fees'

export interface Difference {
  kind: DifferenceKind
  /** The order's or the refund's; empty for a total. */
  number: string
  /** Whose refund it is, when the refund's number does not tell. */
  orderNo?: OrderNo
  /** Ours; for the account, the trade bill's. null: nothing. */
  here: Fen | null
  /** WeChat Pay's; for the account, the fund bill's. */
  there: Fen | null
  at: Instant | null
}

/** What it is, and what a person does about it. */
export const DIFFERENCES: Readonly<Record<DifferenceKind, { name: string; next: string }>> = {
  'unknown-order': {
    name: '微信已收款，本系统没有这张订单',
    next: '在微信支付商户平台按订单号查明来源；不是停车订单的归相应业务，查不到来源的在商户平台退款。',
  },
  'not-counted': {
    name: '微信已收款，本系统还没有入账',
    next: '再运行一次本命令；仍然如此，查云函数日志里这个订单号的报警。',
  },
  'amount-differs': {
    name: '两边金额不同',
    next: '以微信金额为准，核对这张订单的账单；多收的在商户平台退还差额。',
  },
  'other-transaction': {
    name: '微信交易号不同',
    next: '在商户平台按订单号核对交易号；同一订单不应有两个交易号，请联系微信支付。',
  },
  'listed-twice': {
    name: '微信账单里重复出现',
    next: '在商户平台查这张订单是否收了两次款；收了两次的退还一次。',
  },
  'other-trade': {
    name: '微信账单里有本系统不会产生的交易',
    next: '多半是同一商户号下其他业务的付款码收款被撤销：在商户平台按订单号查明来源，归相应业务。',
  },
  'not-in-bill': {
    name: '本系统已入账，微信账单里没有',
    next: '在商户平台按订单号查询；确实没有收款的，请联系微信支付并保留这张订单的记录。',
  },
  'unknown-refund': {
    name: '微信已退款，本系统没有这笔退款',
    next: '多半是有人在商户平台手工退款：问清原因。本系统还欠这张订单的（npm run money -- open 会列出），退足之后运行 npm run money -- returned 订单号，再重新核对这一天；不欠的记入当日台账。',
  },
  'refund-amount-differs': {
    name: '两边退款金额不同',
    next: '在商户平台按退款单号核对；少退的补退，多退的记入当日台账。',
  },
  'refund-not-in-bill': {
    name: '本系统已退款，微信账单里没有',
    next: '在商户平台按退款单号查询；确实没有退款的，手工退给车主。',
  },
  'refund-failed': {
    name: '本系统记为已退款，微信说退款失败',
    next: '在商户平台按退款单号核对，账户余额不足的先充值，再手工退给车主。',
  },
  'refund-stuck': {
    name: '退款没有到车主手里（银行卡失效或冻结）',
    next: '在商户平台对这笔退款发起“异常退款”，退到车主的其他账户。',
  },
  'still-owed': {
    name: '该退的钱三天还没有退到',
    next: '在商户平台按订单号查这笔退款：处理中的在等银行（1 至 3 个工作日），余额不足的先充值，异常的发起“异常退款”；没有这笔退款的，npm run money -- open 会说明原因。列在这里的不要另外手工退款；已经手工退了的，运行 npm run money -- returned 订单号，否则可能退两次。',
  },
  'account-payments': {
    name: '交易账单与资金账单的收款总额不同',
    next: '在商户平台下载当日两份账单逐笔核对，并联系微信支付。',
  },
  'account-refunds': {
    name: '交易账单与资金账单的退款总额不同',
    next: '在商户平台下载当日两份账单逐笔核对，并联系微信支付。',
  },
  'account-fees': {
    name: '交易账单与资金账单的手续费不同',
    next: '核对商户平台上的费率；费率没有变的，联系微信支付。',
  },
}
