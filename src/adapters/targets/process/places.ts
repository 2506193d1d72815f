import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Digest } from '../../../domain/artifact/digest.ts'
import { parsePlace, parseSaved, type Place, type Saved } from './protocol.ts'
import { readJsonFile } from './durable-file.ts'

/** Longest path of a unix socket that every system takes, bytes (104 on macOS, 108 on Linux, with the final zero). */
const SOCKET_PATH_LIMIT = 100

/** The files of one environment's directory. */
export const stateFile = (directory: string): string => join(directory, 'state.json')
export const placeFile = (directory: string): string => join(directory, 'place.json')
export const guardianFile = (directory: string): string => join(directory, 'guardian.json')
export const workerFile = (directory: string): string => join(directory, 'worker.json')
export const supervisorLog = (directory: string): string => join(directory, 'supervisor.log')
export const releasesDirectory = (directory: string): string => join(directory, 'releases')
export const releaseDirectory = (directory: string, digest: Digest): string => join(releasesDirectory(directory), digest.slice('sha256:'.length))

/** Path of the control socket. A path too long for a socket is replaced by one under a directory of our own in the system's temporary one. */
export function socketPath(directory: string): string {
  const near = join(directory, 'control.sock')
  if (Buffer.byteLength(near) <= SOCKET_PATH_LIMIT) return near
  const uid = process.getuid?.() ?? 0
  const own = join(tmpdir(), `flowspec-operate-${uid}`)
  mkdirSync(own, { recursive: true, mode: 0o700 })
  const found = lstatSync(own)
  // Anyone may create this name first in a shared temporary directory; only a directory that nobody else can write is good enough.
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) throw new Error(`${own} is not a directory that only you may use; remove it or set TMPDIR`)
  return join(own, `${createHash('sha256').update(directory).digest('hex').slice(0, 16)}.sock`)
}

/** Where the supervisor of a directory is; undefined when none was ever started. */
export function readPlace(directory: string): Place | undefined {
  const value = readJsonFile(placeFile(directory))
  return value === undefined ? undefined : parsePlace(value)
}

/** What the supervisor of a directory wrote down last. */
export function readSaved(directory: string): Saved | undefined {
  const value = readJsonFile(stateFile(directory))
  return value === undefined ? undefined : parseSaved(value)
}
