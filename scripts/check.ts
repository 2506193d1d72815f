// `npm run check`: everything about the repository that a program can judge without running the product.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { staleBundle } from './checks/bundle.ts'
import { dependencyProblems, type Manifest } from './checks/dependencies.ts'
import { listFiles, readTexts, root } from './checks/files.ts'
import { brokenLinks } from './checks/links.ts'
import { lockedAddresses, machinePaths } from './checks/words.ts'

interface Check {
  readonly name: string
  /** Problems found, a sentence each; none means passed. */
  readonly find: () => readonly string[]
}

function program(...argv: readonly string[]): readonly string[] {
  const ran = spawnSync(process.execPath, argv, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  return ran.status === 0 ? [] : [`${ran.stdout}${ran.stderr}`.trim() || `${argv.join(' ')} ended with ${ran.status ?? ran.signal ?? 'no status'}`]
}

const generators = readdirSync(join(root, 'scripts')).filter((name) => /^generate-[a-z-]+\.(mjs|ts)$/.test(name)).sort()
const paths = listFiles()
const texts = readTexts(paths.filter((path) => !/\.(png|jpg|gz|tar|zip|woff2?)$/.test(path)))

const checks: readonly Check[] = [
  { name: 'types', find: () => program('node_modules/typescript/bin/tsc', '-p', '.') },
  { name: 'lint', find: () => program('node_modules/eslint/bin/eslint.js', '.') },
  { name: 'dist/ is fresh', find: staleBundle },
  ...generators.map((name) => ({ name: `scripts/${name} has nothing to write`, find: () => program(join('scripts', name), '--check') })),
  {
    name: 'links in documents',
    find: () => brokenLinks(texts.filter((file) => file.path.endsWith('.md') && !file.path.startsWith('test/')), (path) => path === '.' || existsSync(join(root, path))),
  },
  { name: 'no machine paths', find: () => machinePaths(texts.filter((file) => !file.path.startsWith('node_modules/'))) },
  { name: 'no addresses in package-lock.json', find: () => lockedAddresses(readFileSync(join(root, 'package-lock.json'), 'utf8')) },
  {
    name: 'dependencies are exact and justified',
    find: () => dependencyProblems(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest, readFileSync(join(root, 'docs/dependencies.md'), 'utf8')),
  },
]

let failed = 0
for (const { name, find } of checks) {
  const problems = find()
  console.log(`${problems.length === 0 ? 'pass' : 'FAIL'}  ${name}`)
  for (const problem of problems) console.log(problem.replace(/^/gm, '      '))
  if (problems.length > 0) failed += 1
}
console.log(`${checks.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
