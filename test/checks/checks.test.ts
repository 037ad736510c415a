/** Each check is run on a project that is broken on purpose: one that finds nothing there guards nothing here. */
import { execFile } from 'node:child_process'
import path from 'node:path'
import { type Finding, inWords } from './check'

interface Outcome {
  name: string
  findings: Finding[]
}

const repository = path.resolve(__dirname, '../..')
const broken = path.join(repository, 'test/fixtures/checks/broken')

let exitCode: number
let found: Record<string, string[]>

/** In a process of its own, as `npm run check` does: the linters load their configuration as ES modules, which jest cannot. */
function runChecks(project: string): Promise<{ code: number; outcomes: Outcome[] }> {
  const command = ['--import', 'tsx', path.join(__dirname, 'run.ts'), '--json', '--project', project]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, command, { cwd: repository, maxBuffer: 1e8 }, (problem, stdout, stderr) => {
      const code = problem ? Number(problem.code) : 0
      if (!stdout.startsWith('[')) reject(new Error(`the checks did not answer: ${stderr}`))
      else resolve({ code, outcomes: JSON.parse(stdout) as Outcome[] })
    })
  })
}

beforeAll(async () => {
  const { code, outcomes } = await runChecks(broken)
  exitCode = code
  found = Object.fromEntries(outcomes.map(({ name, findings }) => [name, findings.map(inWords)]))
}, 60_000)

test('a project with findings fails', () => expect(exitCode).toBe(1))

const seeded: [check: string, fault: string, told: RegExp][] = [
  ['manifests', 'a manifest that is no JSON', /price-tag\.json Expected ','/],
  ['manifests', 'a page that is not there', /app\.json page file pages\/gone\/gone\.wxml is missing/],
  ['manifests', 'a tab bar icon that is not there', /tab bar icon icons\/gone\.png is missing/],
  ['manifests', 'a component that is not there', /<t-gone> is declared as .*, which is missing/],
  ['manifests', 'a tag that nobody declared', /shelf\.wxml:7:3 <t-undeclared> is not declared/],
  ['manifests', 'a component that nobody uses', /shelf\.json <t-button> is declared and not used/],
  ['wxml', 'an attribute given twice', /shelf\.wxml:8:35 duplicated attribute/],
  ['wxml', 'an imported template that is not there', /imports pages\/shelf\/gone\.wxml, which is missing/],
  ['wxml', 'an imported script that is not there', /imports pages\/shelf\/gone\.wxs, which is missing/],
  ['wxml', 'a script that is none', /sum\.wxs Unexpected token/],
  ['wcc, wcsc', 'an expression that old phones cannot read', /price-tag\.wxml:1:6 .*unexpected token `\?`/],
  ['wcc, wcsc', 'an imported style sheet that is not there', /gone\.wxss` not found from `components\/price-tag/],
  ['styles', 'a declaration without a colon', /shelf\.wxss:2:3 .*Unknown word/],
  ['styles', 'a unit that does not exist', /price-tag\.wxss:4:\d+ .*rpxx/],
  ['formatting', 'a file that is not formatted', /untidy\.ts is not formatted/],
  ['wxml types', 'a misspelt data field', /shelf\.wxml:4:11 .*'titel'.*Did you mean 'title'/],
  [
    'wxml types',
    'a value of the wrong type for a property',
    /shelf\.wxml:5:14 .*'string' is not assignable to type 'number'/,
  ],
  ['wxml types', 'a property that the component lacks', /shelf\.wxml:5:30 .*'colour' does not exist/],
  ['wxml types', 'a misspelt handler', /shelf\.wxml:5:54 .*'onBuyy'.*Did you mean 'onBuy'/],
  ['wxml types', 'a misspelt field of an item', /shelf\.wxml:6:59 .*'fenn'.*Did you mean 'fen'/],
  ['wxml types', 'a key that items lack', /shelf\.wxml:6:33 .*'unknown' is not assignable/],
  ['types', 'a value of the wrong type', /domain\/clock\.ts:7:14 TS2322/],
  ['lint', 'the clock read inside the rules', /domain\/clock\.ts:1:\d+ Take the time from the caller/],
  ['lint', 'today made inside the rules', /domain\/clock\.ts:3:\d+ Take the time from the caller/],
  ['lint', 'chance made inside the rules', /domain\/clock\.ts:5:\d+ Take chance from a port/],
  ['lint', 'the SDK imported by a use case', /end-stay\.ts:1:1 .*Only the entries/],
  ['lint', 'accessor', /end-stay\.ts:6:3 WeChat DevTools cannot compile `accessor`/],
  ['lint', 'using', /end-stay\.ts:10:3 WeChat DevTools cannot compile `using`/],
  ['lint', 'a promise that nobody awaits', /end-stay\.ts:11:3 Promises must be awaited/],
  ['lint', 'a query in a transaction', /end-stay\.ts:11:3 A transaction of CloudBase reads by id only/],
  ['lint', 'an event bound without a colon', /shelf\.wxml:8:\d+ .*wxml\/colon-style-event-binding/],
  ['lint', 'a loop without a key', /shelf\.wxml:9:\d+ .*wxml\/wx-key/],
]

test.each(seeded)('%s finds %s', (check, _fault, told) => {
  expect(found[check]).toContainEqual(expect.stringMatching(told))
})

test('an entry may import the SDK', () => {
  expect(found['lint']).not.toContainEqual(expect.stringContaining('cloudfunctions/api/index.ts'))
})
