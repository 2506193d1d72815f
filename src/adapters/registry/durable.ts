import { createHash, randomUUID } from 'node:crypto'
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { parseDigest, type Digest } from '../../domain/artifact/digest.ts'
import { AdapterError, StoppedError } from '../../errors.ts'

const CHUNK = 1 << 20
/** Pieces between two looks at timers and signals: about 16 MiB. */
const PIECES_PER_TURN = 16
const DAY_MS = 86_400_000

/** The digest of bytes in memory. */
export function digestOf(bytes: Uint8Array | string): Digest {
  return toDigest(createHash('sha256').update(bytes).digest('hex'))
}

/** Makes a digest of 64 hex digits that a hash function has just given. */
export function toDigest(hex: string): Digest {
  const digest = parseDigest(`sha256:${hex}`)
  if (!digest.ok) throw new AdapterError({ code: 'unexpected_error', message: `a hash gave ${JSON.stringify(hex)}` })
  return digest.value
}

/** Writes a whole file so that after a crash it is there whole or not at all: temporary file, fsync, rename, fsync of the folder. */
export async function writeDurably(path: string, bytes: Uint8Array | string, temporary: string): Promise<void> {
  const draft = join(temporary, randomUUID())
  const file = await open(draft, 'wx', 0o644)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
  await settle(draft, path)
}

/** Moves a written and synced draft to its place and makes the move itself durable. */
export async function settle(draft: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await rename(draft, path)
  await syncFolder(dirname(path))
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot open folders; its rename is already ordered after the data.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes drafts that a crashed run left more than a day ago. */
export async function sweep(temporary: string, now = Date.now()): Promise<void> {
  for (const name of await readdir(temporary)) {
    const path = join(temporary, name)
    const age = await stat(path).then((found) => now - found.mtimeMs, () => 0)
    if (age > DAY_MS) await rm(path, { force: true })
  }
}

/** A file that grows at its end and is hashed on the way; memory stays at what the caller hands over. */
export class HashedDraft {
  readonly path: string
  readonly #file: FileHandle
  readonly #hash = createHash('sha256')
  #size = 0
  #open = true
  #writing: Promise<void> = Promise.resolve()

  private constructor(path: string, file: FileHandle) {
    this.path = path
    this.#file = file
  }

  static async create(temporary: string): Promise<HashedDraft> {
    const path = join(temporary, randomUUID())
    return new HashedDraft(path, await open(path, 'wx', 0o644))
  }

  /** Resolves when the bytes of the call before are written; the caller leaves these alone until then. So writing overlaps with reading. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes)
    await this.#writing
    const at = this.#size
    this.#size += bytes.length
    this.#writing = writeWhole(this.#file, bytes, at)
    // A failure is thrown by the next call or by finish; until then it must not count as unhandled.
    this.#writing.catch(() => undefined)
  }

  /** Syncs and closes; the draft still has to be settled. */
  async finish(): Promise<{ readonly digest: Digest; readonly size: number }> {
    await this.#writing
    await this.#file.sync()
    await this.#close()
    return { digest: toDigest(this.#hash.digest('hex')), size: this.#size }
  }

  /** Closes and removes what has not been settled. */
  async discard(): Promise<void> {
    await this.#writing.catch(() => undefined)
    await this.#close()
    await rm(this.path, { force: true })
  }

  async #close(): Promise<void> {
    if (this.#open) await this.#file.close()
    this.#open = false
  }
}

async function writeWhole(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at, bytes.length - at, position + at)).bytesWritten
}

/** Lets timers run and stops when the signal says so. `pieces` counts the caller's pieces of about 1 MiB. */
export async function breathe(pieces: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) throw new StoppedError({ code: 'cancelled', message: 'The run was told to stop.', cause: signal.reason })
  if (pieces % PIECES_PER_TURN === 0) await setImmediate()
}

/** The size and digest of a file, read in pieces; undefined when there is none. */
export async function measure(path: string): Promise<{ readonly size: number; readonly digest: Digest } | undefined> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined
  const file = openSync(path, 'r')
  try {
    const hash = createHash('sha256')
    const piece = Buffer.allocUnsafe(CHUNK)
    let size = 0
    for (let pieces = 1; ; pieces++) {
      const read = readSync(file, piece, 0, CHUNK, null)
      if (read === 0) return { size, digest: toDigest(hash.digest('hex')) }
      hash.update(piece.subarray(0, read))
      size += read
      await breathe(pieces)
    }
  } finally {
    closeSync(file)
  }
}
