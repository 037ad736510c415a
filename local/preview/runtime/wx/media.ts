import { make, overlay } from '../dom'
import { assetUrl } from '../measures'
import { asyncAction, asyncApi, Refusal, type Asked, type Wx } from './define'

let savedImage: string | undefined

/** Path of the image that was saved last, for tests. */
export function lastSavedImage(): string | undefined {
  return savedImage
}

function pickFiles(accept: string, count: number): Promise<File[]> {
  return new Promise((resolve, reject) => {
    const input = make('input')
    Object.assign(input, { type: 'file', accept, multiple: count > 1 })
    input.addEventListener('change', () => resolve([...(input.files ?? [])].slice(0, count)))
    input.addEventListener('cancel', () => reject(new Refusal('cancel')))
    input.click()
  })
}

async function chooseMedia({ count = 9 }: Asked<'chooseMedia'>) {
  const files = await pickFiles('image/*', count)
  const tempFiles = files.map((file) => ({
    tempFilePath: URL.createObjectURL(file),
    size: file.size,
    fileType: 'image',
  }))
  return { type: 'image', tempFiles } as never
}

function preview(source: string): void {
  const image = make('img')
  image.src = assetUrl(source)
  const layer = overlay('centred photo', image)
  layer.element.addEventListener('click', layer.close)
}

async function getImageInfo({ src }: Asked<'getImageInfo'>) {
  const image = new Image()
  image.src = assetUrl(src)
  await image.decode().catch(() => {
    throw new Refusal(`file not found ${src}`)
  })
  return {
    width: image.naturalWidth,
    height: image.naturalHeight,
    path: src,
    orientation: 'up' as const,
    type: 'unknown' as const,
  }
}

export const media = {
  chooseMedia: asyncApi('chooseMedia', chooseMedia),
  getImageInfo: asyncApi('getImageInfo', getImageInfo),
  previewImage: asyncAction('previewImage', ({ current, urls }) => preview(current || urls[0] || '')),
  saveImageToPhotosAlbum: asyncAction('saveImageToPhotosAlbum', ({ filePath }) => void (savedImage = filePath)),
} satisfies Partial<Record<keyof Wx, unknown>>
