/** Tags that WeChat brings along under the webview renderer, and those of the template language itself. */
export const builtInTags = [
  ...[
    'block',
    'template',
    'slot',
    'import',
    'include',
    'wxs',
    'page-meta',
    'navigation-bar',
    'root-portal',
    'match-media',
  ],
  ...['view', 'scroll-view', 'swiper', 'swiper-item', 'movable-area', 'movable-view', 'cover-view', 'cover-image'],
  ...['page-container', 'share-element', 'text', 'rich-text', 'icon', 'progress', 'image', 'canvas', 'map', 'camera'],
  ...['button', 'checkbox', 'checkbox-group', 'editor', 'form', 'input', 'keyboard-accessory', 'label', 'picker'],
  ...['picker-view', 'picker-view-column', 'radio', 'radio-group', 'slider', 'switch', 'textarea', 'navigator'],
  ...['audio', 'video', 'live-player', 'live-pusher', 'web-view', 'open-data', 'official-account', 'ad', 'ad-custom'],
]
