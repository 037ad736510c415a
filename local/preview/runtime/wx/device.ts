import { button, make, overlay } from '../dom'
import { asyncAction, asyncApi, Refusal, type Wx } from './define'
import { dialogs } from './dialogs'

let clipboard = ''

/** There is no telephone: a note says who would be called, so that a person and a test can see it. */
function makePhoneCall({ phoneNumber }: { phoneNumber: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    const panel = make('div', 'panel actions')
    panel.setAttribute('role', 'dialog')
    const end = (finish: () => void) => () => {
      sheet.close()
      finish()
    }
    const cancel = () => reject(new Refusal('cancel'))
    panel.append(button('item', `呼叫 ${phoneNumber}`, end(resolve)), button('item cancel', '取消', end(cancel)))
    const sheet = overlay('from-bottom', panel)
  })
}

const shake = () => undefined

export const device = {
  setClipboardData: asyncAction('setClipboardData', ({ data }) => {
    clipboard = data
    void dialogs.showToast({ title: '内容已复制' })
  }),
  getClipboardData: asyncApi('getClipboardData', () => ({ data: clipboard })),
  makePhoneCall: asyncApi('makePhoneCall', makePhoneCall),
  vibrateShort: asyncAction('vibrateShort', shake),
  vibrateLong: asyncAction('vibrateLong', shake),
  setKeepScreenOn: asyncAction('setKeepScreenOn', shake),
  setScreenBrightness: asyncAction('setScreenBrightness', shake),
  getScreenBrightness: asyncApi('getScreenBrightness', () => ({ value: 0.5 })),
} satisfies Partial<Record<keyof Wx, unknown>>
