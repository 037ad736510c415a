/** The moment in which the phone's scanner looks for a code: the codes light up, and one click is an answer. */
import { button, h } from './dom'

export interface Scanner {
  element: HTMLElement
  begin(answer: (text: string | null) => void): void
  /** Whether a scan was waiting for this text. */
  found(text: string): boolean
}

export function scanner(): Scanner {
  let waiting: ((text: string | null) => void) | undefined
  const input = h('input', {
    label: '别的码的内容',
    attributes: { placeholder: '扫别的码：粘贴任意内容', autocomplete: 'off' },
  })
  const end = (text: string | null) => {
    waiting?.(text)
    waiting = undefined
    input.value = ''
    delete document.body.dataset['scanning']
  }
  const form = h('form', {}, input, h('button', { class: 'primary' }, '扫这个'))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (input.value.trim()) end(input.value.trim())
  })
  const element = h(
    'div',
    { class: 'scanner', attributes: { role: 'dialog' }, label: '扫一扫' },
    h('strong', {}, '手机正在扫一扫'),
    h('span', {}, '点一个发亮的码'),
    form,
    button('取消', () => end(null), { class: 'quiet' }),
  )
  addEventListener('keydown', ({ key }) => {
    if (key === 'Escape' && waiting) end(null)
  })
  return {
    element,
    begin(answer) {
      if (waiting) end(null)
      waiting = answer
      document.body.dataset['scanning'] = 'true'
    },
    found(text) {
      if (!waiting) return false
      end(text)
      return true
    },
  }
}
