/** What people read when the answer is no: what happened, and what to do next. */
import type { BarrierFault, CallRefusal } from './contract'
import type { ReturnReason } from './payment'

export interface Words {
  title: string
  /** What it means for the car or the money, and the next step. */
  advice: string
}

export const REFUSAL_WORDS: Record<CallRefusal, Words> = {
  'no-car-in-lane': { title: '车道里没有车', advice: '请把车开到道闸前，再扫一次车道码。' },
  'lot-full': { title: '车位已满', advice: '有车离场后即可入场，请稍候或改停附近停车场。' },
  'already-inside': { title: '这辆车已在场内', advice: '如果不是您的车，请联系车场核对车牌。' },
  'lane-closed': { title: '车道暂停使用', advice: '请走旁边的车道。' },
  'car-locked': { title: '车辆已锁定', advice: '请先解锁再离场。' },
  'no-stay': { title: '没有找到入场记录', advice: '请联系车场，由工作人员放行。' },
  'no-price': { title: '暂时无法计费', advice: '已通知工作人员。请按车道上的呼叫按钮，或拨打车场电话。' },
  'vehicle-bound-already': { title: '这个车牌已经添加过了', advice: '可以在我的车辆里查看。' },
  'too-many-vehicles': { title: '最多添加 10 辆车', advice: '请先删除不用的车辆。' },
  'not-understood': { title: '小程序版本过旧', advice: '请关闭小程序后重新打开。' },
  'not-a-plate': { title: '车牌号不对', advice: '请检查车牌号，例如 京A·12345。' },
  'code-not-ours': { title: '这不是本车场的二维码', advice: '可能是伪造的二维码，请勿付款，并告知工作人员。' },
  'not-found': { title: '没有找到', advice: '可能已经结束，请返回重新查看。' },
  'stay-over': { title: '车辆已经离场', advice: '这次停车已结束，无需再缴费。' },
  'bill-expired': { title: '账单已更新', advice: '停放时间、缴费或优惠券有了变化，请查看最新账单。' },
  'being-paid': { title: '有人正在为这辆车缴费', advice: '请等待片刻，对方未付款时您可以再试。' },
  'order-pending': { title: '正在更新订单', advice: '上一笔订单正在关闭，请稍等几秒再试。本次没有扣款。' },
  'pay-unreachable': { title: '微信支付没有响应', advice: '本次没有扣款，请稍后再试。' },
  'coupon-unknown': { title: '没有这张优惠券', advice: '请核对券码，或重新扫码。' },
  'coupon-not-yet': { title: '优惠券还没到使用时间', advice: '请在有效期内使用。' },
  'coupon-expired': { title: '优惠券已过期', advice: '请换一张，或直接缴费。' },
  'coupon-other-lot': { title: '优惠券不适用于本车场', advice: '请换一张，或直接缴费。' },
  'coupon-used': { title: '优惠券已使用', advice: '每张只能用一次，请换一张，或直接缴费。' },
  'coupon-held': { title: '优惠券正用于另一笔付款', advice: '那笔付款完成或关闭（最多 3 分钟）后再试，或换一张。' },
  'coupon-void': { title: '优惠券已作废', advice: '请联系发券的商家。' },
  'coupon-of-another': { title: '优惠券已被他人领取', advice: '请换一张，或直接缴费。' },
  'coupon-minimum': { title: '停车费未达到使用金额', advice: '请换一张，或直接缴费。' },
  'coupon-not-on-overtime': { title: '超时费用不能用这张券', advice: '这张券只用于首次缴费，请直接缴费。' },
  'coupon-saves-nothing': { title: '用这张券不会更便宜', advice: '本车场不收这种券，或金额已经减完，请留到下次使用。' },
  'undo-too-late': { title: '已超过撤销时间', advice: '缴费 10 分钟内可以撤销，如有疑问请联系车场。' },
  'still-inside': { title: '车辆还在场内', advice: '离场后才能退款。' },
  'car-left': { title: '车辆已经离场', advice: '离场后不能撤销，如有疑问请联系车场。' },
  'undo-once': { title: '已经撤销过一次', advice: '同一次停车每人只能撤销一次，如有疑问请联系车场。' },
  'car-leaving': { title: '车辆正在出口', advice: '道闸已经或即将放行，不能撤销。' },
  'paid-since': { title: '之后又缴过费', advice: '只有最近一次缴费可以撤销，如有疑问请联系车场。' },
  'nothing-to-undo': { title: '这笔缴费不能撤销', advice: '它可能已经撤销或正在退款。' },
  'car-unsure': {
    title: '暂时无法确认车辆还在场内',
    advice: '车场网络不通，这笔缴费没有变动。请稍后再试，或联系车场。',
  },
  'lot-silent': { title: '车场网络不通', advice: '请稍等几秒再扫一次；仍不行请按车道上的呼叫按钮。' },
  busy: { title: '现在人有点多', advice: '请再试一次。' },
  fault: { title: '出了点问题', advice: '请再试一次；仍不行请拨打车场电话。' },
}

export const BARRIER_WORDS: Record<BarrierFault, Words> = {
  'lot-offline': { title: '车场设备没有应答', advice: '款项已记录，不会重复收费。请再试一次，或按车道上的呼叫按钮。' },
  'barrier-fault': { title: '道闸没有抬起', advice: '请再试一次，或按车道上的呼叫按钮，由工作人员放行。' },
  'car-gone': { title: '车辆已不在车道', advice: '请把车开到道闸前再扫一次车道码，已付的金额仍然有效。' },
  'too-late': { title: '开闸超时', advice: '请再试一次。' },
}

export const RETURNED_WORDS: Record<ReturnReason, string> = {
  'stay-over': '付款时车辆已离场',
  'paid-already': '这次停车已经付过款',
  'earlier-undone': '此前的缴费已撤销，账单已变',
  'amount-differs': '付款金额与账单不符',
  'coupon-gone': '付款到账太晚，优惠券已不能使用',
  undone: '您撤销了这次缴费',
  goodwill: '车场退款',
}
