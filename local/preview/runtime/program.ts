/** What the build hands to the run time: settings as they stand in the JSON files, and code. */
export interface Program {
  app: AppSettings
  pages: Record<string, PageSettings>
  themes: Record<'light' | 'dark', Record<string, string>>
  /** CSS by path; `app` is app.wxss. */
  styles: Record<string, string>
  templates: Record<string, unknown>
  units: Record<string, UnitCode>
  runApp(): void
}

export interface AppSettings {
  pages: string[]
  entryPagePath?: string
  window?: Record<string, unknown>
  tabBar?: TabBarSettings
  darkmode?: boolean
  themeLocation?: string
}

export interface TabBarSettings {
  custom?: boolean
  color: string
  selectedColor: string
  backgroundColor: string
  borderStyle?: string
  list: TabBarItem[]
}

export interface TabBarItem {
  pagePath: string
  text: string
  iconPath?: string
  selectedIconPath?: string
}

export interface PageSettings {
  navigationBarTitleText?: string
  navigationBarBackgroundColor?: string
  navigationBarTextStyle?: string
  navigationStyle?: 'default' | 'custom'
  backgroundColor?: string
  homeButton?: boolean
  enablePullDownRefresh?: boolean
  /** Pixels above the end of the page at which onReachBottom fires. */
  onReachBottomDistance?: number
}

export interface UnitCode {
  json: UnitJson
  scope?: string
  run(): void
}

export interface UnitJson {
  styleIsolation?: string
  usingComponents: Record<string, string>
  componentGenerics?: Record<string, true | { default?: string }>
}

let running: Program | undefined

export function setProgram(program: Program): void {
  running = program
}

export function unitOf(path: string): UnitCode {
  const unit = program().units[path]
  if (!unit) throw new Error(`${path} is not part of the program`)
  return unit
}

export function program(): Program {
  if (!running) throw new Error('the preview has not started yet')
  return running
}
