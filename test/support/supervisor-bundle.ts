import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const ENTRY = join(ROOT, 'src/supervisor.ts')
const IMPORT = /(from\s+|import\s*\(?\s*)'(\.{1,2}\/[^']+)\.ts'/g

/** Every source that the entry reaches by relative imports. */
function sources(path: string, seen = new Map<string, string>()): Map<string, string> {
  if (seen.has(path)) return seen
  const text = readFileSync(path, 'utf8')
  seen.set(path, text)
  for (const match of text.matchAll(IMPORT)) sources(resolve(dirname(path), `${match[2] ?? ''}.ts`), seen)
  return seen
}

/**
 * The supervisor as users get it: one self-contained script, bundled from the sources as they are now. Kept in the temporary
 * directory by content, so that each change is bundled once. `mark` makes a script that differs in nothing but its hash.
 */
export function supervisorBundle(mark = ''): string {
  const files = sources(ENTRY)
  const hash = createHash('sha256')
  for (const [path, text] of files) hash.update(`${relative(ROOT, path)}\0${text}\0`)
  const script = join(tmpdir(), `flowspec-supervisor-${hash.digest('hex').slice(0, 16)}${mark}.mjs`)
  if (existsSync(script)) return script
  const work = mkdtempSync(join(tmpdir(), 'flowspec-bundle-'))
  try {
    for (const [path, text] of files) {
      const to = join(work, relative(ROOT, path)).replace(/\.ts$/, '.js')
      mkdirSync(dirname(to), { recursive: true })
      writeFileSync(to, stripTypeScriptTypes(text).replace(IMPORT, "$1'$2.js'"))
    }
    writeFileSync(join(work, 'package.json'), '{"type":"module"}')
    const out = join(work, 'out')
    execFileSync(process.execPath, [join(ROOT, 'node_modules/@vercel/ncc/dist/ncc/cli.js'), 'build', join(work, 'src/supervisor.js'), '-o', out, '--no-cache'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '' },
    })
    const fresh = `${script}.${process.pid}`
    copyFileSync(join(out, 'index.js'), fresh)
    if (mark !== '') writeFileSync(fresh, `${readFileSync(fresh, 'utf8')}\n// ${mark}\n`)
    renameSync(fresh, script)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return script
}
