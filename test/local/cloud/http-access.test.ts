import { functionForPath } from '../../../local/cloud/functions/http-access'
import { type CloudUnderTest, startForTest } from './start'

let cloud: CloudUnderTest

beforeAll(async () => (cloud = await startForTest()))
afterAll(() => cloud.end())

interface Seen {
  event: Record<string, unknown> & { headers: Record<string, string> }
  context: Record<string, unknown>
}

test('a request arrives as an event, its body in base64, from nobody', async () => {
  const body = JSON.stringify({ 车牌: '京A12345' })
  const reply = await fetch(cloud.httpUrl('/public/notify?a=1&b=%E4%BA%AC'), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Signature': 'abc' },
    body,
  })
  const { event, context } = (await reply.json()) as Seen
  expect(event).toMatchObject({
    path: '/public/notify',
    httpMethod: 'POST',
    queryStringParameters: { a: '1', b: '京' },
    body: Buffer.from(body).toString('base64'),
    isBase64Encoded: true,
  })
  expect(event.headers).toMatchObject({ 'x-signature': 'abc', 'content-type': 'application/json' })
  expect(context).toEqual({ ENV: 'boyi-local', SOURCE: 'wx_http' })
})

test('a request without a body has none', async () => {
  const { event } = (await (await fetch(cloud.httpUrl('/public'))).json()) as Seen
  expect([event['body'], event['isBase64Encoded']]).toEqual(['', false])
})

test('text is answered as text, and status, headers and bytes as the function says', async () => {
  const text = await fetch(cloud.httpUrl('/public/text'))
  expect([text.headers.get('content-type'), await text.text()]).toEqual(['text/plain; charset=utf-8', 'text'])
  const picture = await fetch(cloud.httpUrl('/public/picture'))
  expect([picture.status, picture.headers.get('content-type')]).toEqual([201, 'image/png'])
  expect(Buffer.from(await picture.arrayBuffer()).toString('base64')).toBe('iVBO')
})

test('a function that throws answers 500, and a path without a function 404', async () => {
  expect((await fetch(cloud.httpUrl('/public/throw'))).status).toBe(500)
  expect((await fetch(cloud.httpUrl('/private'))).status).toBe(404)
  expect((await fetch(cloud.httpUrl('/publicity'))).status).toBe(404)
})

test('the longest path wins', () => {
  const routes = { '/a': 'one', '/a/b': 'two' }
  expect(['/a', '/a/x', '/a/b', '/a/b/c', '/ab', '/'].map((path) => functionForPath(routes, path))).toEqual([
    'one',
    'one',
    'two',
    'two',
    undefined,
    undefined,
  ])
})
