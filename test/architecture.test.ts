/** Who may import whom: a table of folders against the imports found. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as esbuild from 'esbuild'
import { type Import, importsOf, repository, ring, sourcesBelow } from './support/imports'

interface Rule {
  /** The files this is about; the first rule that matches a file counts. */
  files: RegExp
  /** What of our own they may import. */
  ours: RegExp[]
  /** Of these, types only. */
  types?: RegExp[]
  packages?: RegExp
  node?: boolean
}

const any = /^/
const anyButTheSdk = /^(?!wx-server-sdk$)/

const house: Rule[] = [
  { files: /^domain\//, ours: [/^domain\//] },
  { files: /^miniprogram\/domain\.d\.ts$/, ours: [/^domain\/client$/] },
  {
    files: /^miniprogram\/(pages|components|custom-tab-bar)\//,
    ours: [/^miniprogram\//],
    packages: /^(tdesign-miniprogram|dayjs)$/,
  },
  {
    files: /^miniprogram\//,
    ours: [/^miniprogram\/(?!pages|components|custom-tab-bar)/],
    packages: /^(tdesign-miniprogram|dayjs)$/,
  },
  {
    files: /^cloudfunctions\/server\/cloudbase\//,
    ours: [/^domain\//, /^cloudfunctions\/server\//],
    packages: any,
    node: true,
  },
  {
    files: /^cloudfunctions\/server\//,
    ours: [/^domain\//, /^cloudfunctions\/server\/(?!cloudbase)/],
    packages: /^zod$/,
  },
  { files: /^cloudfunctions\//, ours: [/^domain\//, /^cloudfunctions\/server\//], packages: any, node: true },
  { files: /^bridge\//, ours: [/^bridge\//], types: [/^domain\/gate$/], packages: anyButTheSdk, node: true },
  {
    // The one command that speaks to a cloud, and what can be asked.
    files: /^local\/operator\/(ask-cloud|money\/run|coupons\/run)\.ts$/,
    ours: [/^local\/operator\//, /^cloudfunctions\/server\/cloudbase\/sdk$/, /^domain\//],
    types: [/^cloudfunctions\/server\/(operator|coupons)\//, /^cloudfunctions\/server\/cloudbase\/operator-door$/],
    node: true,
  },
  {
    // Beside the ports: it prints the lane codes, and seeds documents.
    files: /^local\//,
    ours: [/^local\//, /^bridge\//, /^domain\//, /^cloudfunctions\/server\/(ports|cloudbase\/codes)$/],
    types: [/^cloudfunctions\/server\/documents$/],
    packages: any,
    node: true,
  },
]

const layers = [
  ['money', 'time', 'plate'],
  ['vehicle'],
  ['stay', 'lot'],
  ['tariff'],
  ['coupon', 'payment', 'reservation', 'visitor-pass', 'reconciliation'],
  ['gate'],
  ['contract'],
  ['refusals'],
  ['client'],
]

const ours = ['domain', 'miniprogram', 'cloudfunctions', 'bridge', 'local'].flatMap(sourcesBelow)

function broken({ from, to, kind, typeOnly }: Import, rules: Rule[] = house): boolean {
  const rule = rules.find(({ files }) => files.test(from))
  if (!rule) return true
  if (kind === 'node') return !rule.node
  if (kind === 'package') return !rule.packages?.test(to)
  return (
    !rule.ours.some((allowed) => allowed.test(to)) && !(typeOnly && rule.types?.some((allowed) => allowed.test(to)))
  )
}

const inWords = ({ from, to, typeOnly }: Import): string => `${from} imports ${typeOnly ? 'types of ' : ''}${to}`

describe('the table', () => {
  const verdict = (file: string, source: string) => importsOf(file, source).map((found) => broken(found))

  test.each([
    ['domain/stay.ts', "import { fen } from './money'", false],
    ['domain/stay.ts', "import { readFileSync } from 'node:fs'", true],
    ['domain/stay.ts', "import dayjs from 'dayjs'", true],
    ['domain/stay.ts', "import type { Store } from '../cloudfunctions/server/ports'", true],
    ['miniprogram/pages/lane/lane.ts', "import { call } from '../../services/cloud'", false],
    ['miniprogram/pages/lane/lane.ts', "import { fen } from '../../../domain/money'", true],
    ['miniprogram/services/cloud.ts', "import { view } from '../pages/lane/view'", true],
    ['cloudfunctions/server/gate/open.ts', "import type { Store } from '../ports'", false],
    ['cloudfunctions/server/gate/open.ts', "import { database } from '../cloudbase/store'", true],
    ['cloudfunctions/server/gate/open.ts', "export * from 'wx-server-sdk'", true],
    ['cloudfunctions/server/cloudbase/sdk.ts', "import cloud from 'wx-server-sdk'", false],
    ['cloudfunctions/api/index.ts', "const cloud = require('wx-server-sdk')", false],
    ['cloudfunctions/api/index.ts', "import { startCloud } from '../../local/cloud/cloud'", true],
    ['bridge/server.ts', "import type { LaneCommand } from '../domain/gate'", false],
    ['bridge/server.ts', "import { refuse } from '../domain/gate'", true],
    ['bridge/server.ts', "import type { Fen } from '../domain/money'", true],
    ['bridge/server.ts', "const cloud = await import('wx-server-sdk')", true],
    ['local/start.ts', "import { startBridge } from '../bridge/start'", false],
    ['local/start.ts', "import { mount } from '../test/support/mount'", true],
    ['local/lot/parked.ts', "import type { StayDoc } from '../../cloudfunctions/server/documents'", false],
    ['local/start.ts', "import { sweep } from '../cloudfunctions/server/sweep/sweep'", true],
  ])('%s: %s', (file, source, expected) => expect(verdict(file, source)).toEqual([expected]))

  test('a ring of imports is found', () => {
    const found = [importsOf('domain/a.ts', "import './b'"), importsOf('domain/b.ts', "import './a'")].flat()
    expect(ring(found)).toEqual(['domain/a', 'domain/b', 'domain/a'])
  })
})

test('every import keeps to the table', () => {
  expect(ours.length).toBeGreaterThan(0)
  const found = ours.flatMap((file) => importsOf(file))
  expect(found.filter((found) => broken(found)).map(inWords)).toEqual([])
})

describe('inside the domain', () => {
  const moduleOf = (file: string) => /^domain\/([^/.]+)/.exec(file)?.[1] ?? ''
  const layerOf = (file: string) => layers.findIndex((layer) => layer.includes(moduleOf(file)))
  const files = sourcesBelow('domain')
  const imports = files.flatMap((file) => importsOf(file)).filter(({ kind }) => kind === 'file')

  test('every module has its layer', () => {
    expect(files.filter((file) => layerOf(file) < 0)).toEqual([])
  })

  test('no module imports a higher one', () => {
    expect(imports.filter(({ from, to }) => layerOf(to) > layerOf(from)).map(inWords)).toEqual([])
  })

  test('imports make no ring', () => {
    expect(ring(imports)).toBeUndefined()
  })

  test('it bundles for any platform, with nothing from outside', async () => {
    const { metafile } = await esbuild.build({
      entryPoints: files,
      absWorkingDir: repository,
      outdir: 'dist/neutral',
      bundle: true,
      write: false,
      metafile: true,
      platform: 'neutral',
      logLevel: 'silent',
    })
    expect(Object.keys(metafile.inputs).filter((input) => !input.startsWith('domain/'))).toEqual([])
    expect(Object.values(metafile.outputs).flatMap((output) => output.imports)).toEqual([])
  })
})

describe('what only services touch', () => {
  const doors =
    /\bwx\s*\.\s*(cloud|scanCode|requestPayment|requestSubscribeMessage|getLocation|\w*Storage(Sync)?|request)\b/
  const elsewhere = ours.filter((file) => /^miniprogram\/(?!services\/)/.test(file))

  test.each(['wx.cloud.init()', 'wx.setStorageSync(key, value)', 'await wx.scanCode({})'])('%s is a door', (call) => {
    expect(call).toMatch(doors)
  })

  test('the cloud, the scanner, payment, location and storage are used through services', () => {
    expect(elsewhere.filter((file) => doors.test(readFileSync(path.join(repository, file), 'utf8')))).toEqual([])
  })
})
