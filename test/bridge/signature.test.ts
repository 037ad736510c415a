import { createSecretKey } from 'node:crypto'
import { HEADERS, keysFrom, sign, verify, type Doorkeeper } from '../../bridge/signature'
import { isSignedBy, signedHeaders } from '../../cloudfunctions/server/cloudbase/bridge-signature'
import { samples } from './samples'

const { key, method, path, timestamp, nonce, body, signature } = samples.signature
const REQUEST = { method, path, body }
const NOW = Date.parse(timestamp)
const secret = createSecretKey(key.secret, 'utf8')

const doorAt = (now: number, secrets = { [key.id]: key.secret }, firstUse = (_nonce: string) => true): Doorkeeper => ({
  keys: keysFrom(secrets),
  now,
  firstUse,
})
const signed = () => sign(REQUEST, keysFrom({ [key.id]: key.secret }), NOW, nonce)

test('both ends make the mark of the contract', () => {
  expect(signed()[HEADERS.signature]).toBe(signature)
  expect(signedHeaders(REQUEST, { timestamp, nonce }, [key.id, secret])).toEqual(signed())
  expect(isSignedBy(REQUEST, { timestamp, nonce }, signature, secret)).toBe(true)
})

test('a signed request is let in, up to five minutes off', () => {
  for (const drift of [-300_000, 0, 300_000]) expect(() => verify(REQUEST, signed(), doorAt(NOW + drift))).not.toThrow()
})

test('while one key replaces another, both are believed, and the first one signs', () => {
  const both = { next: 'the key that comes next', [key.id]: key.secret }
  expect(() => verify(REQUEST, signed(), doorAt(NOW, both))).not.toThrow()
  expect(sign(REQUEST, keysFrom(both), NOW)[HEADERS.key]).toBe('next')
})

test.each([
  ['without a signature', 'auth.headersMissing', { [HEADERS.signature]: undefined }, NOW],
  ['by a key nobody knows', 'auth.unknownKey', { [HEADERS.key]: 'other' }, NOW],
  ['from five minutes and a moment ago', 'auth.staleTimestamp', {}, NOW + 300_001],
  ['from too far ahead', 'auth.staleTimestamp', {}, NOW - 300_001],
  ['with no readable time', 'auth.staleTimestamp', { [HEADERS.timestamp]: 'now' }, NOW],
  ['with another nonce', 'auth.badSignature', { [HEADERS.nonce]: 'other' }, NOW],
  ['with a mark that is no mark', 'auth.badSignature', { [HEADERS.signature]: 'zz' }, NOW],
])('a request %s is refused as %s', (_what, code, headers, now) => {
  expect(() => verify(REQUEST, { ...signed(), ...headers }, doorAt(now))).toThrow(expect.objectContaining({ code }))
})

test.each([{ method: 'GET' }, { path: '/v1/lanes/north%3A2/commands?trace=1' }, { body: '{}' }])(
  'a request changed to %j on its way is refused',
  (change) => {
    const altered = { ...REQUEST, ...change }
    expect(() => verify(altered, signed(), doorAt(NOW))).toThrow(expect.objectContaining({ code: 'auth.badSignature' }))
    expect(isSignedBy(altered, { timestamp, nonce }, signature, secret)).toBe(false)
  },
)

test('a nonce is spent by the request it belongs to, not by a forged one', () => {
  const spent = new Set<string>()
  const door = doorAt(NOW, undefined, (used) => !spent.has(used) && Boolean(spent.add(used)))
  expect(() => verify({ ...REQUEST, body: 'forged' }, signed(), door)).toThrow('auth.badSignature')
  expect(() => verify(REQUEST, signed(), door)).not.toThrow()
  expect(() => verify(REQUEST, signed(), door)).toThrow('auth.replayedNonce')
})
