import { button, make, overlay } from '../dom'
import { framed, scanInShell } from '../shell'
import { asyncApi, Refusal, type Wx } from './define'

/** Without a garage around the phone the person types what the code says. */
function askForCode(): Promise<string | null> {
  return new Promise((resolve) => {
    const field = make('input')
    field.placeholder = '输入码的内容'
    field.setAttribute('aria-label', '码的内容')
    const end = (text: string | null) => {
      sheet.close()
      resolve(text)
    }
    const panel = make('form', 'panel scanner')
    panel.setAttribute('role', 'dialog')
    panel.addEventListener('submit', (event) => {
      event.preventDefault()
      end(field.value)
    })
    const buttons = make('footer')
    const confirm = make('button', 'confirm', '识别')
    buttons.append(
      button('cancel', '取消', () => end(null)),
      confirm,
    )
    panel.append(make('h2', '', '扫一扫'), field, buttons)
    const sheet = overlay('from-bottom', panel)
    field.focus()
  })
}

export const scan = {
  scanCode: asyncApi('scanCode', async () => {
    const text = await (framed ? scanInShell() : askForCode())
    if (text === null) throw new Refusal('cancel')
    return {
      result: text,
      scanType: 'QR_CODE' as const,
      charSet: 'utf-8',
      path: '',
      rawData: btoa(encodeURIComponent(text)),
    }
  }),
} satisfies Partial<Record<keyof Wx, unknown>>
