import { readdir, readFile, stat } from 'node:fs/promises'
import { posix } from 'node:path'
import { bytewise } from '../../domain/artifact/paths.ts'
import { AdapterError } from '../../errors.ts'
import type { Files } from '../../ports.ts'
import { appendWhole } from './append-whole.ts'
import { errnoOf, fileError } from './file-error.ts'
import { placeInside } from './inside-root.ts'
import { writeAtomically } from './write-atomically.ts'

/** Nothing that this program reads as text is larger; bytes. */
const READ_LIMIT = 32 * 1024 * 1024

/**
 * The files below a root. A write is seen whole or not at all, also after a power cut; appends of several processes never mix. Throws
 * `bad_input` for a path that leaves the root, and `file_unreadable` or `file_unwritable` when the system refuses.
 */
export function filesIn(root: string): Files {
  return {
    async read(path) {
      const place = await placeInside(root, path, 'read')
      const bytes = await bytesOf(place, path)
      return bytes === undefined ? undefined : textOf(bytes, path)
    },
    async write(path, text) {
      const place = await placeInside(root, path, 'written')
      try {
        await writeAtomically(place, text)
      } catch (error) {
        throw fileError('written', path, error)
      }
    },
    async append(path, text) {
      if (text === '') return
      const place = await placeInside(root, path, 'written')
      try {
        await appendWhole(place, text)
      } catch (error) {
        throw fileError('written', path, error)
      }
    },
    async list(directory) {
      const place = await placeInside(root, directory, 'read')
      try {
        const entries = await readdir(place, { withFileTypes: true })
        return entries.filter((entry) => entry.isFile()).map((entry) => posix.join(directory, entry.name)).sort(bytewise)
      } catch (error) {
        if (errnoOf(error) === 'ENOENT') return []
        throw fileError('read', directory, error)
      }
    },
  }
}

async function bytesOf(place: string, path: string): Promise<Uint8Array | undefined> {
  try {
    const info = await stat(place)
    // Opening a pipe would wait for its other end.
    if (!info.isFile()) throw notAFile(path)
    if (info.size > READ_LIMIT) throw tooLarge(path, info.size)
    return await readFile(place)
  } catch (error) {
    if (error instanceof AdapterError) throw error
    if (errnoOf(error) === 'ENOENT') return undefined
    throw fileError('read', path, error)
  }
}

/** Strict, because a file that is read and written back must keep every byte; a byte order mark stays too. */
function textOf(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new AdapterError({ code: 'file_unreadable', message: `${JSON.stringify(path)} is not text in UTF-8.`, remedy: 'Save the file as UTF-8.', cause })
  }
}

function notAFile(path: string): AdapterError {
  return new AdapterError({ code: 'file_unreadable', message: `${JSON.stringify(path)} is not a file.`, remedy: 'Put a file there, or name another path.' })
}

function tooLarge(path: string, size: number): AdapterError {
  return new AdapterError({
    code: 'file_unreadable',
    message: `${JSON.stringify(path)} has ${size} bytes; at most ${READ_LIMIT} are read.`,
    remedy: 'Check that this is the file you mean.',
  })
}
