// Writes the generated files; with --check only says which are stale, and fails when there is one.
// Usage: node scripts/dev.mjs scripts/generate-schemas.ts [--check]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generatedFiles } from './generated.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const check = process.argv.includes('--check')

function current(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const stale = generatedFiles().filter(({ path, text }) => current(join(root, path)) !== text)
for (const { path, text } of stale) {
  if (check) {
    console.error(`${path} is stale; run \`node scripts/dev.mjs scripts/generate-schemas.ts\``)
    process.exitCode = 1
  } else {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
    console.log(`wrote ${path}`)
  }
}
