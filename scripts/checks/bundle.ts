// dist/ is what the sources give, byte for byte.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { root } from './files.ts'

/** Builds into a temporary folder and compares. */
export function staleBundle(): readonly string[] {
  const fresh = join(root, 'build', `check-${process.pid}`)
  try {
    const built = spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--out', fresh], { cwd: root, encoding: 'utf8' })
    if (built.status !== 0) return [`it cannot be built:\n${built.stdout}${built.stderr}`]
    return differences(join(root, 'dist'), fresh).map((difference) => `dist/${difference}. Remedy: npm run package`)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** How the files of `committed` differ from those of `fresh`: a phrase each. */
export function differences(committed: string, fresh: string): readonly string[] {
  const old = new Set(filesIn(committed))
  const now = new Set(filesIn(fresh))
  return [
    ...[...now].filter((path) => !old.has(path)).map((path) => `${path} is missing`),
    ...[...old].flatMap((path) => {
      if (!now.has(path)) return [`${path} is left over`]
      return isSame(join(committed, path), join(fresh, path)) ? [] : [`${path} is not what the sources give`]
    }),
  ]
}

function filesIn(directory: string): readonly string[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort()
}

function isSame(left: string, right: string): boolean {
  return (statSync(left).mode & 0o111) === (statSync(right).mode & 0o111) && readFileSync(left).equals(readFileSync(right))
}
