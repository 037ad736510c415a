/** A coupon's code while it is typed or pasted. */
import { readCode, shownCode } from '../../domain'

const LENGTH = 12

/** In groups of four, as it is printed; of what was pasted, the code in it. */
export function typedCode(text: string): string {
  const code = readCode(text)
  if (code) return shownCode(code)
  const characters = text.toUpperCase().replace(/[^0-9A-Z]/g, '')
  return characters.slice(0, LENGTH).replace(/(.{4})(?=.)/g, '$1-')
}

/** Why a code that is being typed cannot be one; empty: so far it can. */
export function typedProblem(typed: string): string {
  const wrong = /[01IO]/.exec(typed)?.[0]
  if (wrong) return `券码里没有“${wrong}”，请核对是不是看错了`
  return ''
}
