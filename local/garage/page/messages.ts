/** Service messages that the holder of the phone received. */
import { instant, offsetAt, wallClock, type Zone } from '../../../domain/time'
import { fill, h } from './dom'
import { messages, type Message } from './machine'

const clock = (at: number) => wallClock(instant(at), offsetAt(instant(at), 'Asia/Shanghai' as Zone)).clock

const row = ({ data, at }: Message) =>
  h('li', {}, h('span', { class: 'at' }, clock(at)), h('span', {}, Object.values(data).join(' · ')))

export interface MessagesView {
  element: HTMLElement
  refresh(): void
  setHolder(openid: string): void
}

export function messagesView(): MessagesView {
  const list = h('ul', { class: 'messages' })
  let holder = ''
  const refresh = () =>
    void messages().then(
      (all) => {
        const own = all.filter(({ openid }) => openid === holder).reverse()
        fill(list, own, () => (own.length ? own.map(row) : [h('li', { class: 'empty' }, '还没有收到服务通知')]))
      },
      () => undefined,
    )
  setInterval(refresh, 4_000)
  return {
    element: h(
      'section',
      { class: 'panel small', label: '收到的消息' },
      h('header', {}, h('strong', {}, '收到的消息')),
      list,
    ),
    refresh,
    setHolder(openid) {
      holder = openid
      refresh()
    },
  }
}
