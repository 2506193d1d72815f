import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { parseDigest, type Digest } from '../../../domain/artifact/digest.ts'
import { AdapterError, messageOf } from '../../../errors.ts'
import type { ArtifactStore } from '../../../ports.ts'
import { releaseDirectory, releasesDirectory } from './places.ts'

/** Unpacked releases that are kept beside the ones in use, so that going back to one needs no unpacking. */
const KEPT = 5

/**
 * Unpacks a release unless it is there already, every file as it was packed (FAULTS E25); returns its directory. Half an unpacking is
 * never taken for a release: it happens aside and is moved into place in one step. `isRunning` keeps a running release's files.
 */
export async function unpack(directory: string, digest: Digest, options: { readonly store: Pick<ArtifactStore, 'extract'>; readonly isRunning: boolean }): Promise<string> {
  const home = releaseDirectory(directory, digest)
  const app = join(home, 'app')
  if (options.isRunning || (await isIntact(home, app))) return app
  await mkdir(home, { recursive: true, mode: 0o700 })
  const aside = join(home, `.unpacking-${randomUUID()}`)
  try {
    const files = await options.store.extract(digest, aside)
    await writeFile(join(home, 'files.json'), JSON.stringify(files.map(({ path, digest: content }) => ({ path, digest: content }))))
    await rm(app, { recursive: true, force: true })
    await rename(aside, app)
  } catch (error) {
    if (error instanceof AdapterError) throw error
    throw new AdapterError({ code: 'target_unreachable', message: `the release could not be unpacked into ${app}: ${messageOf(error)}`, remedy: 'Check free space and permissions of the directory.', cause: error })
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
  return app
}

async function isIntact(home: string, app: string): Promise<boolean> {
  try {
    const files: unknown = JSON.parse(await readFile(join(home, 'files.json'), 'utf8'))
    if (!Array.isArray(files)) return false
    for (const file of files as readonly unknown[]) {
      if (typeof file !== 'object' || file === null || !('path' in file) || !('digest' in file)) return false
      const wanted = parseDigest(String(file.digest))
      if (!wanted.ok || (await digestOf(join(app, String(file.path)))) !== wanted.value) return false
    }
    return (await stat(app)).isDirectory()
  } catch {
    return false
  }
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return `sha256:${hash.digest('hex')}`
}

/** Removes unpacked releases that are neither in use nor among the last few. */
export async function prune(directory: string, inUse: readonly Digest[]): Promise<void> {
  const used = new Set(inUse.map((digest) => digest.slice('sha256:'.length)))
  const names = (await readdir(releasesDirectory(directory))).filter((name) => /^[0-9a-f]{64}$/.test(name) && !used.has(name))
  const dated = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(releasesDirectory(directory), name))).mtimeMs })))
  const old = dated.toSorted((a, b) => b.at - a.at).slice(KEPT)
  await Promise.all(old.map(({ name }) => rm(join(releasesDirectory(directory), name), { recursive: true, force: true })))
}
