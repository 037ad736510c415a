import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { AppJson } from './collect'

export type Theme = 'light' | 'dark'
export type ThemeValues = Record<Theme, Record<string, string>>

/** The two sets of values behind `@name` in app.json and in page settings. */
export function readThemes(root: string, app: AppJson, settings: Record<string, unknown>[]): ThemeValues {
  if (!app.themeLocation) return { light: {}, dark: {} }
  const themes = JSON.parse(readFileSync(path.join(root, app.themeLocation), 'utf8')) as ThemeValues
  for (const name of namesIn([app.window, app.tabBar, ...settings]))
    for (const theme of ['light', 'dark'] as const)
      if (!(name in themes[theme])) throw new Error(`${app.themeLocation} has no ${theme} value for @${name}`)
  return themes
}

function namesIn(settings: unknown[]): string[] {
  return [...JSON.stringify(settings).matchAll(/"@([\w-]+)"/g)].map(([, name = '']) => name)
}
