// Tests run on the Node that development pins (see scripts/dev.mjs); swc strips types, tsc checks them.
const swc = ['@swc/jest', { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } }]

export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': swc },
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/faults/'],
  testTimeout: 60_000,
  // Most of the time tests wait for processes, so every core has a worker; the default leaves one idle.
  maxWorkers: '100%',
  coverageProvider: 'babel',
  collectCoverageFrom: ['src/domain/**/*.ts'],
  coverageThreshold: { 'src/domain/': { lines: 100, branches: 100, functions: 100, statements: 100 } },
}
