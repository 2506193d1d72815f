// The fault cases: what goes wrong around a rollout, and how it ends. Apart from `npm test`, because they kill and wait.
import base from './jest.config.mjs'

const rest = { ...base, coverageThreshold: undefined }
export default { ...rest, roots: ['<rootDir>/test/faults'], testPathIgnorePatterns: ['/node_modules/'], testTimeout: 300_000 }
