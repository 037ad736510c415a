/** Standard CSS, but for what WXSS has of its own: rpx, the page element, and no cascade layers or nesting. */
export default {
  extends: 'stylelint-config-standard',
  ignoreFiles: ['**/miniprogram_npm/**'],
  rules: {
    'unit-no-unknown': [true, { ignoreUnits: ['rpx'] }],
    'declaration-property-value-no-unknown': [
      true,
      { ignoreProperties: { '/.+/': ['/rpx/', '/var\\(/', '/env\\(/'] } },
    ],
    'selector-type-no-unknown': [true, { ignoreTypes: ['page'] }],
    'selector-class-pattern': null,
    'custom-property-pattern': null,
    'rule-empty-line-before': null,
    'declaration-empty-line-before': null,
    'custom-property-empty-line-before': null,
    'comment-empty-line-before': null,
    'at-rule-empty-line-before': null,
    'media-feature-range-notation': null,
    'color-function-notation': null,
    'color-function-alias-notation': null,
    'alpha-value-notation': null,
    'property-no-vendor-prefix': null,
    'value-no-vendor-prefix': null,
    'no-descending-specificity': null,
    'import-notation': 'string',
  },
}
