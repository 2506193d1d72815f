import { createHash } from 'node:crypto'
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { ArtifactFile } from '../../domain/artifact/artifact.ts'
import type { Digest } from '../../domain/artifact/digest.ts'
import { manifestKind, missingDependencies, parseManifest, type PackageManifest } from '../../domain/artifact/dependencies.ts'
import { nameFinding } from '../../domain/artifact/file-names.ts'
import type { Finding } from '../../domain/artifact/safety.ts'
import { END_BYTES, padding, tarHeader } from '../../domain/artifact/tar.ts'
import { AdapterError } from '../../errors.ts'
import { breathe, HashedDraft, toDigest } from './durable.ts'
import { CARRY, ContentScan, type Hit } from './scan.ts'
import type { Source } from './walk.ts'

const PIECE = 1 << 20
const MANIFEST_LIMIT = 4 << 20

/** What came of streaming the files into a layer. */
export interface PackedFiles {
  readonly draft: HashedDraft
  readonly layer: { readonly digest: Digest; readonly size: number }
  readonly files: readonly ArtifactFile[]
  readonly findings: readonly Finding[]
  readonly manifests: number
}

/** Streams files into a tar layer, hashing the layer and each file and searching them in the same pass. Memory does not depend on sizes. */
export async function packFiles(sources: readonly Source[], temporary: string, signal?: AbortSignal): Promise<PackedFiles> {
  const manifests = sources.filter((source) => source.path.split('/').at(-1) === 'package.json' && manifestKind(source.path) !== 'other').flatMap(readManifest)
  const own = manifests.filter((manifest) => manifestKind(manifest.path) === 'own')
  const scan = new ContentScan([...new Set(own.flatMap((manifest) => manifest.needs))])
  const draft = await HashedDraft.create(temporary)
  try {
    const stream = new LayerStream(draft, scan, signal)
    const files: ArtifactFile[] = []
    for (const source of sources) files.push(await stream.file(source))
    await stream.end()
    const layer = await draft.finish()
    const paths = new Set(files.map((file) => file.path))
    const named = files.flatMap((file) => nameFinding(file.path) ?? [])
    const findings = [...named, ...(await withLines(scan.hits, sources)), ...missingDependencies(manifests, scan.imported, paths)]
    return { draft, layer, files, findings, manifests: manifests.length }
  } catch (error) {
    await draft.discard()
    throw error
  }
}

/**
 * Gathers headers and contents into pieces of about 1 MiB and hands them on; while one is written the other is filled. A
 * buffer begins with room for what is searched again.
 */
class LayerStream {
  readonly #draft: HashedDraft
  readonly #scan: ContentScan
  readonly #signal: AbortSignal | undefined
  #buffer = Buffer.allocUnsafe(CARRY + PIECE)
  #other = Buffer.allocUnsafe(CARRY + PIECE)
  #fill = CARRY
  #pieces = 0

  constructor(draft: HashedDraft, scan: ContentScan, signal: AbortSignal | undefined) {
    this.#draft = draft
    this.#scan = scan
    this.#signal = signal
  }

  async file(source: Source): Promise<ArtifactFile> {
    const file = openRegular(source)
    try {
      const before = fstatSync(file, { bigint: true })
      if (!before.isFile()) throw changed(source, 'is no longer a regular file')
      const size = Number(before.size)
      const executable = (Number(before.mode) & 0o111) !== 0
      await this.#put(tarHeader({ path: source.path, size, executable }))
      const digest = await this.#content(file, source, size)
      const after = fstatSync(file, { bigint: true })
      if (after.size !== before.size || after.mtimeNs !== before.mtimeNs) throw changed(source, `was ${before.size} bytes and is ${after.size}`)
      await this.#put(new Uint8Array(padding(size)))
      return { path: source.path, size, digest, executable }
    } finally {
      closeSync(file)
    }
  }

  async end(): Promise<void> {
    await this.#put(new Uint8Array(END_BYTES))
    await this.#flush()
  }

