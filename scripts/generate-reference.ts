// Writes docs/reference/reasons.md, commands.md and outputs.md; with --check only says which are stale, and fails when there is one.
// Names, sentences, help texts and exit codes come from the code; what a person should do is written beside the names, and the
// compiler asks for it when a name is added.
// Usage: node scripts/dev.mjs scripts/generate-reference.ts [--check]
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commandsPage } from './reference/commands-page.ts'
import { outputsPage } from './reference/outputs-page.ts'
import { reasonsPage } from './reference/reasons-page.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const check = process.argv.includes('--check')

const pages: readonly { readonly path: string; readonly text: string }[] = [
  { path: 'docs/reference/reasons.md', text: reasonsPage() },
  { path: 'docs/reference/commands.md', text: commandsPage() },
  { path: 'docs/reference/outputs.md', text: outputsPage() },
]

function current(path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

for (const { path, text } of pages.filter((page) => current(page.path) !== page.text)) {
  if (check) {
    console.error(`${path} is stale; run \`node scripts/dev.mjs scripts/generate-reference.ts\``)
    process.exitCode = 1
  } else {
    writeFileSync(join(root, path), text)
    console.log(`wrote ${path}`)
  }
}
