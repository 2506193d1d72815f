import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Digest } from '../../domain/artifact/digest.ts'
import type { Descriptor } from '../../domain/artifact/manifest.ts'
import { hexOf } from '../../domain/artifact/provenance.ts'
import type { Parsed } from '../../domain/problem.ts'
import { AdapterError } from '../../errors.ts'
import { digestOf, measure, settle, sweep, writeDurably, type HashedDraft } from './durable.ts'

/** Most bytes of a document that is read into memory: manifests, file lists, SBOMs, bundles (FAULTS F18). */
const DOCUMENT_LIMIT = 64 << 20

/** The content-addressed files of a layout. Nothing leaves here whose bytes were not checked. */
export class Blobs {
  readonly #folder: string
  readonly temporary: string

  constructor(layout: string) {
    this.#folder = join(layout, 'blobs', 'sha256')
    this.temporary = join(layout, 'flowspec', 'drafts')
  }

  /** Makes the folders and removes what crashed runs left. */
  async open(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    await mkdir(this.temporary, { recursive: true })
    await sweep(this.temporary)
  }

  path(digest: Digest): string {
    return join(this.#folder, hexOf(digest))
  }

  /** Stores bytes; bytes that are there already are written again, which mends a damaged copy. */
  async put(bytes: Uint8Array | string): Promise<{ readonly digest: Digest; readonly size: number }> {
    const digest = digestOf(bytes)
    await writeDurably(this.path(digest), bytes, this.temporary)
    return { digest, size: Buffer.byteLength(bytes) }
  }

  async adopt(draft: HashedDraft, digest: Digest): Promise<void> {
    await settle(draft.path, this.path(digest))
  }

  /** Reads a document whole; throws `artifact_missing`, `digest_mismatch`. Without a size, any up to the limit. */
  async read(digest: Digest, size?: number): Promise<Buffer> {
    const file = await open(this.path(digest), 'r').catch((cause: unknown) => {
      throw missing(digest, cause)
    })
    try {
      const found = (await file.stat()).size
      if (found > DOCUMENT_LIMIT) throw mismatch(digest, `is ${found} bytes, more than any document may have (${DOCUMENT_LIMIT})`)
      if (size !== undefined && found !== size) throw mismatch(digest, `has ${found} bytes instead of ${size}`)
      const bytes = await file.readFile()
      const actual = digestOf(bytes)
      if (actual !== digest) throw mismatch(digest, `has the digest ${actual}`)
      return bytes
    } finally {
      await file.close()
    }
  }

  /** Reads every byte of a large blob in pieces; throws like `read`. */
  async check(descriptor: Pick<Descriptor, 'digest' | 'size'>): Promise<void> {
    const found = await measure(this.path(descriptor.digest))
    if (found === undefined) throw missing(descriptor.digest)
    if (found.size !== descriptor.size) throw mismatch(descriptor.digest, `has ${found.size} bytes instead of ${descriptor.size}`)
    if (found.digest !== descriptor.digest) throw mismatch(descriptor.digest, `has the digest ${found.digest}`)
  }
}

/** Unwraps a parsed document of the store; a malformed one is as bad as a changed one. */
export function wellFormed<T>(document: Parsed<T>, digest: Digest | string): T {
  if (document.ok) return document.value
  throw mismatch(digest, document.problems[0].what)
}

export function mismatch(digest: Digest | string, how: string): AdapterError {
  return new AdapterError({
    code: 'digest_mismatch',
    message: `What is stored as ${digest} is not what was packed: it ${how}`,
    remedy: 'Do not deploy it. Pack the same commit again: the same files give the same digest and the copy in the store is replaced.',
  })
}

function missing(digest: Digest, cause?: unknown): AdapterError {
  return new AdapterError({ code: 'artifact_missing', message: `${digest} is not in the store although something refers to it`, remedy: 'Pack the same commit again, or restore the store from a copy.', cause })
}
