import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { buildPreview } from './build/build'
import { cannedAnswers, type CannedAnswers } from './canned'
import { servePhone } from './phone-server'

const { values } = parseArgs({
  options: {
    miniprogram: { type: 'string', default: path.join(__dirname, '../../miniprogram') },
    out: { type: 'string', default: path.join(__dirname, '../../.local/phone') },
    answers: { type: 'string' },
    port: { type: 'string', default: '0' },
  },
})

/** Shows a mini program alone, with answers from a file in place of a cloud. */
async function main(): Promise<void> {
  const report = await buildPreview({ miniprogram: values.miniprogram, out: values.out, dev: true })
  for (const warning of report.warnings) console.warn(warning)
  const answers = values.answers ? (JSON.parse(readFileSync(values.answers, 'utf8')) as CannedAnswers) : {}
  const { url } = await servePhone(values.out, cannedAnswers(answers), Number(values.port))
  console.log(`${report.pages} pages and ${report.components} components, built in ${report.milliseconds} ms: ${url}`)
}

void main()
