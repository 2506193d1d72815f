import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Root of the repository. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')

/** A file of the repository: its path from the root, with forward slashes, and its text. */
export interface SourceFile {
  readonly path: string
  readonly text: string
}

/** Paths of every file that is committed or would be: what git ignores is not the repository's. Throws when git cannot list them. */
export function listFiles(): readonly string[] {
  const listed = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  if (listed.status !== 0) throw new Error(`git ls-files failed: ${listed.stderr}`)
  const deleted = spawnSync('git', ['ls-files', '-z', '--deleted'], { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 })
  const gone = new Set(deleted.stdout.split('\0'))
  return [...new Set(listed.stdout.split('\0'))].filter((path) => path !== '' && !gone.has(path)).sort()
}

/** Reads text files; a file with a NUL byte is no text and is left out. */
export function readTexts(paths: readonly string[]): readonly SourceFile[] {
  return paths.map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') })).filter((file) => !file.text.includes('\0'))
}
