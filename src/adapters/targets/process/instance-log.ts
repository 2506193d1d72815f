import { closeSync, copyFileSync, fstatSync, mkdirSync, openSync, readSync, statSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'

/** Size from which a log is cut, bytes. One earlier part of that size is kept beside it. */
const LOG_LIMIT = 4 * 1024 * 1024

/** Opens a log for a process to append to; the caller closes its own end after the start. */
export function openLog(path: string): number {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  return openSync(path, 'a', 0o600)
}

/**
 * Moves a log that has grown too large aside. It is copied and emptied rather than renamed, because the process that writes it keeps
 * its file open; it appends, so it goes on at the new end. Lines written in between are lost.
 */
export function capLog(path: string): void {
  try {
    if (statSync(path).size <= LOG_LIMIT) return
    copyFileSync(path, `${path}.1`)
    truncateSync(path, 0)
  } catch {
    // The log of an instance that is being removed; there is nothing left to cap.
  }
}

/** The last lines of a log; empty when there is none. */
export function logTail(path: string, lines: number): string {
  try {
    const file = openSync(path, 'r')
    try {
      const { size } = fstatSync(file)
      const buffer = Buffer.alloc(Math.min(size, 64 * 1024))
      readSync(file, buffer, 0, buffer.length, size - buffer.length)
      return new TextDecoder('utf-8').decode(buffer).trimEnd().split('\n').slice(-lines).join('\n')
    } finally {
      closeSync(file)
    }
  } catch {
    return ''
  }
}
