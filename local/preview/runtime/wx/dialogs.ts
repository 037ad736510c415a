import { button, make, overlay } from '../dom'
import { asyncAction, asyncApi, Refusal, type Asked, type Wx } from './define'

const DEFAULT_TOAST_MS = 1500
const TOAST_ICONS: Record<string, string> = { success: '✓', error: '!', loading: '' }

let notice: { element: HTMLElement; close(): void } | undefined
let timer: ReturnType<typeof setTimeout> | undefined

function hideNotice(): void {
  clearTimeout(timer)
  notice?.close()
  notice = undefined
}

/** Toast and loading share one place: a new one replaces the old. */
function showNotice(title: string, icon: string, mask: boolean, duration?: number): void {
  hideNotice()
  const box = make('div', `toast ${icon}`)
  if (icon !== 'none') box.append(make('i', '', TOAST_ICONS[icon] ?? ''))
  box.append(make('p', '', title))
  notice = overlay(mask ? 'notice' : 'notice passable', box)
  notice.element.setAttribute('role', 'status')
  if (duration) timer = setTimeout(hideNotice, duration)
}

function showModal(option: Asked<'showModal'>) {
  return new Promise<{ confirm: boolean; cancel: boolean; content: string }>((resolve) => {
    const field = option.editable ? make('input') : undefined
    if (field) Object.assign(field, { value: option.content ?? '', placeholder: option.placeholderText ?? '' })
    const end = (confirm: boolean) => () => {
      dialog.close()
      resolve({ confirm, cancel: !confirm, content: confirm && field ? field.value : '' })
    }
    const box = make('div', 'dialog')
    box.setAttribute('role', 'dialog')
    if (option.title) box.append(make('h2', '', option.title))
    box.append(field ?? make('p', '', option.content ?? ''))
    const buttons = make('footer')
    if (option.showCancel !== false) buttons.append(button('cancel', option.cancelText || '取消', end(false)))
    const confirm = button('confirm', option.confirmText || '确定', end(true))
    if (option.confirmColor) confirm.style.color = option.confirmColor
    buttons.append(confirm)
    box.append(buttons)
    const dialog = overlay('centred', box)
  })
}

function showActionSheet({ itemList, alertText, itemColor }: Asked<'showActionSheet'>) {
  return new Promise<{ tapIndex: number }>((resolve, reject) => {
    const panel = make('div', 'panel actions')
    panel.setAttribute('role', 'dialog')
    if (alertText) panel.append(make('p', '', alertText))
    panel.append(
      ...itemList.map((text, tapIndex) => {
        const item = button('item', text, () => {
          sheet.close()
          resolve({ tapIndex })
        })
        item.style.color = itemColor ?? ''
        return item
      }),
    )
    const cancel = () => {
      sheet.close()
      reject(new Refusal('cancel'))
    }
    panel.append(button('item cancel', '取消', cancel))
    const sheet = overlay('from-bottom', panel)
  })
}

export const dialogs = {
  showModal: asyncApi('showModal', showModal),
  showActionSheet: asyncApi('showActionSheet', showActionSheet),
  showToast: asyncAction('showToast', ({ title, icon = 'success', mask = false, duration = DEFAULT_TOAST_MS }) =>
    showNotice(title, icon, mask, duration),
  ),
  hideToast: asyncAction('hideToast', hideNotice),
  showLoading: asyncAction('showLoading', ({ title, mask = false }) => showNotice(title, 'loading', mask)),
  hideLoading: asyncAction('hideLoading', hideNotice),
} satisfies Partial<Record<keyof Wx, unknown>>
