import type { LedgerKey } from '../ledger/entry.ts'

/** The command line that goes back to a digest. Names that are not plain are quoted for a POSIX shell, so that pasting it is safe. */
export function rollbackCommand(key: LedgerKey, to: string): string {
  return `npx flowspec-operate rollback --service ${shellWord(key.service)} --environment ${shellWord(key.environment)} --to ${shellWord(to)} --reason "<why>"`
}

/** A text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
