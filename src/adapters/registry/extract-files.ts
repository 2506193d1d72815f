import { createHash, randomUUID } from 'node:crypto'
import { closeSync, fchmodSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { ArtifactFile } from '../../domain/artifact/artifact.ts'
import { describeHeader, END_BYTES, padding, tarHeader } from '../../domain/artifact/tar.ts'
import { AdapterError } from '../../errors.ts'
import { mismatch } from './blobs.ts'
import { breathe, toDigest } from './durable.ts'

const PIECE = 1 << 20

/**
 * Unpacks a layer whose digest has been checked into an absent or empty folder. The archive must be, byte for byte, the one
 * that packing these files gives: links, devices, folders, other names, other modes (setuid), a second file of a name or more
 * bytes than listed are not ours and stop it (FAULTS E07, E08, E10, E12). Every file is hashed again while it is written. The
 * folder appears whole or not at all.
 */
export async function extractFiles(layer: string, files: readonly ArtifactFile[], directory: string): Promise<void> {
  const target = resolve(directory)
  await assertEmpty(target)
  await mkdir(dirname(target), { recursive: true })
  const draft = join(dirname(target), `.${basename(target)}.${randomUUID()}`)
  mkdirSync(draft, { mode: 0o755 })
  const archive = openSync(layer, 'r')
  try {
    for (const file of files) await one(archive, file, draft)
    const end = exactly(archive, END_BYTES, 'the end of the archive')
    if (end.some((byte) => byte !== 0) || readSync(archive, Buffer.alloc(1), 0, 1, null) !== 0) throw mismatch('the layer', 'holds more than the files listed')
    await rename(draft, target)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw error
  } finally {
    closeSync(archive)
  }
}

async function one(archive: number, file: ArtifactFile, draft: string): Promise<void> {
  const header = tarHeader(file)
  const found = exactly(archive, header.length, file.path)
  if (!found.equals(header)) throw mismatch('the layer', `has ${describeHeader(found.subarray(-512))} where the regular file ${JSON.stringify(file.path)} belongs`)
  const path = join(draft, ...file.path.split('/'))
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 })
  const output = openSync(path, 'wx', 0o644)
  try {
    const hash = createHash('sha256')
    const piece = Buffer.allocUnsafe(Math.min(PIECE, Math.max(file.size, 1)))
    for (let left = file.size, pieces = 1; left > 0; pieces++) {
      const read = readSync(archive, piece, 0, Math.min(piece.length, left), null)
      if (read === 0) throw mismatch('the layer', `ends inside ${JSON.stringify(file.path)}`)
      hash.update(piece.subarray(0, read))
      for (let at = 0; at < read; ) at += writeSync(output, piece, at, read - at)
      left -= read
      await breathe(pieces)
    }
    const digest = toDigest(hash.digest('hex'))
    if (digest !== file.digest) throw mismatch('the layer', `has ${JSON.stringify(file.path)} with the digest ${digest} instead of ${file.digest}`)
    fchmodSync(output, file.executable ? 0o755 : 0o644)
  } finally {
    closeSync(output)
  }
  if (exactly(archive, padding(file.size), file.path).some((byte) => byte !== 0)) throw mismatch('the layer', `has something behind ${JSON.stringify(file.path)}`)
}

function exactly(archive: number, size: number, what: string): Buffer {
  const bytes = Buffer.alloc(size)
  for (let at = 0; at < size; ) {
    const read = readSync(archive, bytes, at, size - at, null)
    if (read === 0) throw mismatch('the layer', `ends at ${JSON.stringify(what)}`)
    at += read
  }
  return bytes
}

async function assertEmpty(directory: string): Promise<void> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return []
    throw error
  })
  if (names.length > 0) throw new AdapterError({ code: 'bad_input', message: `${directory} is not empty: ${names.slice(0, 3).join(', ')}`, remedy: 'Unpack into a folder that is empty or does not exist.' })
}
