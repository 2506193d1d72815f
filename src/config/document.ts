// A YAML file of the user becomes a value, or every mistake in it at once, each with its line, column and remedy.
import type { ZodType } from 'zod'
import { isMap, LineCounter, parseDocument, visit, type Document } from 'yaml'
import { mistaken, parsed, type Parsed, type Problem } from '../domain/problem.ts'
import { locator, type Locate } from './locate.ts'
import { issueProblems, pruned } from './issues.ts'

/** A file that was understood: its value, what had to be left out to understand it, and where each part stands. */
export interface ReadDocument<T> {
  readonly value: T
  /** Mistakes that the value had; when there are any the value is only good to look for more. */
  readonly problems: readonly Problem[]
  readonly locate: Locate
}

export const MAX_BYTES = 1024 * 1024
const MAX_ALIASES = 100
const FORBIDDEN = ['__proto__', 'constructor', 'prototype']

type Reading<T> = { readonly ok: true; readonly document: ReadDocument<T> } | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]] }

/** Parses YAML 1.2 (core schema, no tags) and checks it. Cross-checks belong to the caller, who gets a value even after small mistakes. */
export function readDocument<T>(text: string, file: string, schema: ZodType<T>): Reading<T> {
  const raw = readYaml(text, file)
  if (!raw.ok) return raw
  const { value, locate } = raw.value
  const first = schema.safeParse(value)
  if (first.success) return { ok: true, document: { value: first.data, problems: [], locate } }
  const problems = inOrder(issueProblems(first.error.issues, value, locate))
  const [one = unexplained(file), ...others] = problems
  const again = schema.safeParse(pruned(value, first.error.issues))
  if (again.success) return { ok: true, document: { value: again.data, problems: [one, ...others], locate } }
  return { ok: false, problems: [one, ...others] }
}

/** `readDocument` for files without cross-checks. */
export function parseFile<T>(text: string, file: string, schema: ZodType<T>): Parsed<T> {
  const read = readDocument(text, file, schema)
  if (!read.ok) return read
  const [first, ...others] = read.document.problems
  return first === undefined ? parsed(read.document.value) : mistaken(first, ...others)
}

function unexplained(file: string): Problem {
  return { code: 'config.invalid', what: 'the file does not have the expected form', place: { file }, remedy: 'Compare it with docs/reference/configuration.md.' }
}

/** The plain value of a YAML mapping, with a way to find each part of it again. Bombs, tags and twice-given keys are mistakes (FAULTS I18, M06, M12). */
export function readYaml(text: string, file: string): Parsed<{ readonly value: unknown; readonly locate: Locate }> {
  // A UTF-16 unit is at most three bytes of UTF-8, so most texts need no counting.
  if (text.length > MAX_BYTES / 3 && new Blob([text]).size > MAX_BYTES) {
    return mistaken({ code: 'config.too-large', what: `the file has more than ${MAX_BYTES / 1024} KiB`, place: { file }, remedy: 'Make it smaller; a configuration has a few hundred lines at most.' })
  }
  if (text.includes('\0') || text.includes('\ufffd')) {
    return mistaken({ code: 'config.not-text', what: 'the file is not UTF-8 text', place: { file }, remedy: 'Save it as UTF-8.' })
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { version: '1.2', schema: 'core', uniqueKeys: true, strict: true, stringKeys: true, prettyErrors: false, lineCounter: lines, logLevel: 'silent' })
  const placeAt = (offset: number): Problem['place'] => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: Math.max(1, col) }
  }
  const problems: Problem[] = [...document.errors, ...document.warnings].map((error) => ({ ...syntaxWords(error.code, error.message), place: placeAt(error.pos[0]) ?? { file } }))
  problems.push(...forbiddenKeys(document, (offset) => placeAt(offset) ?? { file }))
  const [first, ...others] = inOrder(problems)
  if (first !== undefined) return mistaken(first, ...others)
  if (!isMap(document.contents)) {
    return mistaken({ code: 'config.not-a-mapping', what: document.contents === null ? 'the file is empty' : 'the file is not a mapping', place: { file, line: 1, column: 1 }, remedy: 'Begin it with a key, such as `version: 1`.' })
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES })
    return parsed({ value, locate: locator(document, file, lines) })
  } catch {
    // The only thing that toJS refuses here: aliases that would multiply beyond the cap.
    return mistaken({ code: 'config.too-many-aliases', what: 'the file repeats itself through aliases too often', place: { file, line: 1, column: 1 }, remedy: 'Write the values out instead of using `&` and `*`.' })
  }
}

function forbiddenKeys(document: Document.Parsed, placeAt: (offset: number) => Problem['place'] & object): readonly Problem[] {
  const problems: Problem[] = []
  visit(document, {
    Pair(_, pair) {
      const key = pair.key
      if (typeof key !== 'object' || key === null || !('value' in key) || !FORBIDDEN.includes(String(key.value))) return
      const range = 'range' in key && Array.isArray(key.range) ? Number(key.range[0]) : 0
      problems.push({ code: 'config.forbidden-key', what: 'a key that no file may have', value: String(key.value), place: placeAt(range), remedy: 'Choose another name.' })
    },
  })
  return problems
}

function syntaxWords(code: string, message: string): Pick<Problem, 'code' | 'what' | 'remedy'> {
  const [what, remedy] = SYNTAX[code] ?? [`this is not valid YAML (${message.split('\n')[0]})`, 'Check the indentation, the quotes and the brackets around this place.']
  return { code: `config.yaml-${code.toLowerCase().replaceAll('_', '-')}`, what, remedy }
}

const SYNTAX: Readonly<Record<string, readonly [string, string]>> = {
  DUPLICATE_KEY: ['this key is given twice', 'Keep one of them.'],
  TAB_AS_INDENT: ['a tab is used to indent', 'Indent with spaces: YAML does not allow tabs there.'],
  TAG_RESOLVE_FAILED: ['a tag that is not allowed', 'Remove the `!...`: only plain YAML values are read.'],
  MULTIPLE_DOCS: ['the file holds more than one document', 'Remove the line `---` and what does not belong.'],
  BAD_INDENT: ['the indentation does not fit', 'Indent keys of the same level by the same number of spaces.'],
  NON_STRING_KEY: ['a key that is not a text', 'Use plain words as keys, or put the key in quotes.'],
}

/** Problems in the order in which a reader meets them. */
export function inOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0))
}
