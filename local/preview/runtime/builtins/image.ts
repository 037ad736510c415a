import { make } from '../dom'
import { assetUrl } from '../measures'
import { define, type Space } from './define'

const FITS: Record<string, string> = {
  aspectFit: 'contain',
  aspectFill: 'cover',
  scaleToFill: 'fill',
  widthFix: 'fill',
  heightFix: 'fill',
}

export function defineImages(space: Space): void {
  define(space, 'image', {
    empty: true,
    properties: {
      src: String,
      mode: { type: String, value: 'scaleToFill' },
      lazyLoad: Boolean,
      showMenuByLongpress: Boolean,
      webp: Boolean,
      fadeIn: Boolean,
      forceHttps: Boolean,
    },
    create(host) {
      const image = make('img')
      image.draggable = false
      image.alt = ''
      host.dom.append(image)
      image.addEventListener('load', () =>
        host.emit('load', { width: image.naturalWidth, height: image.naturalHeight }),
      )
      image.addEventListener('error', () => host.emit('error', { errMsg: `GET ${image.src} 404` }))
      return {
        on: {
          src: (source) => (source ? (image.src = assetUrl(source)) : image.removeAttribute('src')),
          mode(mode) {
            host.dom.dataset['mode'] = mode
            image.style.objectFit = FITS[mode] ?? 'none'
          },
        },
        attached: () => void (host.dom.dataset['mode'] ??= host.values.mode),
      }
    },
  })
  define(space, 'cover-image', {
    empty: true,
    properties: { src: String },
    create({ dom }) {
      const image = make('img')
      dom.append(image)
      return { on: { src: (source) => void (image.src = assetUrl(source)) } }
    },
  })
}
