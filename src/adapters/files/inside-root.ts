import { lstat, realpath } from 'node:fs/promises'
import { isAbsolute, posix, relative, resolve, sep } from 'node:path'
import { pathFault } from '../../domain/artifact/paths.ts'
import { AdapterError } from '../../errors.ts'
import { errnoOf, fileError } from './file-error.ts'

const REMEDY = 'Give a path relative to the root of the repository, with forward slashes, that stays inside it.'

/**
 * The real, absolute place of a path of the repository. Throws `bad_input` for a path that is absolute, odd, inside `.git` (a hook
 * written there would be run), or that leaves the root, by `..` or through a symbolic link (FAULTS E07, E08). Throws like `fileError`
 * when the path cannot be followed.
 */
export async function placeInside(root: string, path: string, doing: 'read' | 'written'): Promise<string> {
  const plain = normal(path)
  const fault = plain === '.' ? undefined : (pathFault(plain) ?? gitFault(plain))
  if (fault !== undefined) throw refused(path, fault)
  const base = await realpath(root)
  const place = await resolved(resolve(base, plain), path, doing)
  const inside = relative(base, place)
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) throw refused(path, 'leads out of the repository through a symbolic link')
  const real = inside === '' ? undefined : gitFault(inside.split(sep).join('/'))
  if (real !== undefined) throw refused(path, real)
  return place
}

function normal(path: string): string {
  const plain = path === '' ? '' : posix.normalize(path)
  return plain.length > 1 && plain.endsWith('/') ? plain.slice(0, -1) : plain
}

function gitFault(path: string): string | undefined {
  return path.split('/').some((part) => part.toLowerCase() === '.git') ? 'is inside `.git`' : undefined
}

/** Follows links as far as the path exists; what does not exist yet is appended as it is. */
async function resolved(place: string, path: string, doing: 'read' | 'written'): Promise<string> {
  const missing: string[] = []
  for (let here = place; ; here = resolve(here, '..')) {
    try {
      return resolve(await realpath(here), ...missing)
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw fileError(doing, path, error)
      // A link to nowhere would be written through, and nobody knows where to.
      if (await isLink(here)) throw refused(path, 'holds a symbolic link that leads nowhere')
      missing.unshift(here.slice(resolve(here, '..').length).replace(/^[/\\]/, ''))
    }
  }
}

async function isLink(place: string): Promise<boolean> {
  try {
    return (await lstat(place)).isSymbolicLink()
  } catch {
    return false
  }
}

function refused(path: string, fault: string): AdapterError {
  return new AdapterError({ code: 'bad_input', message: `The path ${JSON.stringify(path.slice(0, 200))} ${fault}.`, remedy: REMEDY })
}
