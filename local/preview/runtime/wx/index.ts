import { BUILT_IN_TAGS } from '../tags'
import { lacking } from '../failures'
import { canvas } from './canvas'
import { cloud } from './cloud'
import { createAnimation } from './animation'
import type { Wx } from './define'
import { device } from './device'
import { dialogs } from './dialogs'
import { media } from './media'
import { network } from './network'
import { pageApi } from './page'
import { payment } from './payment'
import { permissions } from './permissions'
import { routes } from './routes'
import { scan } from './scan'
import { storage } from './storage'
import { system } from './system'

const families = {
  ...system,
  ...storage,
  ...network,
  ...dialogs,
  ...pageApi,
  ...routes,
  ...device,
  ...media,
  ...canvas,
  ...payment,
  ...permissions,
  ...scan,
  createAnimation,
  cloud: guarded('wx.cloud', cloud),
  canIUse,
} satisfies Partial<Record<keyof Wx, unknown>>

/** Members that engines and consoles look up on any object; asking for them is not a use of the API. */
const PROBED = /^(then|toJSON|constructor|prototype|nodeType|tagName|asymmetricMatch|[$_@].*)$/

/** An object that refuses to pretend: reading what it does not have is an error that everyone sees. */
function guarded<T extends object>(name: string, members: T): T {
  return new Proxy(members, {
    get(target, key) {
      if (key in target || typeof key === 'symbol' || PROBED.test(key)) return target[key as keyof T]
      throw lacking(`${name}.${key}`)
    },
  })
}

/** Answers by what the preview really has. */
function canIUse(schema: string): boolean {
  const [subject = ''] = schema.split('.')
  return subject in families || BUILT_IN_TAGS.has(subject)
}

export const wxApi: unknown = guarded('wx', families)
