/** `npm run money -- day 2026-11-21`, `days 2026-11-01 2026-11-21`: our money beside WeChat Pay's; `return` gives some back. */
import type { OperatorQuestion, Returned } from '../../../cloudfunctions/server/operator/answer-operator'
import type { MoneyDay, MoneyDays } from '../../../domain/reconciliation/report'
import { askCloud, NoCloud } from '../ask-cloud'
import { tellDay, tellDays, type Told } from './words'

const USAGE = `npm run money -- day 日期            这一天的钱与微信支付账单逐笔核对，列出每处差异和处理办法
npm run money -- days 从 到         每天的核对结果一览（只看已有结果，不重新核对）
npm run money -- return 单号 5.00     离场后退给付款人 5.00 元（全部或一部分，每单一次）

日期写成 2026-11-21，是北京时间的一天；账单在次日上午 10 点后才有，微信保留三个月。
不设环境变量时查本机正在运行的一套（npm start，数据目录 BOYI_DATA）。
查已部署的云环境：设置 CLOUDBASE_ENV、TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY、OPERATOR_KEY（说明见 docs/money.md）。
退出码：0 一致或已退，1 有差异或不能退，2 没能执行。`

type Environment = Readonly<Record<string, string | undefined>>

/** What is printed, and how the command ends. */
export async function run(args: readonly string[], env: Environment = process.env): Promise<Told> {
  const [command, from, to, ...more] = args
  if (args.includes('--help')) return { text: USAGE, exitCode: 0 }
  try {
    if (command === 'day' && from && !to) return tellDay((await ask({ ask: 'money.day', day: from }, env)) as MoneyDay)
    if (command === 'days' && from && to && more.length === 0)
      return tellDays((await ask({ ask: 'money.days', from, to }, env)) as MoneyDays)
    if (command === 'return' && from && to && more.length === 0) return await giveBack(from, to, env)
    return { text: USAGE, exitCode: 2 }
  } catch (error) {
    return { text: error instanceof NoCloud ? error.message : `没能查到：${String(error)}`, exitCode: 2 }
  }
}

async function giveBack(orderNo: string, yuan: string, env: Environment): Promise<Told> {
  if (!/^\d{1,6}(\.\d{1,2})?$/.test(yuan)) return { text: `金额写成 5.00，而不是 ${yuan}`, exitCode: 2 }
  const back = Math.round(Number(yuan) * 100)
  const { refused } = (await ask({ ask: 'money.return', orderNo, back }, env)) as Returned
  if (refused !== null) return { text: `${orderNo} 没有退款：${refused}`, exitCode: 1 }
  return { text: `${orderNo} 正在退回 ¥${(back / 100).toFixed(2)}，到账后付款人的交易记录里会显示`, exitCode: 0 }
}

const ask = (question: OperatorQuestion, env: Environment): Promise<unknown> => askCloud(question, env)

async function main(): Promise<void> {
  const { text, exitCode } = await run(process.argv.slice(2))
  console.log(text)
  process.exit(exitCode)
}

if (require.main === module) void main()
