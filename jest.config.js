/** Phones that use Boyi are in China; a test that wants another zone says so. */
process.env.TZ ??= 'Asia/Shanghai'

const typescript = [
  '@swc/jest',
  { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' }, sourceMaps: 'inline' },
]

const shared = {
  moduleFileExtensions: ['ts', 'js', 'json'],
  transform: { '\\.(ts|js)$': typescript },
  modulePathIgnorePatterns: ['/miniprogram_npm/', '<rootDir>/dist/'],
}

module.exports = {
  testTimeout: 30_000,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  projects: [
    {
      ...shared,
      displayName: 'node',
      testEnvironment: 'node',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/miniprogram/'],
    },
    {
      ...shared,
      displayName: 'miniprogram',
      testEnvironment: 'jsdom',
      testMatch: ['<rootDir>/test/miniprogram/**/*.test.ts'],
      transformIgnorePatterns: ['/node_modules/(?!tdesign-miniprogram/)'],
      setupFilesAfterEnv: ['<rootDir>/test/miniprogram/setup.ts'],
      snapshotSerializers: ['miniprogram-simulate/jest-snapshot-plugin'],
    },
  ],
}
