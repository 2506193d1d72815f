// The forms that values of a user's file can have. A schema's message is the name of its form; the words for people are here.
import { z, type core } from 'zod'
import { DURATION, DURATION_REMEDY, parseDuration } from '../domain/duration.ts'
import { INSIDE_PATH, NAME } from '../domain/policy/names.ts'

const WORDS = {
  duration: ['is not a duration', DURATION_REMEDY],
  'duration-too-long': ['is longer than a day', 'Give at most `24h`.'],
  name: ['is not a name', 'Use lower-case letters, digits and dashes, at most 63.'],
  'reserved-name': ['is a name that the ledger keeps for itself', 'Choose another name than `build`.'],
  path: ['is not a path inside the repository', 'Give a path relative to the root of the repository, with forward slashes and without `..`.'],
  argv: ['is not a program with its arguments', 'Write a list with at least one word, such as `[npm, run, build]`; it is run without a shell.'],
  word: ['is not a text', 'Write a text of 1 to 1000 characters without line breaks; put numbers in quotes.'],
  text: ['is not a text', 'Write a text; put it in quotes when it looks like a number or a boolean.'],
  boolean: ['is neither true nor false', 'Write `true` or `false`.'],
  port: ['is not a port', 'Give a whole number from 1 to 65535, or 0 for a free one.'],
  'fixed-port': ['is not a port', 'Give a whole number from 1 to 65535.'],
  weight: ['is not a weight of a canary step', 'Give a whole number from 1 to 99, in percent of the requests; full weight is the last step by itself.'],
  ascending: ['does not rise', 'Give each step a larger weight than the one before it.'],
  steps: ['is not a list of 1 to 50 steps', 'Write steps such as `[{ weight: 10, bake: 30s }, { weight: 50, bake: 1m }]`, at most 50.'],
  instances: ['is not a number of instances', 'Give a whole number from 1 to 32.'],
  alpha: ['is not a probability of a false rollback', 'Give a number above 0 and at most 0.2, such as `0.01`.'],
  tolerance: ['is not an odds ratio to tolerate', 'Give a number from 1 (nothing is tolerated) to 10.'],
  share: ['is not a share', 'Give a number from 0 to 1.'],
  dispersion: ['is not an over-dispersion', 'Give a number from 1 (none) to 100.'],
  count: ['is not a whole number in range', 'Give a whole number from 0 to 1000000.'],
  consecutive: ['is not a number of times', 'Give a whole number from 1 to 100.'],
  percentage: ['is not an objective in percent', 'Write a percentage from 50% to below 100%, such as `99.9%`.'],
  bounds: ['is not a rising list of latency bounds', 'Write 1 to 20 durations that rise, such as `[100ms, 250ms, 1s]`, or `[]` to leave latency unjudged.'],
  size: ['is not a size', 'Write a number with its unit, such as `256MiB` or `1GiB`.'],
  program: ['is not a program', 'Write its name, with the least version when it matters: `node` or `node >= 20`.'],
  variable: ['is not the name of an environment variable', 'Use letters, digits and `_`, beginning with a letter, such as `API_TOKEN`.'],
  status: ['is not an HTTP status', 'Give a number from 100 to 599, or a list of them.'],
  'url-path': ['is not a path of the release or an http address', 'Begin it with `/`, such as `/health`, or with `https://`.'],
  'own-path': ['is not a path of the release', 'Begin it with `/`, such as `/health`.'],
  host: ['is not a host', 'Give a host name or an address, such as `127.0.0.1`.'],
  pattern: ['is not a regular expression', 'Write an expression that JavaScript accepts, at most 200 characters.'],
  'json-path': ['is not a JSON path', 'Write it as `$.status` or `$.items[0].id`.'],
  scalar: ['is not a plain value', 'Give a text, a number, a boolean or null; `{ exists: true }` only asks that it is there.'],
  namespace: ['is not a ref namespace', 'Give a folder below `refs/`, such as `refs/flowspec` or `refs/heads/flowspec`.'],
  'one-check': ['is not exactly one kind of check', 'Give one of `http`, `tcp` or `command`.'],
  'one-strategy': ['is not exactly one strategy', 'Write `rolling`, `blue-green` or `canary`, or `canary: { steps: [...] }`.'],
  'one-target': ['is not exactly one target', 'Write `process: { command: [...], port: 8080 }`.'],
  'one-artifact': ['is not exactly one of `path` and `paths`', 'Give `path` for a folder whose content is the artifact, or `paths` for a list of files and folders.'],
  'one-service': ['is not exactly one way to name services', 'Give `service`, `artifact` and `environments` at the top for one service, or `services` for several.'],
  version: ['is not a version of this file that is known', 'Write `version: 1`.'],
  'workflow-version': ['is not a version', 'Write `version: "2.0"`.'],
  state: ['is not a state', 'Write a name of 1 to 100 characters on one line, or `{ name: ..., description: ... }`.'],
  mapping: ['is not a mapping', 'Write keys with values below it.'],
  list: ['is not a list', 'Write `[a, b]`, or one `- item` a line.'],
  empty: ['is empty', 'Name at least one.'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>

export type Form = keyof typeof WORDS

/** What is wrong with a value and how to mend it, from what the schema said. */
export function wordsOf(issue: core.$ZodIssue): { readonly code: string; readonly what: string; readonly remedy: string; readonly known: readonly string[] } {
  const { message } = issue
  if (isForm(message)) {
    const [what, remedy] = WORDS[message]
    return { code: `config.${message}`, what, remedy, known: [] }
  }
  if (message.startsWith(CHOICE)) {
    const choices = message.slice(CHOICE.length).split(' ')
    return { code: 'config.choice', what: 'is none of the choices', remedy: `Use ${choices.map((choice) => `\`${choice}\``).join(', ')}.`, known: choices }
  }
  if (message.startsWith(KNOWN)) return { code: 'config.unknown-key', what: 'is unknown', remedy: 'Remove it.', known: message.slice(KNOWN.length).split(' ') }
  return { code: 'config.invalid', what: `is not as expected (${message})`, remedy: 'Compare it with docs/reference/configuration.md.', known: [] }
}

const CHOICE = 'choice '
const KNOWN = 'known '

function isForm(text: string): text is Form {
  return Object.hasOwn(WORDS, text)
}

function says(form: Form): { readonly error: string } {
  return { error: form }
}

/** A mapping with exactly these keys. */
export function mapping<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? `${KNOWN}${Object.keys(shape).join(' ')}` : 'mapping') })
}

export function list<T extends z.ZodType>(item: T): z.ZodArray<T> {
  return z.array(item, says('list')).max(200, says('list'))
}

export function choice<const T extends readonly [string, ...string[]]>(...names: T): z.ZodEnum<{ [K in T[number]]: K }> {
  return z.enum(names, { error: `${CHOICE}${names.join(' ')}` })
}

const PLAIN = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]{1,1000}$/u
const DAY_MS = 86_400_000

/** Milliseconds, from `30s`, `5m`, `1h30m`. */
export const duration = z
  .string(says('duration'))
  .regex(DURATION, says('duration'))
  .refine((text) => (parseDuration(text) ?? 0) <= DAY_MS, says('duration-too-long'))

export const word = z.string(says('word')).regex(PLAIN, says('word'))
export const text = z.string(says('text')).max(100_000, says('text'))
export const boolean = z.boolean(says('boolean'))
export const name = z.string(says('name')).regex(NAME, says('name'))
export const path = z.string(says('path')).regex(INSIDE_PATH, says('path'))
export const argv = z.array(word, says('argv')).min(1, says('argv')).max(200, says('argv'))
export const number = (form: Form, min: number, max: number): z.ZodNumber => z.number(says(form)).min(min, says(form)).max(max, says(form))
export const whole = (form: Form, min: number, max: number): z.ZodNumber => number(form, min, max).int(says(form))
export const matching = (form: Form, pattern: RegExp): z.ZodString => z.string(says(form)).max(2000, says(form)).regex(pattern, says(form))
export const patternText = z.string(says('pattern')).max(200, says('pattern')).refine(compiles, says('pattern'))
export { says }

function compiles(source: string): boolean {
  try {
    return new RegExp(source, 'u').source.length > 0
  } catch {
    return false
  }
}
