/** Lengths that mean something else in a mini program than in a browser; the run time keeps one variable for each. */
const LENGTH = /(^|[^\w.#-])([+-]?(?:\d*\.)?\d+)(rpx|vh|vw|rem)\b/g
const SAFE_AREA = /\b(?:env|constant)\(\s*safe-area-inset-(top|right|bottom|left)\s*(?:,[^)]*)?\)/g

/** Rewrites rpx, vh, vw, rem and the safe area of a CSS text to the phone's own measures. */
export function rewriteUnits(css: string): string {
  return css
    .replace(LENGTH, (_, before: string, amount: string, unit: string) => `${before}calc(var(--${unit}) * ${amount})`)
    .replace(SAFE_AREA, (_, edge: string) => `var(--safe-${edge})`)
}
