/** The page of alarms names every alarm that the functions raise, and no other. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { repository, sourcesBelow } from '../support/imports'

const read = (file: string) => readFileSync(path.join(repository, file), 'utf8')

/** A call of the log, and its event if that is written out. */
const CALL = /\.alarm\(\s*(?:'([^']+)')?/g

const calls = sourcesBelow('cloudfunctions').flatMap((file) =>
  [...read(file).matchAll(CALL)].map(([, event]) => ({ file, event })),
)

/** Rows whose three columns say something. */
const listed = [...read('docs/alarms.md').matchAll(/^\| `([^`]+)` \| .+ \| .+ \|$/gm)].map(([, event]) => event)

test('each alarm is written out where it is raised, so that it can be looked up', () => {
  expect(calls.length).toBeGreaterThan(20)
  expect(calls.filter(({ event }) => event === undefined)).toEqual([])
})

test('each has a row that says what it means and what to do, and each row has an alarm', () => {
  expect([...listed].sort()).toEqual([...new Set(calls.map(({ event }) => event))].sort())
})
