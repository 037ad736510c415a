/** Who gets in by the door of `operator`; the caller is who the platform says, in the environment of the call. */
import { inspect } from 'node:util'
import { operatorDoor } from '../../../cloudfunctions/server/cloudbase/operator-door'

const KEY = 'k'.repeat(31) + '1'
const NEXT_KEY = 'k'.repeat(31) + '2'
const QUESTION = { ask: 'money.day', day: '2026-11-21' }
const asked = (key: unknown) => ({ key, question: QUESTION })

const PLATFORM = ['WX_CONTEXT_KEYS', 'WX_OPENID', 'TCB_SOURCE'] as const

/** As the platform sets the environment before a call. */
function calledBy({ openid, source }: { openid?: string; source?: string }): void {
  for (const name of PLATFORM) delete process.env[name]
  process.env['WX_CONTEXT_KEYS'] = 'WX_OPENID'
  if (openid !== undefined) process.env['WX_OPENID'] = openid
  if (source !== undefined) process.env['TCB_SOURCE'] = source
}

const NOBODY = {}

beforeEach(() => calledBy(NOBODY))
afterAll(() => calledBy(NOBODY))

test('the right key lets the question in', () => {
  expect(operatorDoor({ OPERATOR_KEY: KEY })(asked(KEY))).toBe(QUESTION)
})

test.each([
  ['no event', undefined],
  ['nothing', null],
  ['a timer', { Type: 'Timer', TriggerName: 'daily' }],
  ['a question without a key', QUESTION],
  ['an empty key', asked('')],
  ['a part of the key', asked(KEY.slice(0, -1))],
  ['more than the key', asked(`${KEY} `)],
  ['another key as long', asked(NEXT_KEY)],
  ['the name of the variable', asked('OPERATOR_KEY')],
  ['no text', asked([KEY])],
])('%s is refused, though no phone calls', (_who, event) => {
  expect(() => operatorDoor({ OPERATOR_KEY: KEY })(event)).toThrow('OPERATOR_KEY is missing or wrong')
})

test.each([
  ['a person', { openid: 'o-lin', source: 'wx_client' }],
  ['a person whose id is all digits', { openid: '123456' }],
  ['another function on behalf of a phone', { source: 'wx_client,scf' }],
])('%s is refused, even with the key', (_who, caller) => {
  calledBy(caller)
  expect(() => operatorDoor({ OPERATOR_KEY: KEY })(asked(KEY))).toThrow('not for phones')
})

test('while one key replaces another both open; the pair as it is written opens nothing', () => {
  const door = operatorDoor({ OPERATOR_KEY: `${NEXT_KEY},${KEY}` })
  for (const key of [KEY, NEXT_KEY]) expect(door(asked(key))).toBe(QUESTION)
  expect(() => door(asked(`${NEXT_KEY},${KEY}`))).toThrow('OPERATOR_KEY')
})

test.each([
  ['missing', undefined],
  ['empty', ''],
  ['short', KEY.slice(1)],
  ['a pair with a short one', `${KEY},${NEXT_KEY.slice(1)}`],
  ['a pair with none', `${KEY},`],
])('without a good key (%s) the function does not start, and names the variable alone', (_what, key) => {
  const start = () => operatorDoor({ OPERATOR_KEY: key })
  expect(start).toThrow(/OPERATOR_KEY/)
  expect(start).not.toThrow(/kkk/)
})

test('a refusal and a printed door show no key', () => {
  const door = operatorDoor({ OPERATOR_KEY: KEY })
  expect(inspect(door, { depth: 9, showHidden: true })).not.toContain('kkk')
  expect(() => door(asked(NEXT_KEY))).not.toThrow(/kkk/)
})
