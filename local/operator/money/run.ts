/**
 * `npm run money -- day 2026-11-21`, `days 2026-11-01 2026-11-21`: our money beside WeChat Pay's; `open`: what has not come to its
 * end; `return` gives some back, `returned` notes that it went back by hand.
 */
import type { OperatorQuestion, Returned } from '../../../cloudfunctions/server/operator/answer-operator'
import { fen } from '../../../domain/money'
import type { ByHand, OpenMoney } from '../../../domain/reconciliation/open-money'
import type { MoneyDay, MoneyDays } from '../../../domain/reconciliation/report'
import { askCloud, NoCloud } from '../ask-cloud'
import { tellByHand, tellOpen, tellReturn } from './open-words'
import { tellDay, tellDays, type Told } from './words'

const USAGE = `npm run money -- day 日期            这一天的钱与微信支付账单逐笔核对，列出每处差异和处理办法
npm run money -- days 从 到         每天的核对结果一览（只看已有结果，不重新核对）
npm run money -- open                还没有了结的：待退的钱和原因、没有结束的订单、放弃的操作
npm run money -- return 订单号 5.00   离场后退给付款人 5.00 元（全部或一部分，每单一次）
npm run money -- returned 订单号      待退的钱已经手工退了（商户平台或现金），在本系统了结

日期写成 2026-11-21，是北京时间的一天；账单在次日上午 10 点后才有，微信保留三个月。
不设环境变量时查本机正在运行的一套（npm start，数据目录 BOYI_DATA）。
查已部署的云环境：设置 CLOUDBASE_ENV、TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY、OPERATOR_KEY（说明见 docs/money.md）。
退出码：0 一致、没有未了结的或已办，1 有差异、有未了结的或没有办成，2 没能执行。`

type Environment = Readonly<Record<string, string | undefined>>

/** What is printed, and how the command ends. */
export async function run(args: readonly string[], env: Environment = process.env): Promise<Told> {
  const [command, from, to, ...more] = args
  if (args.includes('--help')) return { text: USAGE, exitCode: 0 }
  try {
    if (command === 'day' && from && !to) return tellDay((await ask({ ask: 'money.day', day: from }, env)) as MoneyDay)
    if (command === 'days' && from && to && more.length === 0)
      return tellDays((await ask({ ask: 'money.days', from, to }, env)) as MoneyDays)
    if (command === 'open' && !from) return tellOpen((await ask({ ask: 'money.open' }, env)) as OpenMoney)
    if (command === 'returned' && from && !to)
      return tellByHand(from, (await ask({ ask: 'money.returned', orderNo: from }, env)) as ByHand)
    if (command === 'return' && from && to && more.length === 0) return await giveBack(from, to, env)
    return { text: USAGE, exitCode: 2 }
  } catch (error) {
    return { text: error instanceof NoCloud ? error.message : `没能查到：${String(error)}`, exitCode: 2 }
  }
}

async function giveBack(orderNo: string, yuan: string, env: Environment): Promise<Told> {
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(yuan)) return { text: `金额写成 5.00，而不是 ${yuan}`, exitCode: 2 }
  const back = fen(Math.round(Number(yuan) * 100))
  const returned = (await ask({ ask: 'money.return', orderNo, back }, env)) as Returned
  if (returned.refused !== null) return { text: `${orderNo} 没有退款：${returned.refused}`, exitCode: 1 }
  return tellReturn(orderNo, back, returned)
}

const ask = (question: OperatorQuestion, env: Environment): Promise<unknown> => askCloud(question, env)

async function main(): Promise<void> {
  const { text, exitCode } = await run(process.argv.slice(2))
  console.log(text)
  process.exit(exitCode)
}

if (require.main === module) void main()
