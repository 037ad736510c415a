/** Tags that the platform defines; in the document each is an element of its own, `<wx-view>` for `view`. */
export const BUILT_IN_TAGS: ReadonlySet<string> = new Set(
  (
    'ad block button camera canvas checkbox checkbox-group cover-image cover-view form icon image input label live-player map ' +
    'match-media movable-area movable-view navigation-bar navigator open-data page page-container page-meta picker picker-view ' +
    'picker-view-column progress radio radio-group rich-text root-portal scroll-view slider swiper swiper-item switch text ' +
    'textarea video view web-view'
  ).split(' '),
)
