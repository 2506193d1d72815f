// End-to-end tests: they may need programs that `npm test` does not.
import base from './jest.config.mjs'

const rest = { ...base, coverageThreshold: undefined }
export default { ...rest, roots: ['<rootDir>/test/e2e'], testMatch: ['**/*.e2e.ts'], testPathIgnorePatterns: ['/node_modules/'], testTimeout: 300_000 }
