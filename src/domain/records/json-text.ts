// JSON as it is written to files: the same value gives the same bytes, and nothing in it can act on whoever looks at it.

/** Characters that a terminal, an editor or a line reader may act on; JSON has an escape for each. */
const ACTIVE = /[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g

/** Applied to every text of a record before it is written, to take secrets out. */
export type Mask = (text: string) => string

/** A whole file: indented by two blanks, ending in a newline. */
export function jsonFile(value: object, mask: Mask): string {
  return `${inert(JSON.stringify(value, masking(mask), 2))}\n`
}

/** One line of JSONL with its newline; a line break inside a value cannot start another line (SPEC I1). */
export function jsonLine(value: object, mask: Mask): string {
  return `${inert(JSON.stringify(value, masking(mask)))}\n`
}

function masking(mask: Mask): (key: string, value: unknown) => unknown {
  return (_key, value) => (typeof value === 'string' ? mask(value) : value)
}

function inert(json: string): string {
  return json.replace(ACTIVE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** ISO 8601 in UTC with milliseconds, from epoch milliseconds. */
export function isoTime(at: number): string {
  return new Date(at).toISOString()
}
