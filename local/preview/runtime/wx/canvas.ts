import { canvasNode } from '../builtins/canvas'
import { make } from '../dom'
import { asyncApi, type Wx } from './define'

interface Export {
  canvas?: HTMLCanvasElement
  fileType?: string
  quality?: number
}

export const canvas = {
  createOffscreenCanvas({ width = 300, height = 150 }: { width?: number; height?: number } = {}) {
    return canvasNode(Object.assign(make('canvas'), { width, height }))
  },
  canvasToTempFilePath: asyncApi('canvasToTempFilePath', (option) => {
    const { canvas: node, fileType, quality } = option as unknown as Export
    if (!node) throw new Error('the preview needs the canvas node, not a canvasId')
    return { tempFilePath: node.toDataURL(fileType === 'jpg' ? 'image/jpeg' : 'image/png', quality) }
  }),
} satisfies Partial<Record<keyof Wx, unknown>>
