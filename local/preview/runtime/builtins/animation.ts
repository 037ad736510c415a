/** Steps that `wx.createAnimation` exports. */
export interface Animation {
  actions: AnimationStep[]
}

export interface AnimationStep {
  styles: Record<string, string>
  transforms: string[]
  options: { duration: number; timingFunction: string; delay: number; transformOrigin?: string }
}

/** Plays the steps one after the other as CSS transitions. */
export function playAnimation(node: HTMLElement, animation: Animation | undefined): void {
  let start = 16
  for (const { styles, transforms, options } of animation?.actions ?? []) {
    setTimeout(() => {
      node.style.transition = `all ${options.duration}ms ${options.timingFunction} ${options.delay}ms`
      node.style.transformOrigin = options.transformOrigin ?? ''
      for (const [name, value] of Object.entries(styles)) node.style.setProperty(name, value)
      if (transforms.length) node.style.transform = transforms.join(' ')
    }, start)
    start += options.duration + options.delay
  }
}
