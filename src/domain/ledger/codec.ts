// An entry as the message of a commit: a line for people, an empty line, JSON.
import { mistaken, parsed, type Parsed } from '../problem.ts'
import { LEDGER_SCHEMA, type Entry } from './entry.ts'
import { nameLedger, printable } from './ref.ts'
import { sentenceOf } from './sentence.ts'
import { isRecord } from './shape.ts'
import { entryShape } from './shapes.ts'

/** Characters that an entry may have; one of a rollout has about ten thousand. More is refused unread (FAULTS C06). */
export const MAX_ENTRY_LENGTH = 1024 * 1024

/** The message of the entry's commit, for example `shop/production: rollout began 1.4.2 (a1b2c3d4e5f6)` and the JSON. */
export function encodeEntry(entry: Entry): string {
  return `${nameLedger(entry.key)}: ${printable(sentenceOf(entry.event))}\n\n${JSON.stringify(entry)}\n`
}

/**
 * Reads an entry back, checking everything that a later decision relies on. Problem codes: `ledger_newer_schema` when a newer
 * version wrote it, `ledger_unreadable` for anything else. Only the JSON counts; the line for people is not parsed.
 */
export function decodeEntry(text: string): Parsed<Entry> {
  if (text.length > MAX_ENTRY_LENGTH) return unreadable(`the entry has ${text.length} characters, at most ${MAX_ENTRY_LENGTH} are read`, text)
  const gap = text.indexOf('\n\n')
  if (gap < 0) return unreadable('the commit has no JSON below its first line', text)
  const value = parseJson(text.slice(gap + 2))
  if (!isRecord(value)) return unreadable('what stands below the first line is not a JSON object', text)
  const schema = value['schema']
  if (typeof schema === 'number' && schema > LEDGER_SCHEMA) {
    return mistaken({
      code: 'ledger_newer_schema',
      what: `the ledger was written with schema ${schema}, this version knows ${LEDGER_SCHEMA}`,
      value: String(schema),
      remedy: 'Use the newest version of this tool for everything that writes to this ledger.',
    })
  }
  if (schema !== LEDGER_SCHEMA) return unreadable('schema is missing or not a version', text)
  const mistake = entryShape(value, 'entry')
  return mistake === undefined ? parsed(value as unknown as Entry) : unreadable(mistake, text)
}

/** Drops `__proto__` keys, so that no later copy of the value can meet one. Nesting too deep to walk counts as unreadable. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value))
  } catch {
    return undefined
  }
}

function unreadable(what: string, text: string): Parsed<Entry> {
  return mistaken({
    code: 'ledger_unreadable',
    what,
    value: printable(text.slice(0, 80)),
    remedy: 'Someone else wrote to this ref. Look at it with `git log`, and move it back to the last entry that this tool wrote.',
  })
}
