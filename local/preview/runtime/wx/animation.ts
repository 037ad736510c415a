import type { AnimationStep } from '../builtins/animation'

type Options = Partial<AnimationStep['options']>
type Amount = number | string
type Chain = Record<string, (...values: Amount[]) => Chain>

const DEFAULTS = { duration: 400, timingFunction: 'linear', delay: 0 }
/** Unit of a bare number in each transform. */
const TRANSFORMS: Record<string, string> = {
  translate: 'px',
  translateX: 'px',
  translateY: 'px',
  translateZ: 'px',
  translate3d: 'px',
  rotate: 'deg',
  rotateX: 'deg',
  rotateY: 'deg',
  rotateZ: 'deg',
  skew: 'deg',
  skewX: 'deg',
  skewY: 'deg',
  scale: '',
  scaleX: '',
  scaleY: '',
  scale3d: '',
}
const STYLES: Record<string, { property: string; unit: string }> = {
  opacity: { property: 'opacity', unit: '' },
  backgroundColor: { property: 'background-color', unit: '' },
  width: { property: 'width', unit: 'px' },
  height: { property: 'height', unit: 'px' },
  top: { property: 'top', unit: 'px' },
  right: { property: 'right', unit: 'px' },
  bottom: { property: 'bottom', unit: 'px' },
  left: { property: 'left', unit: 'px' },
}

function withUnit(amount: Amount, unit: string): string {
  return typeof amount === 'number' ? `${amount}${unit}` : amount
}

/** `wx.createAnimation`: collects steps, which the `animation` attribute then plays. */
export function createAnimation(options: Options = {}) {
  const steps: AnimationStep[] = []
  const styles: Record<string, string> = {}
  const transforms = new Map<string, string>()
  const chain: Chain = {}
  for (const [name, unit] of Object.entries(TRANSFORMS))
    chain[name] = (...amounts) => {
      transforms.set(name, `${name}(${amounts.map((amount) => withUnit(amount, unit)).join(',')})`)
      return chain
    }
  for (const [name, { property, unit }] of Object.entries(STYLES))
    chain[name] = (amount = 0) => {
      styles[property] = withUnit(amount, unit)
      return chain
    }
  return Object.assign(chain, {
    step(override: Options = {}) {
      steps.push({
        styles: { ...styles },
        transforms: [...transforms.values()],
        options: { ...DEFAULTS, ...options, ...override },
      })
      return chain
    },
    export: () => ({ actions: steps.splice(0) }),
  })
}
