import { lacking } from '../failures'
import { sharePage } from '../share'
import { define, setAttribute, type Host, type Space } from './define'
import { resetForm, submitForm } from './form'

/** What an open ability answers on a phone whose owner agrees to everything. */
const ANSWERS: Record<string, { event: string; detail: object }> = {
  getPhoneNumber: { event: 'getphonenumber', detail: { code: 'preview-phone-code', errMsg: 'getPhoneNumber:ok' } },
  agreePrivacyAuthorization: { event: 'agreeprivacyauthorization', detail: { errMsg: 'agreePrivacyAuthorization:ok' } },
  openSetting: { event: 'opensetting', detail: { authSetting: {}, errMsg: 'openSetting:ok' } },
  contact: { event: 'contact', detail: { path: '', query: {}, errMsg: 'enterContact:ok' } },
}

const PROPERTIES = {
  size: String,
  type: String,
  plain: Boolean,
  disabled: Boolean,
  loading: Boolean,
  formType: String,
  openType: String,
  lang: String,
  name: String,
  sessionFrom: String,
  sendMessageTitle: String,
  sendMessagePath: String,
  sendMessageImg: String,
  showMessageCard: null,
  appParameter: String,
  phoneNumberNoQuotaToast: null,
  needShowEntrance: null,
  entrancePath: String,
  activityType: null,
}

export function defineButton(space: Space): void {
  define(space, 'button', {
    properties: PROPERTIES,
    create(host) {
      const mirror = (name: string) => (value: unknown) =>
        setAttribute(host.dom, name, value === false ? undefined : value)
      return {
        on: {
          type: mirror('type'),
          size: mirror('size'),
          plain: mirror('plain'),
          disabled(disabled) {
            mirror('disabled')(disabled)
            setAttribute(host.dom, 'aria-disabled', disabled || undefined)
          },
        },
        attached() {
          if (!host.dom.hasAttribute('role')) host.dom.setAttribute('role', 'button')
        },
        tap: () => press(host),
      }
    },
  })
}

function press(host: Host<typeof PROPERTIES>): void {
  const { disabled, openType, formType } = host.values
  if (disabled) return
  if (openType) openAbility(host, openType)
  const form = formType && host.around('form')
  if (!form) return
  if (formType === 'submit') submitForm(form.host)
  else resetForm(form.host)
}

function openAbility(host: Host<typeof PROPERTIES>, openType: string): void {
  if (openType === 'share') {
    sharePage('button', { id: host.element.id, dataset: host.element.dataset })
    return
  }
  const answer = ANSWERS[openType]
  if (!answer) throw lacking(`<button open-type="${openType}">`)
  host.emit(answer.event, answer.detail)
}
