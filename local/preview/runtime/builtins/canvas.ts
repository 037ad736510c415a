import { make } from '../dom'
import { assetUrl } from '../measures'
import { define, type Space } from './define'

/** An image whose source is a path of the mini program. */
function programImage(): HTMLImageElement {
  const image = new Image()
  Object.defineProperty(image, 'src', {
    get: () => image.getAttribute('src') ?? '',
    set: (source: string) => image.setAttribute('src', assetUrl(source)),
  })
  return image
}

/** What a mini program can do with a 2d canvas beside drawing. */
export function canvasNode(canvas: HTMLCanvasElement): HTMLCanvasElement {
  return Object.assign(canvas, {
    createImage: programImage,
    createPath2D: (path?: string) => new Path2D(path),
    requestAnimationFrame: (callback: FrameRequestCallback) => requestAnimationFrame(callback),
    cancelAnimationFrame: (handle: number) => cancelAnimationFrame(handle),
  })
}

export function defineCanvas(space: Space): void {
  define(space, 'canvas', {
    properties: { type: String, canvasId: String },
    create({ dom }) {
      const canvas = canvasNode(make('canvas'))
      dom.prepend(canvas)
      return { node: canvas }
    },
  })
}
