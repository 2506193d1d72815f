import { AdapterError } from '../../errors.ts'

/** The system's name of what went wrong, `unknown` when it has none. */
export function errnoOf(error: unknown): string {
  // Not `instanceof Error`: the system's errors can come from another realm than ours.
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : 'unknown'
}

interface Explanation {
  readonly what: string
  readonly remedy: string
}

const NOT_ALLOWED = { what: 'the user of this run may not', remedy: 'Give the user of this run the right to write there, or run as its owner.' } as const satisfies Explanation
const FULL = { what: 'there is no space left', remedy: 'Free some space on that disk, then run the same command again.' } as const satisfies Explanation
const NO_FOLDER = { what: 'a part of its path is a file, not a folder', remedy: 'Move that file away, then run the same command again.' } as const satisfies Explanation
const IS_FOLDER = { what: 'it is a folder', remedy: 'Move that folder away, then run the same command again.' } as const satisfies Explanation

const EXPLANATIONS: ReadonlyMap<string, Explanation> = new Map<string, Explanation>([
  ['ENOSPC', FULL],
  ['EDQUOT', FULL],
  ['EACCES', NOT_ALLOWED],
  ['EPERM', NOT_ALLOWED],
  ['EROFS', { what: 'the file system is read-only', remedy: 'Mount it writable, or work on another copy of the repository.' }],
  ['ENOTDIR', NO_FOLDER],
  ['EEXIST', NO_FOLDER],
  ['EISDIR', IS_FOLDER],
  ['EFBIG', { what: 'it would become larger than the system allows', remedy: 'Move the old file away, then run the same command again.' }],
  ['EMFILE', { what: 'too many files are open', remedy: 'Raise the limit of open files (`ulimit -n`), then run the same command again.' }],
])

/** What a failed file operation means to the user. Codes: `file_unreadable`, `file_unwritable`. */
export function fileError(doing: 'read' | 'written', path: string, cause: unknown): AdapterError {
  const errno = errnoOf(cause)
  const known = EXPLANATIONS.get(errno)
  return new AdapterError({
    code: doing === 'read' ? 'file_unreadable' : 'file_unwritable',
    message: `${JSON.stringify(path.slice(0, 200))} could not be ${doing}: ${known === undefined ? errno : `${known.what} (${errno})`}.`,
    remedy: known?.remedy ?? 'Look at the disk and its permissions, then run the same command again.',
    cause,
  })
}
