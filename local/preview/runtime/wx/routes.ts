import { navigateBack, navigateTo, redirectTo, reLaunch, switchTab } from '../router'
import { asyncAction, asyncApi, type Wx } from './define'

export const routes = {
  navigateTo: asyncApi('navigateTo', (option) => navigateTo(option as never) as never),
  redirectTo: asyncAction('redirectTo', redirectTo),
  reLaunch: asyncAction('reLaunch', reLaunch),
  switchTab: asyncAction('switchTab', ({ url }) => switchTab({ url })),
  navigateBack: asyncAction('navigateBack', ({ delta }) => navigateBack({ ...(delta !== undefined && { delta }) })),
} satisfies Partial<Record<keyof Wx, unknown>>
