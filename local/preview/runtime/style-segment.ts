import type { glassEasel } from 'glass-easel-miniprogram-adapter'

/** The engine keeps an element's styles and classes in layers; this one, TEMP_EXTRA, is for what comes and goes. */
export const EXTRA_STYLE = 3 as glassEasel.StyleSegmentIndex.TEMP_EXTRA
