/** `npm run money -- day 2026-11-21` and `npm run money -- days 2026-11-01 2026-11-21`: our money beside WeChat Pay's. */
import type { OperatorQuestion } from '../../../cloudfunctions/server/operator/answer-operator'
import type { MoneyDay, MoneyDays } from '../../../domain/reconciliation/report'
import { askCloud, NoCloud } from '../ask-cloud'
import { tellDay, tellDays, type Told } from './words'

const USAGE = `npm run money -- day 日期            这一天的钱与微信支付账单逐笔核对，列出每处差异和处理办法
npm run money -- days 从 到         每天的核对结果一览（只看已有结果，不重新核对）

日期写成 2026-11-21，是北京时间的一天；账单在次日上午 10 点后才有，微信保留三个月。
不设环境变量时查本机正在运行的一套（npm start，数据目录 BOYI_DATA）。
查已部署的云环境：设置 CLOUDBASE_ENV、TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY（说明见 docs/money.md）。
退出码：0 一致，1 有差异，2 没能核对。`

type Environment = Readonly<Record<string, string | undefined>>

/** What is printed, and how the command ends. */
export async function run(args: readonly string[], env: Environment = process.env): Promise<Told> {
  const [command, from, to, ...more] = args
  if (args.includes('--help')) return { text: USAGE, exitCode: 0 }
  try {
    if (command === 'day' && from && !to) return tellDay((await ask({ ask: 'money.day', day: from }, env)) as MoneyDay)
    if (command === 'days' && from && to && more.length === 0)
      return tellDays((await ask({ ask: 'money.days', from, to }, env)) as MoneyDays)
    return { text: USAGE, exitCode: 2 }
  } catch (error) {
    return { text: error instanceof NoCloud ? error.message : `没能查到：${String(error)}`, exitCode: 2 }
  }
}

const ask = (question: OperatorQuestion, env: Environment): Promise<unknown> => askCloud(question, env)

async function main(): Promise<void> {
  const { text, exitCode } = await run(process.argv.slice(2))
  console.log(text)
  process.exit(exitCode)
}

if (require.main === module) void main()
