import { make, textOf } from '../dom'
import { define, type Host, type Space } from './define'

const PROPERTIES = {
  value: null,
  name: String,
  type: { type: String, value: 'text' },
  password: Boolean,
  placeholder: String,
  placeholderStyle: String,
  placeholderClass: String,
  disabled: Boolean,
  maxlength: { type: Number, value: 140 },
  focus: Boolean,
  autoFocus: Boolean,
  autoHeight: Boolean,
  confirmType: String,
  confirmHold: null,
  cursor: Number,
  cursorSpacing: Number,
  cursorColor: String,
  selectionStart: Number,
  selectionEnd: Number,
  adjustPosition: null,
  adjustKeyboardTo: String,
  holdKeyboard: null,
  alwaysEmbed: null,
  fixed: Boolean,
  showConfirmBar: null,
  disableDefaultPadding: null,
  autoFill: String,
  safePassword: Boolean,
  safePasswordCertPath: String,
  safePasswordLength: Number,
  safePasswordTimeStamp: Number,
  safePasswordNonce: String,
  safePasswordSalt: String,
  safePasswordCustomHash: String,
}

type Control = HTMLInputElement | HTMLTextAreaElement
type InputHost = Host<typeof PROPERTIES>

const KEYBOARDS: Record<string, string> = { number: 'numeric', digit: 'decimal', idcard: 'text' }

export function defineTextInputs(space: Space): void {
  for (const tag of ['input', 'textarea'] as const)
    define(space, tag, { empty: true, properties: PROPERTIES, create: (host) => createInput(host, make(tag)) })
}

function createInput(host: InputHost, control: Control) {
  host.dom.append(control)
  const typing = listenToTyping(host, control)
  listenToFocus(host, control)
  const focus = () => setTimeout(() => control.focus(), 0)
  return {
    on: {
      value(value: unknown) {
        const text = textOf(value)
        if (!typing() && control.value !== text) control.value = text
      },
      placeholder: (text: string) => void (control.placeholder = text),
      disabled: (disabled: boolean) => void (control.disabled = disabled),
      maxlength: (length: number) => limitLength(control, length),
      type: () => applyType(host, control),
      password: () => applyType(host, control),
      focus: (wanted: boolean) => (wanted ? focus() : control.blur()),
    },
    attached() {
      limitLength(control, host.values.maxlength)
      if (host.values.focus || host.values.autoFocus) focus()
    },
    activate: focus,
    control,
    field: { get: () => control.value, set: (value: unknown) => host.set({ value }) },
  }
}

/** Below zero there is no limit. */
function limitLength(control: Control, length: number): void {
  if (length >= 0) control.maxLength = length
  else control.removeAttribute('maxlength')
}

function applyType(host: InputHost, control: Control): void {
  control.inputMode = KEYBOARDS[host.values.type] ?? 'text'
  if (control instanceof HTMLInputElement) control.type = host.values.password ? 'password' : 'text'
}

/** The host's own `value` follows the typing, which is what `model:value` listens to. */
function listenToTyping(host: InputHost, control: Control): () => boolean {
  let typing = false
  control.addEventListener('input', (event) => {
    event.stopPropagation()
    typing = true
    host.set({ value: control.value })
    typing = false
    if (host.values.autoHeight) growWithText(host, control)
    host.emit('input', { value: control.value, cursor: control.selectionStart, keyCode: 0 })
  })
  control.addEventListener('change', (event) => event.stopPropagation())
  return () => typing
}

function listenToFocus(host: InputHost, control: Control): void {
  control.addEventListener('focus', () => host.emit('focus', { value: control.value, height: 0 }))
  control.addEventListener('blur', () => host.emit('blur', { value: control.value, cursor: control.value.length }))
  control.addEventListener('keydown', (event) => {
    const key = event as KeyboardEvent
    if (key.key !== 'Enter' || key.isComposing || control instanceof HTMLTextAreaElement) return
    key.preventDefault()
    host.emit('confirm', { value: control.value })
    if (!host.values.confirmHold) control.blur()
  })
}

function growWithText(host: InputHost, control: Control): void {
  control.style.height = 'auto'
  host.dom.style.height = `${control.scrollHeight}px`
  control.style.height = '100%'
}
