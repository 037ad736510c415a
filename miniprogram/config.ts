/** The CloudBase environment that answers; an empty text means the one the mini program is bound to. */
export const CLOUD_ENV: string = ''

/** Shown under 我的. */
export const VERSION = '0.1.0'
