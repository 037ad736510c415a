import js from '@eslint/js'
import * as wxmlParser from '@wxml/parser'
import wxml from 'eslint-plugin-wxml'
import tseslint from 'typescript-eslint'

const product = ['domain', 'cloudfunctions', 'bridge', 'local', 'miniprogram'].map((folder) => `${folder}/**/*.ts`)
const tests = ['test/**/*.ts']

/** What the compiler of WeChat DevTools refuses although TypeScript takes it. */
const uncompilable = [
  { selector: "VariableDeclaration[kind='using']", message: 'WeChat DevTools cannot compile `using`.' },
  { selector: "VariableDeclaration[kind='await using']", message: 'WeChat DevTools cannot compile `using`.' },
  { selector: 'AccessorProperty', message: 'WeChat DevTools cannot compile `accessor`.' },
]

/** Time, chance and identity come in through the door. */
const hiddenInputs = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Take the time from the caller.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Take the time from the caller.' },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Take chance from a port.',
  },
]

const queryInTransaction = [
  {
    selector:
      "CallExpression[callee.property.name='where'][callee.object.callee.property.name='collection'][callee.object.callee.object.name=/^(t|tx|transaction)$/]",
    message: 'A transaction of CloudBase reads by id only: use .doc(id).',
  },
]

const sdkElsewhere = {
  paths: [
    { name: 'wx-server-sdk', message: 'Only the entries and cloudfunctions/server/cloudbase/sdk.ts import the SDK.' },
  ],
}

const restrict = (...lists) => ({ 'no-restricted-syntax': ['error', ...lists.flat()] })

const strict = {
  'no-restricted-imports': ['error', sdkElsewhere],
  ...restrict(uncompilable, queryInTransaction),
  eqeqeq: 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  // Numbers read well in messages; a plate is read character by character.
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
  // A port answers with a promise even where one implementation has nothing to wait for; its methods use no `this`.
  '@typescript-eslint/require-await': 'off',
  '@typescript-eslint/unbound-method': 'off',
  '@typescript-eslint/no-confusing-void-expression': 'off',
  '@typescript-eslint/no-meaningless-void-operator': 'off',
  // Would remove the types of a page's first data and the brands of ids, wherever a plain type is taken as well.
  '@typescript-eslint/no-unnecessary-type-assertion': 'off',
  // Takes a branded number such as Fen for something else.
  '@typescript-eslint/no-unsafe-unary-minus': 'off',
  // Overflows the stack on a type that contains itself, such as JSON.
  '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
}

const wxmlRules = [
  ...['report-wxml-syntax-error', 'report-interpolation-error', 'report-wxs-syntax-error', 'no-duplicate-attributes'],
  ...['wx-key', 'no-dynamic-wx-key', 'no-wx-for-with-wx-else', 'no-wx-if-string'],
  ...['no-unexpected-string-bool', 'no-vue-directive', 'no-inconsistent-tagname', 'wxs-module-prop'],
  ...['wxs-must-be-top-level', 'no-const-and-let-in-wxs', 'colon-style-event-binding'],
]

const withTypes = { languageOptions: { parserOptions: { projectService: true } } }
const only = (files, configs) => configs.map((config) => ({ ...config, files }))

export default [
  {
    ignores: [
      ...['**/node_modules/**', '**/miniprogram_npm/**', '**/*.d.ts', 'dist/**', 'coverage/**', '.local/**'],
      ...['miniprogram/domain.js', 'test/fixtures/**'],
    ],
  },
  ...only(product, [js.configs.recommended, ...tseslint.configs.strictTypeChecked, withTypes, { rules: strict }]),
  {
    files: ['domain/**/*.ts', 'cloudfunctions/server/**/*.ts'],
    rules: restrict(uncompilable, queryInTransaction, hiddenInputs),
  },
  {
    files: ['cloudfunctions/server/cloudbase/sdk.ts', 'cloudfunctions/*/index.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  { files: ['cloudfunctions/server/cloudbase/**/*.ts'], rules: restrict(uncompilable, queryInTransaction) },
  {
    // Stands in for WeChat, which fails with plain objects, and drives an engine whose enums are plain numbers.
    files: ['local/preview/runtime/**/*.ts'],
    rules: {
      '@typescript-eslint/only-throw-error': 'off',
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
    },
  },
  ...only(tests, [js.configs.recommended, ...tseslint.configs.recommended, withTypes]),
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': 'allow-with-description' }],
    },
  },
  {
    files: ['miniprogram/**/*.wxml'],
    plugins: { wxml },
    languageOptions: { parser: wxmlParser.default ?? wxmlParser },
    rules: Object.fromEntries(wxmlRules.map((rule) => [`wxml/${rule}`, 'error'])),
  },
]
