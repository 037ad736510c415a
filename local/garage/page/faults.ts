/** What can be made to go wrong, to see what happens then. */
import { button, fill, h } from './dom'
import { act, payFaults, type FaultName, type Picture } from './machine'

const LANE_FAULTS: readonly (readonly [FaultName, string])[] = [
  ['arm-stuck', '栏杆卡住'],
  ['device-offline', '设备离线'],
  ['camera-blind', '摄像头看不清'],
]

/** Each happens once, to the next payment. */
const PAY_FAULTS: readonly (readonly [name: string, text: string, more: object])[] = [
  ['callback-lost', '下次支付：回调丢失', {}],
  ['callback-doubled', '下次支付：回调重复', {}],
  ['callback-late', '下次支付：回调迟到 2 分钟', { ms: 120_000 }],
  ['callback-wrongly-signed', '下次支付：回调签名错误', {}],
  ['reply-slow', '微信支付应答慢 4 秒', { ms: 4_000 }],
  ['reply-error', '微信支付报错一次', {}],
]

const mark = (text: string, on: boolean, onclick: () => void) =>
  button(text, onclick, { class: 'switch', attributes: { 'aria-pressed': String(on) } })

export interface FaultsView {
  element: HTMLElement
  show(picture: Picture): void
}

export function faultsView(): FaultsView {
  const line = h('div', { class: 'fault-row' })
  const table = h('div', { class: 'fault-table' })
  const armed = h('span', { class: 'armed' })
  const count = () =>
    void payFaults().then(
      ({ armed: waiting }) => (armed.textContent = waiting.length ? `待发生 ${waiting.length} 个` : ''),
      () => undefined,
    )
  const arm = (name: string, more: object) => {
    act('/__faults/pay', { name, on: true, ...more })
    setTimeout(count, 200)
  }
  const clear = () => {
    act('/__faults/pay', { name: 'callback-lost', on: false })
    setTimeout(count, 200)
  }
  setInterval(count, 5_000)
  const pay = h(
    'div',
    { class: 'fault-row' },
    ...PAY_FAULTS.map(([name, text, more]) => button(text, () => arm(name, more), { class: 'new' })),
    button('撤销', clear, { class: 'quiet' }),
    armed,
  )
  const element = h(
    'details',
    { class: 'faults' },
    h('summary', {}, '故障'),
    h('div', { class: 'fault-sheet' }, h('h2', {}, '车场'), line, table, h('h2', {}, '微信支付'), pay),
  )
  return {
    element,
    show({ lanes, bridgeSilent }) {
      element.dataset['on'] = String(bridgeSilent || lanes.some(({ faults }) => faults.length > 0))
      fill(line, bridgeSilent, () => [
        mark('车场网络中断', bridgeSilent, () => act('/__lot/faults', { name: 'bridge-silent', on: !bridgeSilent })),
      ])
      fill(
        table,
        lanes.map(({ id, faults }) => [id, faults]),
        () =>
          lanes.map(({ id, name, faults }) =>
            h(
              'div',
              { class: 'fault-row' },
              h('span', { class: 'label' }, name),
              ...LANE_FAULTS.map(([fault, text]) => {
                const on = (faults as string[]).includes(fault)
                return mark(text, on, () => act('/__lot/faults', { name: fault, lane: id, on: !on }))
              }),
            ),
          ),
      )
    },
  }
}
