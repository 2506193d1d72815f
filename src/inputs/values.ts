// One reader for each kind of value an input can hold.
import { COMMANDS, type Command, type InputKey } from '../contract.ts'
import { parseDigest, type Digest } from '../domain/artifact/digest.ts'
import { DURATION_REMEDY, parseDuration } from '../domain/duration.ts'
import { knownNames, nearest } from '../domain/nearest.ts'
import type { Problem } from '../domain/problem.ts'
import { isInside, NAME } from '../domain/policy/names.ts'
import { parseTaskId } from '../domain/task/task-id.ts'

/** A value or the mistake in it. */
export interface Read<T> {
  readonly value?: T
  readonly problem?: Problem
}

/** Empty and all-blank texts are how a runner passes what was not given. */
export function isBlank(text: string): boolean {
  return text.length <= 1000 && text.trim() === ''
}

const TRUE = ['true', 'True', 'TRUE']
const FALSE = ['false', 'False', 'FALSE']

/** Exactly the spellings of the YAML 1.2 core schema, as every action reads them. */
export function readBoolean(name: string, text: string): Read<boolean> {
  if (TRUE.includes(text)) return { value: true }
  if (FALSE.includes(text)) return { value: false }
  return { problem: { code: 'input.not-a-boolean', what: `${name} is neither true nor false`, value: shown(text), remedy: 'Write `true` or `false`.' } }
}

export function readCommand(name: string, text: string): Read<Command> {
  const command = COMMANDS.find((known) => known === text)
  if (command !== undefined) return { value: command }
  const near = nearest(text, COMMANDS)
  const remedy = near === undefined ? `Commands are ${knownNames(COMMANDS)}.` : `Did you mean \`${near}\`?`
  return { problem: { code: 'input.unknown-command', what: `${name} is not a command`, value: shown(text), remedy } }
}

export function readDuration(name: string, text: string): Read<number> {
  const value = parseDuration(text)
  if (value === undefined) return { problem: { code: 'input.not-a-duration', what: `${name} is not a duration`, value: shown(text), remedy: DURATION_REMEDY } }
  if (value > MAX_WAIT_MS) return { problem: { code: 'input.too-long', what: `${name} is longer than a job may live`, value: shown(text), remedy: 'Give at most `6h`.' } }
  return { value }
}

const MAX_WAIT_MS = 6 * 3_600_000

export function readDigest(name: string, text: string): Read<Digest> {
  const digest = parseDigest(text)
  return digest.ok ? { value: digest.value } : { problem: { ...digest.problems[0], what: `${name} is not a digest` } }
}

const VERSION = /^[0-9A-Za-z](?:[0-9A-Za-z._+-]{0,126}[0-9A-Za-z])?$/
const DEPLOYMENT = /^dep_[0-9A-HJKMNP-TV-Z]{26}$/

interface Form {
  readonly max: number
  readonly fits: (text: string) => boolean
  readonly normalised?: (text: string) => string
  readonly what: string
  readonly remedy: string
}

const relativePath: Form = {
  max: 1000,
  fits: isInside,
  what: 'is not a path inside the working directory',
  remedy: 'Give a path relative to the working directory, with forward slashes and without `..`.',
}
const aName: Form = { max: 63, fits: (text) => NAME.test(text), what: 'is not a name', remedy: 'Use lower-case letters, digits and dashes, at most 63, as in .flowspec/operate.yml.' }
const plain = (max: number): Form => ({ max, fits: (text) => !text.startsWith('-'), what: 'begins with a dash', remedy: 'Begin it with a letter or a digit.' })

const FORMS: Readonly<Partial<Record<InputKey, Form>>> = {
  'task-id': {
    max: 64,
    fits: (text) => parseTaskId(text).ok,
    normalised: (text) => {
      const id = parseTaskId(text)
      return id.ok ? id.value : text
    },
    what: 'is not a task id',
    remedy: 'Write it as `task-42`, `task-42.01`, `42` or `#17`.',
  },
  service: aName,
  environment: aName,
  config: relativePath,
  'report-directory': relativePath,
  version: {
    max: 128,
    fits: (text) => VERSION.test(text) && !text.includes('..') && !text.endsWith('.lock'),
    what: 'is not a version',
    remedy: 'Use letters, digits, `.`, `-`, `_` and `+`, such as `1.4.0`: it becomes the name of a tag.',
  },
  to: {
    max: 80,
    fits: (text) => text === 'previous' || DEPLOYMENT.test(text) || parseDigest(text).ok,
    what: 'names nothing to roll back to',
    remedy: 'Give `previous`, a deployment id (`dep_...`) or a digest (`sha256:...`); `status` lists them.',
  },
  reason: plain(1000),
  actor: plain(100),
  'working-directory': plain(4000),
}

const TEXT: Form = plain(1000)

// Control characters (line breaks too), invisible and direction-changing ones: none belongs in a name, a path or a sentence.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u2060\ufeff]/u

/** A text within its length, on one line, in its own form. */
export function readText(key: InputKey, name: string, text: string): Read<string> {
  const form = FORMS[key] ?? TEXT
  const value = key === 'github-token' ? '(not shown)' : shown(text)
  if (text.length > form.max) {
    return { problem: { code: 'input.too-long', what: `${name} has ${text.length} characters, at most ${form.max} are allowed`, value, remedy: 'Shorten it.' } }
  }
  if (UNPRINTABLE.test(text) || !text.isWellFormed()) {
    return { problem: { code: 'input.unprintable', what: `${name} holds a line break or an invisible character`, value, remedy: 'Write it on one line in visible characters.' } }
  }
  const trimmed = text.trim()
  if (!form.fits(trimmed)) return { problem: { code: 'input.malformed', what: `${name} ${form.what}`, value, remedy: form.remedy } }
  return { value: form.normalised?.(trimmed) ?? trimmed }
}

function shown(text: string): string {
  return text.length <= 60 ? JSON.stringify(text).slice(1, -1) : `${JSON.stringify(text.slice(0, 57)).slice(1, -1)}...`
}
