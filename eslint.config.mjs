// The rules of the house that a program can check. Layers: docs/architecture.md.
import { importX } from 'eslint-plugin-import-x'
import tseslint from 'typescript-eslint'

/** What would make a decision depend on something else than its arguments. */
const IMPURE_GLOBALS = [
  'process', 'console', 'fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'performance', 'crypto', 'Buffer', 'AbortSignal', 'AbortController',
]

/** Layers of src/ and which parts of it they may import; anything else in src/ is out of bounds. */
const LAYERS = [
  { layer: 'domain', may: ['domain'] },
  { layer: 'ports.ts', may: ['domain'] },
  { layer: 'errors.ts', may: ['domain'] },
  { layer: 'contract.ts', may: ['domain'] },
  { layer: 'config', may: ['config', 'domain'] },
  { layer: 'inputs', may: ['inputs', 'contract.ts', 'config', 'domain', 'errors.ts'] },
  { layer: 'adapters', may: ['adapters', 'ports.ts', 'domain', 'errors.ts'] },
]

/** The composition: what constructs adapters, and what the doors load to get there. */
const COMPOSITION = ['main', 'operate', 'compose', 'supervisor']

/** The middle: it knows ports, never what stands behind them. Everything in src/ that is not named here belongs to it. */
const NOT_MIDDLE = ['src/domain/**', 'src/config/**', 'src/adapters/**', ...COMPOSITION.map((name) => `src/${name}.ts`), 'src/index.ts', 'src/post.ts', 'src/cli.ts']

const ONLY_COMPOSITION = `Only src/compose.ts constructs adapters, and only ${COMPOSITION.join(', ')} know them (docs/architecture.md).`

const onlyFrom = (layer, may) => ({
  target: `./src/${layer}`,
  from: './src',
  except: may.map((part) => `./${part}`),
  message: `src/${layer} may import only ${may.map((part) => `src/${part}`).join(', ')} (docs/architecture.md).`,
})

const noPackages = (allowed, message) => [
  'error',
  { patterns: [{ regex: `^(?!\\.\\.?/|${allowed.map((name) => `${name}$`).join('|') || '\\.'})`, message }] },
]

export default tseslint.config(
  { ignores: ['node_modules/', 'dist/', 'build/', 'out/', 'coverage/', 'examples/', 'templates/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import-x/extensions': ['.ts'], 'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [tseslint.configs.strictTypeCheckedOnly],
    rules: {
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true }],
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // A port promises; how an adapter keeps the promise is its own business.
      '@typescript-eslint/require-await': 'off',
      // A parser names the type that it gives.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-default-export': 'error',
      'max-lines': ['error', { max: 250 }],
      'max-len': ['error', { code: 200, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true }],
      'no-restricted-properties': ['error', { object: 'process', property: 'exit', message: 'Set process.exitCode and return: output may still be on its way.' }],
      'import-x/no-restricted-paths': [
        'error',
        {
          zones: [
            ...LAYERS.map(({ layer, may }) => onlyFrom(layer, may)),
            {
              target: './src/!(adapters|domain|config|inputs)/**',
              from: ['./src/adapters', ...COMPOSITION.map((name) => `./src/${name}.ts`)],
              message: ONLY_COMPOSITION,
            },
            {
              target: `./src/!(index|post|cli|${COMPOSITION.join('|')}|ports|errors|contract).ts`,
              from: ['./src/adapters', ...COMPOSITION.map((name) => `./src/${name}.ts`)],
              message: ONLY_COMPOSITION,
            },
          ],
        },
      ],
    },
  },
  {
    // The supervisor's two processes: servers are open there for as long as they live, and leaving is their job.
    files: ['src/adapters/targets/process/{guardian,worker}.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['src/**/*.ts'],
    // The only writer of outputs appends to the files that the runner names.
    ignores: [...NOT_MIDDLE, 'src/outputs.ts'],
    rules: { 'no-restricted-imports': noPackages([], 'Commands and what they are made of reach the world through src/ports.ts (docs/architecture.md).') },
  },
  {
    files: ['src/config/**/*.ts'],
    rules: { 'no-restricted-imports': noPackages(['zod', 'yaml'], 'src/config is text in, value out: only zod and yaml.') },
  },
  {
    files: ['src/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': noPackages([], 'The domain uses no packages and no Node modules.'),
      'no-restricted-globals': ['error', ...IMPURE_GLOBALS.map((name) => ({ name, message: 'The domain is pure: pass what it needs as a value.' }))],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'Time arrives as a value.' },
        { object: 'Math', property: 'random', message: 'Randomness arrives as a value.' },
        { property: 'toLocaleString', message: 'Depends on the machine: format by hand.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time arrives as a value.' },
        { selector: ':function[async=true]', message: 'The domain is synchronous.' },
        { selector: 'AwaitExpression', message: 'The domain is synchronous.' },
      ],
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly', fetch: 'readonly', setTimeout: 'readonly', clearTimeout: 'readonly', AbortSignal: 'readonly', AbortController: 'readonly', Buffer: 'readonly' } },
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error', eqeqeq: 'error' },
  },
)
