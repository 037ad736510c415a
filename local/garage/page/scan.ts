/** The moment in which the phone's scanner looks for a code: the codes light up, and one click is an answer. */
import { button, h, notice } from './dom'

/** How a code is printed. */
export type Print = 'square' | 'bars'

/** `as`: absent for a code that lies nowhere and is only typed. */
export interface Found {
  text: string
  as?: Print
}

export interface Scanner {
  element: HTMLElement
  begin(prints: readonly Print[], answer: (found: Found | null) => void): void
  /** Whether a scan was waiting; it ends with this code if it looks for codes of this print. */
  found(text: string, as: Print): boolean
}

const NOT_LOOKED_FOR: Record<Print, string> = {
  square: '这次只扫条形码',
  bars: '这次只扫二维码，条形码扫不出来',
}

export function scanner(): Scanner {
  let waiting: { prints: readonly Print[]; answer(found: Found | null): void } | undefined
  const input = h('input', {
    label: '别的码的内容',
    attributes: { placeholder: '扫别的码：粘贴任意内容', autocomplete: 'off' },
  })
  const end = (found: Found | null) => {
    waiting?.answer(found)
    waiting = undefined
    input.value = ''
    delete document.body.dataset['scanning']
  }
  const form = h('form', {}, input, h('button', { class: 'primary' }, '扫这个'))
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (input.value.trim()) end({ text: input.value.trim() })
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
    begin(prints, answer) {
      if (waiting) end(null)
      waiting = { prints, answer }
      document.body.dataset['scanning'] = prints.join(' ')
    },
    found(text, as) {
      if (!waiting) return false
      if (waiting.prints.includes(as)) end({ text, as })
      else notice(NOT_LOOKED_FOR[as])
      return true
    },
  }
}
