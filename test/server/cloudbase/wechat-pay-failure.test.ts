import { complaintIn, payFailed } from '../../../cloudfunctions/server/cloudbase/wechat-pay-failure'
import { PayFailed } from '../../../cloudfunctions/server/ports'

const answered = (status: number, code: string, message = '') => ({ response: { status, data: { code, message } } })

test.each<[string, object, string]>([
  ['a broken connection', { code: 'ECONNRESET', message: 'socket hang up' }, 'unreachable'],
  ['no answer in time', { code: 'ECONNABORTED', message: 'timeout of 5000ms exceeded' }, 'unreachable'],
  [
    'an answer without signature',
    { code: 'EV3_RES_HEADERS_INCOMPLETE', response: { status: 200, data: '' } },
    'forged-reply',
  ],
  [
    'an answer of another time',
    { code: 'EV3_RES_HEADER_TIMESTAMP_OFFSET', response: { status: 200, data: '' } },
    'forged-reply',
  ],
  ['a number in other words', answered(400, 'INVALID_REQUEST', '201 商户订单号重复'), 'number-spent'],
  ['another invalid request', answered(400, 'INVALID_REQUEST', '无效请求'), 'rejected'],
  ['a used number', answered(403, 'OUT_TRADE_NO_USED'), 'number-spent'],
  ['a paid order', answered(400, 'ORDERPAID'), 'number-spent'],
  ['a paid order, by its other name', answered(400, 'ORDER_PAID'), 'number-spent'],
  ['a closed order', answered(400, 'ORDER_CLOSED'), 'number-spent'],
  ['a closed order, by its other name', answered(400, 'ORDERCLOSED'), 'number-spent'],
  ['too many calls, by name', answered(403, 'RULELIMIT'), 'rate-limited'],
  ['too many calls, by another name', answered(403, 'RULE_LIMIT'), 'rate-limited'],
  ['too many calls, by status', answered(429, 'SOMETHING_NEW'), 'rate-limited'],
  ['an error of WeChat', answered(500, 'SYSTEMERROR'), 'server-error'],
  ['a gateway in between that speaks HTML', { response: { status: 502, data: '<html>' } }, 'server-error'],
  ['a payer of another app, which comes with status 500', answered(500, 'OPENID_MISMATCH'), 'rejected'],
  ['a wrong signature of ours', answered(401, 'SIGN_ERROR', '签名错误'), 'rejected'],
  ['an error without words', { response: { status: 404, data: undefined } }, 'rejected'],
])('%s', (_what, error, why) => {
  expect(payFailed(error)).toMatchObject({ name: 'PayFailed', why })
})

test('what is classified already stays as it is', () => {
  const failure = new PayFailed('forged-reply', 'about another order')
  expect(payFailed(failure)).toBe(failure)
})

test('only an error reply has a complaint', () => {
  expect(complaintIn(answered(404, 'ORDER_NOT_EXIST'))).toEqual({ status: 404, code: 'ORDERNOTEXIST' })
  expect(complaintIn({ code: 'ECONNRESET' })).toBeUndefined()
  expect(complaintIn({ response: { status: 404, data: '<html>' } })).toEqual({ status: 404, code: 'unreadable' })
})
