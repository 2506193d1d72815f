// What must not be in a committed file: paths of one machine, and addresses that only one network can reach.
import type { SourceFile } from './files.ts'

/** Written in pieces, so that this file does not contain what it looks for. */
const MACHINE_PATHS = ['work', 'root', 'tmp/bash'].map((folder) => new RegExp(`(?<![\\w.$}~*)-])/${folder}[/_]`))

/** Lines that name a path of a machine. Bundles are left to the proof that another machine builds the same bytes. */
export function machinePaths(files: readonly SourceFile[]): readonly string[] {
  return files
    .filter((file) => !file.path.startsWith('dist/'))
    .flatMap((file) =>
      file.text
        .split('\n')
        .flatMap((line, index) => (MACHINE_PATHS.some((pattern) => pattern.test(line)) ? [`${file.path}:${index + 1}: names a path of one machine`] : [])),
    )
}

/** Addresses of a registry in the lock file: an install must ask whatever registry the user has configured. */
export function lockedAddresses(lock: string): readonly string[] {
  return lock.split('\n').flatMap((line, index) => (/"resolved":\s*"(https?|git\+\w+):/.test(line) ? [`package-lock.json:${index + 1}: has the address of a registry`] : []))
}
