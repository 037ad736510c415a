import { navigateBack, navigateTo, redirectTo, reLaunch, switchTab } from '../router'
import { asyncApi, type Wx } from './define'

export const routes = {
  navigateTo: asyncApi('navigateTo', (option) => navigateTo(option as never) as never),
  redirectTo: asyncApi('redirectTo', redirectTo),
  reLaunch: asyncApi('reLaunch', reLaunch),
  switchTab: asyncApi('switchTab', ({ url }) => switchTab({ url })),
  navigateBack: asyncApi('navigateBack', ({ delta }) => navigateBack({ ...(delta !== undefined && { delta }) })),
} satisfies Partial<Record<keyof Wx, unknown>>
