import { button, make, overlay } from '../dom'
import { framed, scanInShell, type Read } from '../shell'
import { asyncApi, Refusal, type Wx } from './define'

/** Without a garage around the phone the person types what the code says. */
function askForCode(): Promise<Read | null> {
  return new Promise((resolve) => {
    const field = make('input')
    field.placeholder = '输入码的内容'
    field.setAttribute('aria-label', '码的内容')
    const end = (read: Read | null) => {
      sheet.close()
      resolve(read)
    }
    const panel = make('form', 'panel scanner')
    panel.setAttribute('role', 'dialog')
    panel.addEventListener('submit', (event) => {
      event.preventDefault()
      end({ text: field.value })
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

/** What WeChat looks for when the program does not say. */
const USUAL: Kind[] = ['barCode', 'qrCode']
type Kind = NonNullable<WechatMiniprogram.ScanCodeOption['scanType']>[number]

const PRINTED_AS = { square: 'qrCode', bars: 'barCode' } as const
const TOLD_AS = {
  qrCode: 'QR_CODE',
  wxCode: 'WX_CODE',
  barCode: 'CODE_128',
  datamatrix: 'DATA_MATRIX',
  pdf417: 'PDF_417',
} as const satisfies Record<Kind, string>

/** Where nobody says how a code is printed, it is as the program wants it. */
function kindOf({ as }: Read, wanted: readonly Kind[]): Kind | undefined {
  return as ? wanted.find((kind) => kind === PRINTED_AS[as]) : wanted[0]
}

/** Looks on, as WeChat does, until a code of a wanted kind is there. */
async function lookFor(wanted: readonly Kind[]): Promise<{ text: string; kind: Kind }> {
  for (;;) {
    const read = await (framed ? scanInShell(wanted) : askForCode())
    if (read === null) throw new Refusal('cancel')
    const kind = kindOf(read, wanted)
    if (kind) return { text: read.text, kind }
  }
}

export const scan = {
  scanCode: asyncApi('scanCode', async ({ scanType = [] }) => {
    const { text, kind } = await lookFor(scanType.length ? scanType : USUAL)
    return {
      result: text,
      scanType: TOLD_AS[kind],
      charSet: 'utf-8',
      path: '',
      rawData: btoa(encodeURIComponent(text)),
    }
  }),
} satisfies Partial<Record<keyof Wx, unknown>>
