import { program } from './program'

/** What a person can change about the phone while the mini program runs. */
export interface PhoneSettings {
  dark: boolean
  /** WeChat's font size relative to the standard one. */
  fontScale: number
  offline: boolean
}

const address = new URLSearchParams(location.search)

/** Openid of the person who holds the phone. */
export const holder = address.get('holder') ?? 'preview-holder'

const settings: PhoneSettings = {
  dark: address.get('dark') === '1',
  fontScale: Number(address.get('font') ?? 1) || 1,
  offline: address.get('offline') === '1',
}

type Listener = (settings: Readonly<PhoneSettings>, before: Readonly<PhoneSettings>) => void
const listeners = new Set<Listener>()

export function phoneSettings(): Readonly<PhoneSettings> {
  return settings
}

export function changePhone(change: Partial<PhoneSettings>): void {
  const before = { ...settings }
  Object.assign(settings, change)
  for (const listener of [...listeners]) listener(settings, before)
}

export function onPhoneChange(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export type Theme = 'light' | 'dark'

/** A mini program that does not declare `darkmode` stays light on a dark phone. */
function themeOf({ dark }: Readonly<PhoneSettings>): Theme {
  return dark && program().app.darkmode ? 'dark' : 'light'
}

export function theme(): Theme {
  return themeOf(settings)
}

export function onThemeChange(listener: (theme: Theme) => void): () => void {
  return onPhoneChange((_, before) => {
    if (themeOf(before) !== theme()) listener(theme())
  })
}

/** The value behind `@name` of theme.json; any other text is itself. */
export function themed(value: string): string {
  return value.startsWith('@') ? (program().themes[theme()][value.slice(1)] ?? value) : value
}
