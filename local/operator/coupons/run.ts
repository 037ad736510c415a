/** `npm run coupons -- issue FILE`, `show BATCH`, `withdraw BATCH`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { BatchCount, Issued } from '../../../cloudfunctions/server/coupons/manage-coupons'
import type { OperatorQuestion } from '../../../cloudfunctions/server/operator/answer-operator'
import { shownCode } from '../../../domain/coupon'
import { offsetAt, wallClock } from '../../../domain/time'
import { askCloud, NoCloud } from '../ask-cloud'
import { couponSheet } from './sheet'

const USAGE = `npm run coupons -- issue 文件 [--sheet 券.html] [--csv 券.csv]   发行一批优惠券（文件格式见 docs/coupons.md）
npm run coupons -- show 批次                                     未用、付款中、已用各多少
npm run coupons -- withdraw 批次                                 作废这一批里还没用的

--sheet 写出可打印的券（条形码和二维码），--csv 写出券码表；中断后再运行一次会接着发，不会多发。
--link 二维码里券码前面的链接，默认取环境变量 COUPON_LINK，再默认 https://boyi.example/c/。
不设环境变量时用本机正在运行的一套（npm start）；已部署的云环境：设置 CLOUDBASE_ENV 等，见 docs/money.md。
退出码：0 完成，1 文件有错、不能发行或没有这一批，2 没能执行。`

type Environment = Readonly<Record<string, string | undefined>>

export interface Told {
  text: string
  exitCode: 0 | 1 | 2
}

/** What is printed, and how the command ends. */
export async function run(args: readonly string[], env: Environment = process.env): Promise<Told> {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS })
    const [command, subject, ...more] = positionals
    if (values.help) return { text: USAGE, exitCode: 0 }
    if (!subject || more.length > 0) return { text: USAGE, exitCode: 2 }
    if (command === 'issue') return await issue(subject, { link: env['COUPON_LINK'] ?? LINK, ...values }, env)
    if (command === 'show')
      return tellCount((await ask({ ask: 'coupons.show', batch: subject }, env)) as BatchCount | null)
    if (command === 'withdraw')
      return tellCount((await ask({ ask: 'coupons.withdraw', batch: subject }, env)) as BatchCount | null)
    return { text: USAGE, exitCode: 2 }
  } catch (error) {
    return { text: error instanceof NoCloud ? error.message : `没能执行：${String(error)}`, exitCode: 2 }
  }
}

const LINK = 'https://boyi.example/c/'

const OPTIONS = {
  help: { type: 'boolean' },
  sheet: { type: 'string' },
  csv: { type: 'string' },
  link: { type: 'string' },
} as const

const ask = (question: OperatorQuestion, env: Environment): Promise<unknown> => askCloud(question, env)

interface Output {
  sheet?: string | undefined
  csv?: string | undefined
  link: string
}

async function issue(file: string, { sheet, csv, link }: Output, env: Environment): Promise<Told> {
  const written: unknown = JSON.parse(readFileSync(file, 'utf8'))
  for (let before = -1; ;) {
    const issued = (await ask({ ask: 'coupons.issue', file: written }, env)) as Issued
    if ('faults' in issued)
      return { text: [`${file} 有 ${issued.faults.length} 处错误：`, ...issued.faults].join('\n'), exitCode: 1 }
    if ('refused' in issued) return { text: `${file} 没有发行：${issued.refused}`, exitCode: 1 }
    const { batch, codes } = issued
    if (codes.length < batch.count && codes.length > before) {
      before = codes.length
      continue
    }
    if (sheet) writeFileSync(sheet, couponSheet(batch, codes, link))
    if (csv)
      writeFileSync(csv, ['code,link', ...codes.map((code) => `${shownCode(code)},${link}${code}`)].join('\n') + '\n')
    const files = [sheet, csv].filter((name) => name !== undefined)
    return {
      text: `${batch.name}：共 ${codes.length} 张${files.length > 0 ? `，已写入 ${files.join('、')}` : ''}`,
      exitCode: 0,
    }
  }
}

function tellCount(found: BatchCount | null): Told {
  if (!found) return { text: '没有这一批优惠券', exitCode: 1 }
  const { batch, counts } = found
  const { issued, held, used } = counts
  const text = `${batch.name}（${batch._id}）共 ${batch.count} 张${withdrawn(batch)}：未用 ${issued}，付款中 ${held}，已用 ${used}`
  return { text, exitCode: 0 }
}

/** ，2026-11-22 10:05 作废 */
function withdrawn({ withdrawnAt: at, zone }: BatchCount['batch']): string {
  if (at === null) return ''
  const { date, clock } = wallClock(at, offsetAt(at, zone))
  return `，${date} ${clock} 作废`
}

async function main(): Promise<void> {
  const { text, exitCode } = await run(process.argv.slice(2))
  console.log(text)
  process.exit(exitCode)
}

if (require.main === module) void main()
