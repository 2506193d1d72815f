import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { errorCode } from '../../exec/error-code.ts'

/**
 * Replaces a file so that a crash or a loss of power leaves the old or the new one, whole. Synchronous, because what follows (a signal,
 * an answer) must not happen before it is on disk. Mode 0600: the environment of releases is in it.
 */
export function replaceFile(path: string, content: string): void {
  const fresh = `${path}.${process.pid}.new`
  const file = openSync(fresh, 'w', 0o600)
  try {
    writeSync(file, content)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(fresh, path)
  const directory = openSync(dirname(path), 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}

/** The JSON in a file; undefined when there is no such file. Throws for a file that cannot be read or is not JSON: it is never taken for absent. */
export function readJsonFile(path: string): unknown {
  let content: string
  try {
    content = readFileSync(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
  const value: unknown = JSON.parse(content)
  return value
}
