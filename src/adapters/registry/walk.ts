import { lstatSync, readdirSync, realpathSync } from 'node:fs'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { bytewise, collisions, pathFault } from '../../domain/artifact/paths.ts'
import type { Problem } from '../../domain/problem.ts'
import { ConfigError } from '../../errors.ts'

/** A file that will be packed. */
export interface Source {
  /** Inside the artifact: relative to the root, forward slashes. */
  readonly path: string
  readonly absolute: string
}

/**
 * Every regular file under the given files and folders, in packing order. Left out: what `isExcluded` says, folders named
 * `.git`, and the folders in `never` (the store itself). Symbolic links, devices, fifos, sockets and unsafe names are refused,
 * all at once (FAULTS E07, E08, E10, E11).
 */
export function walk(options: { readonly files: readonly string[]; readonly root: string; readonly isExcluded: (path: string) => boolean; readonly never: readonly string[] }): readonly Source[] {
  const root = resolve(options.root)
  const never = options.never.map((folder) => resolve(folder))
  const found = new Map<string, Source>()
  const problems: Problem[] = []
  const refuse = (path: string, what: string, remedy: string): void => {
    problems.push({ code: 'artifact.not-packable', what: `\`${path}\` ${what}`, place: { file: path }, remedy })
  }
  const visit = (absolute: string): void => {
    const path = relative(root, absolute).split(sep).join('/')
    if (never.includes(absolute) || (path !== '' && (options.isExcluded(path) || path.split('/').at(-1) === '.git'))) return
    const entry = lstatSync(absolute, { throwIfNoEntry: false })
    if (entry === undefined) return refuse(path, 'does not exist', 'Build it first, or take it out of `artifact.paths`.')
    if (entry.isDirectory()) return readdirSync(absolute).forEach((name) => visit(join(absolute, name)))
    if (entry.isSymbolicLink()) return refuse(path, 'is a symbolic link', 'Put the file itself in its place, or leave the link out with `artifact.exclude`: a link means something else on every machine.')
    if (!entry.isFile()) return refuse(path, 'is a device, fifo or socket', 'Leave it out with `artifact.exclude`.')
    const fault = pathFault(path)
    if (fault !== undefined) return refuse(path, `has a name that ${fault}`, 'Rename it, or leave it out with `artifact.exclude`.')
    found.set(path, { path, absolute })
  }
  for (const given of options.files) {
    const absolute = resolve(root, given)
    const outside = whyOutside(root, absolute)
    if (outside === undefined) visit(absolute)
    else refuse(given, outside, 'Give paths inside `artifact.root`.')
  }
  const sources = [...found.values()].sort((a, b) => bytewise(a.path, b.path))
  for (const { first, second } of collisions(sources.map((source) => source.path))) {
    refuse(second, `and \`${first}\` are one name on systems that fold case or normalise Unicode`, 'Rename one of them.')
  }
  const [first, ...others] = problems
  if (first !== undefined) throw new ConfigError([first, ...others], 'artifact_unsafe')
  if (sources.length > 0) return sources
  throw new ConfigError([{ code: 'artifact.empty', what: 'there is no file to pack', value: options.files.join(', '), place: { file: options.root }, remedy: 'Build first, and check `artifact.paths` and `artifact.exclude`; empty folders are not packed.' }], 'artifact_missing')
}

/** A path is inside when its text is, and when no folder on the way to it is a link that leads elsewhere. */
function whyOutside(root: string, absolute: string): string | undefined {
  const path = relative(root, absolute)
  if (isAbsolute(path) || path.split(sep)[0] === '..') return `is outside \`${root}\``
  const parent = path === '' ? root : resolve(absolute, '..')
  if (lstatSync(parent, { throwIfNoEntry: false }) === undefined) return undefined
  return realpathSync(parent) === join(realpathSync(root), relative(root, parent)) ? undefined : 'is reached through a symbolic link'
}
