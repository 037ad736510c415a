/** Every error this stand-in answers with: its HTTP status and WeChat Pay's usual words. */
const FAILURES = {
  PARAM_ERROR: [400, '参数错误'],
  INVALID_REQUEST: [400, '无效请求'],
  APPID_MCHID_NOT_MATCH: [400, 'appid和mch_id不匹配'],
  ORDER_CLOSED: [400, '订单已关闭'],
  /** The code of APIv2 and of the overseas APIv3; what the mainland APIv3 calls it could not be found out. */
  ORDERPAID: [400, '该订单已支付'],
  NO_STATEMENT_EXIST: [400, '请求的账单文件不存在'],
  STATEMENT_CREATING: [400, '请求的账单正在生成中，请稍后再试'],
  SIGN_ERROR: [401, '签名错误'],
  OUT_TRADE_NO_USED: [403, '商户订单号重复'],
  ORDERNOTEXIST: [404, '订单不存在'],
  RESOURCE_NOT_EXISTS: [404, '查询的资源不存在'],
  NOT_FOUND: [404, '请求的接口不存在'],
  SYSTEMERROR: [500, '系统错误'],
} as const

export type FailureCode = keyof typeof FAILURES

/** A refusal of the API, thrown anywhere below a route and answered as WeChat Pay words it. */
export class Failure extends Error {
  readonly status: number

  constructor(
    readonly code: FailureCode,
    message: string = FAILURES[code][1],
    readonly detail?: Record<string, unknown>,
  ) {
    super(message)
    this.status = FAILURES[code][0]
  }

  body() {
    return { code: this.code, message: this.message, ...(this.detail && { detail: this.detail }) }
  }
}
