/** WeChat's errcodes for what it does not accept. */
const texts = {
  40003: 'invalid openid',
  40037: 'invalid template_id',
  40097: 'invalid args',
  43101: 'user refuse to accept the msg',
  47003: 'argument invalid',
  87014: 'risky content',
} as const

export type ErrCode = keyof typeof texts

export const refusal = (errcode: ErrCode, detail = '') => ({
  errcode,
  errmsg: `${texts[errcode]}${detail && `! ${detail}`}`,
})
