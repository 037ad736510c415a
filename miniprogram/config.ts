/** The CloudBase environment that answers; an empty text means the one the mini program is bound to. */
export const CLOUD_ENV: string = ''

/** The subscribe message 离场提醒, from the mini program's console; the functions' LEAVE_BY_TEMPLATE is the same. */
export const LEAVE_BY_TEMPLATE = 'boyi-leave-by'

/** The subscribe message 缴费成功通知; the functions' PAID_TEMPLATE is the same. */
export const PAID_TEMPLATE = 'boyi-paid'

/** The subscribe message 退款成功通知; the functions' RETURNED_TEMPLATE is the same. */
export const RETURNED_TEMPLATE = 'boyi-returned'

/** Shown under 我的. */
export const VERSION = '0.1.0'
