/** What people read when the answer is no: what happened, and what to do next. */
import type { BarrierFault, CallRefusal } from './contract'
import type { UnappliedReason } from './payment'

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
  'bill-expired': { title: '账单已更新', advice: '停放时间变了，请查看新的金额。' },
  'being-paid': { title: '有人正在为这辆车缴费', advice: '请等待片刻，对方未付款时您可以再试。' },
  'order-pending': { title: '正在更新金额', advice: '上一笔订单正在关闭，请稍等几秒再试。没有扣款。' },
  'pay-unreachable': { title: '微信支付没有响应', advice: '没有扣款，请稍后再试。' },
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

export const RETURNED_WORDS: Record<UnappliedReason, string> = {
  'stay-over': '付款时车辆已离场',
  'paid-already': '已有人为这辆车付过款',
  'amount-differs': '付款金额与账单不符',
}