  async #content(file: number, source: Source, size: number): Promise<Digest> {
    const hash = createHash('sha256')
    this.#scan.begin(source.path)
    // A file that fits is searched in one piece.
    if (size > this.#room()) await this.#flush()
    let done = 0
    // Where the search stands in the buffer, and the first byte of this file in it.
    let searched = this.#fill
    let least = this.#fill
    while (done < size) {
      if (this.#room() === 0) {
        const kept = Math.min(CARRY, this.#fill - least)
        const behind = this.#fill - searched
        const from = this.#fill - kept
        await this.#flush()
        this.#other.copy(this.#buffer, CARRY - kept, from, from + kept)
        least = CARRY - kept
        searched = CARRY - behind
      }
      const read = readSync(file, this.#buffer, this.#fill, Math.min(this.#room(), size - done), null)
      if (read === 0) throw changed(source, `was ${size} bytes and is ${done}`)
      hash.update(this.#buffer.subarray(this.#fill, this.#fill + read))
      this.#fill += read
      done += read
      const to = done === size ? this.#fill : Math.max(searched, this.#fill - CARRY + 64)
      this.#scan.look(this.#buffer.subarray(0, this.#fill), searched, to, { offset: done - (this.#fill - searched), least })
      searched = to
    }
    return toDigest(hash.digest('hex'))
  }

  #room(): number {
    return this.#buffer.length - this.#fill
  }

  async #put(bytes: Uint8Array): Promise<void> {
    if (bytes.length > this.#room()) await this.#flush()
    this.#buffer.set(bytes, this.#fill)
    this.#fill += bytes.length
  }

  async #flush(): Promise<void> {
    await this.#draft.write(this.#buffer.subarray(CARRY, this.#fill))
    ;[this.#buffer, this.#other] = [this.#other, this.#buffer]
    this.#fill = CARRY
    await breathe(++this.#pieces, this.#signal)
  }
}

function openRegular(source: Source): number {
  try {
    // Neither follows a link nor hangs on a fifo that took the file's place since the walk. Windows has neither flag, nor both dangers.
    return openSync(source.absolute, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (cause) {
    throw new AdapterError({ code: 'artifact_unsafe', message: `\`${source.path}\` cannot be read while packing: ${String(cause)}`, remedy: 'Make it readable, or leave it out with `artifact.exclude`; nothing may change the files while they are packed.', cause })
  }
}

function changed(source: Source, how: string): AdapterError {
  return new AdapterError({ code: 'artifact_unsafe', message: `\`${source.path}\` changed while it was packed: it ${how}`, remedy: 'Stop whatever writes to the files (a watcher, a server, another build) and run again.' })
}

function readManifest(source: Source): readonly PackageManifest[] {
  const file = openRegular(source)
  try {
    const size = fstatSync(file).size
    if (size > MANIFEST_LIMIT) return []
    const bytes = Buffer.alloc(size)
    const manifest = parseManifest(source.path, bytes.toString('utf8', 0, readSync(file, bytes, 0, size, 0)))
    return manifest === undefined ? [] : [manifest]
  } finally {
    closeSync(file)
  }
}

/** Counts lines up to each hit. The offset is known, so a file is read again only when something was found in it. */
async function withLines(hits: readonly Hit[], sources: readonly Source[]): Promise<readonly Finding[]> {
  const places = new Map(sources.map((source) => [source.path, source]))
  const lined: Finding[] = []
  for (const hit of hits) {
    const source = places.get(hit.finding.path)
    if (source !== undefined) lined.push({ ...hit.finding, line: await lineAt(source, hit.offset) })
  }
  return lined
}

async function lineAt(source: Source, offset: number): Promise<number> {
  const file = openRegular(source)
  try {
    const piece = Buffer.allocUnsafe(PIECE)
    let line = 1
    for (let at = 0, pieces = 1; at < offset; pieces++) {
      const read = readSync(file, piece, 0, Math.min(PIECE, offset - at), at)
      if (read === 0) break
      for (let i = piece.indexOf(10); i !== -1 && i < read; i = piece.indexOf(10, i + 1)) line++
      at += read
      await breathe(pieces)
    }
    return line
  } finally {
    closeSync(file)
  }
}
