import { button, make, overlay } from '../dom'
import { asyncAction, asyncApi, type Asked, type Wx } from './define'

type Consent = Record<string, 'accept' | 'reject'>

/** Asks the person, as WeChat does, whether the service may send these messages. */
function requestSubscribeMessage({ tmplIds }: Asked<'requestSubscribeMessage'>) {
  return new Promise<Consent>((resolve) => {
    const answer = (consent: 'accept' | 'reject') => () => {
      sheet.close()
      resolve(Object.fromEntries((tmplIds as string[]).map((id) => [id, consent])))
    }
    const panel = make('div', 'panel consent')
    panel.setAttribute('role', 'dialog')
    panel.append(make('h2', '', '申请获取以下权限'), make('p', '', `发送 ${tmplIds.length} 类服务通知`))
    const buttons = make('footer')
    buttons.append(button('reject', '拒绝', answer('reject')), button('accept', '允许', answer('accept')))
    panel.append(buttons)
    const sheet = overlay('from-bottom', panel)
  })
}

/** Everything else is granted: the phone's owner agrees. */
export const permissions = {
  requestSubscribeMessage: asyncApi('requestSubscribeMessage', requestSubscribeMessage as never),
  login: asyncApi('login', () => ({ code: 'preview-login-code' })),
  checkSession: asyncAction('checkSession', () => undefined),
  getSetting: asyncApi('getSetting', () => ({ authSetting: {} })),
  openSetting: asyncApi('openSetting', () => ({ authSetting: {} })),
  authorize: asyncAction('authorize', () => undefined),
  getPrivacySetting: asyncApi('getPrivacySetting', () => ({ needAuthorization: false, privacyContractName: '' })),
  requirePrivacyAuthorize: asyncAction('requirePrivacyAuthorize', () => undefined),
  onNeedPrivacyAuthorization: () => undefined,
  getAppAuthorizeSetting: (() => ({})) as unknown as Wx['getAppAuthorizeSetting'],
  getSystemSetting: (() => ({ deviceOrientation: 'portrait' })) as unknown as Wx['getSystemSetting'],
  showShareMenu: asyncAction('showShareMenu', () => undefined),
  hideShareMenu: asyncAction('hideShareMenu', () => undefined),
} satisfies Partial<Record<keyof Wx, unknown>>
