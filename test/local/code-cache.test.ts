import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepCompiled } from '../../local/code-cache'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'boyi-code-'))))
afterEach(() => rmSync(folder, { recursive: true }))

const write = (code: string) => writeFileSync(join(folder, 'index.js'), code)
const run = () =>
  execFileSync(process.execPath, ['-p', `require(${JSON.stringify(folder)}).main(4)`], { encoding: 'utf8' }).trim()

test('a function with its code kept compiled does what it did', () => {
  write(`const { sep } = require('node:path'); module.exports = { main: (n) => sep + n * n + __dirname.length }`)
  const before = run()
  keepCompiled(folder)
  expect(run()).toBe(before)
  expect(statSync(join(folder, 'bundle.cache')).size).toBeGreaterThan(0)
})

test('what another V8 compiled, or nothing at all, is done without', () => {
  write('exports.main = (n) => n + 1')
  keepCompiled(folder)
  writeFileSync(join(folder, 'bundle.cache'), 'compiled by something else')
  expect(run()).toBe('5')
  rmSync(join(folder, 'bundle.cache'))
  expect(run()).toBe('5')
})

test('a function that does not load fails the build', () => {
  write('throw new Error("no such library")')
  expect(() => keepCompiled(folder)).toThrow('no such library')
})
