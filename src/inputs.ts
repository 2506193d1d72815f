// The only reader of inputs: INPUT_* variables of an action, or the words of a command line, become one Intent or every mistake at
// once. Imports nothing heavy, because every start pays for it.
import { INPUT_KEYS, INPUTS, type InputKey, type InputSpec } from './contract.ts'
import { parsed, type Parsed, type Problem } from './domain/problem.ts'
import { wordsOf, type Words } from './inputs/argv.ts'
import { combinationProblems } from './inputs/combinations.ts'
import type { Intent } from './inputs/intent.ts'
import { unknownInput } from './inputs/unknown.ts'
import { isBlank, readBoolean, readCommand, readDigest, readDuration, readText, type Read } from './inputs/values.ts'

export type { Intent } from './inputs/intent.ts'

/** Where inputs come from: the environment that a runner prepares, or the words after the program's name. */
export type InputSource = { readonly env: Readonly<Record<string, string | undefined>> } | { readonly argv: readonly string[] }

/** Reads everything that was given. Nothing is trimmed into meaning: a boolean is exactly true or false (FAULTS M03). */
export function readInputs(source: InputSource): Parsed<Intent> {
  const given = 'env' in source ? variablesOf(source.env) : wordsOf(source.argv)
  const name = (key: InputKey): string => ('env' in source ? `the input \`${key}\`` : key === 'command' ? 'the first word' : `the option \`--${key}\``)
  if (given.show !== undefined) {
    const defaults = intentOf(() => undefined, name).value
    return parsed({ ...defaults, command: readCommand('', given.values.get('command') ?? 'run').value ?? 'run', show: given.show })
  }
  const { value, problems } = intentOf((key) => given.values.get(key), name)
  const set = INPUT_KEYS.filter((key) => isSet(key, given.values.get(key)))
  const all = [...given.problems, ...problems, ...combinationProblems(value, { set, name, isCommandKnown: problems.every((problem) => problem.code !== 'input.unknown-command') })]
  const [first, ...others] = all
  return first === undefined ? parsed(value) : { ok: false, problems: [first, ...others] }
}

/** Whether someone gave it a value: what a runner fills in by default does not count. */
function isSet(key: InputKey, text: string | undefined): boolean {
  const spec: InputSpec = INPUTS[key]
  return text !== undefined && !isBlank(text) && text !== spec.default
}

/** The runner passes `with: {dry-run: x}` as INPUT_DRY-RUN: upper case, dashes kept, blanks as underscores. */
function variablesOf(env: Readonly<Record<string, string | undefined>>): Words {
  const values = new Map<InputKey, string>()
  const problems: Problem[] = []
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith('INPUT_') || value === undefined) continue
    const written = variable.slice('INPUT_'.length).toLowerCase()
    const key = INPUT_KEYS.find((known) => known === written)
    if (key !== undefined) values.set(key, value)
    else if (!isBlank(value)) problems.push(unknownInput(written, { kind: 'input' }))
  }
  return { values, problems }
}

function intentOf(textOf: (key: InputKey) => string | undefined, name: (key: InputKey) => string): { readonly value: Intent; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const read = <T>(key: InputKey, reader: (name: string, text: string) => Read<T>): T | undefined => {
    const spec: InputSpec = INPUTS[key]
    const given = textOf(key)
    const text = given === undefined || isBlank(given) ? spec.default : given
    if (text === undefined) return undefined
    const { value, problem } = reader(name(key), text)
    if (problem !== undefined) problems.push(problem)
    return value
  }
  const text = (key: InputKey): string | undefined => read(key, (label, given) => readText(key, label, given))
  const flag = (key: InputKey): boolean => read(key, readBoolean) ?? false
  const optional = <K extends keyof Intent>(key: K, value: Intent[K] | undefined): Partial<Intent> => (value === undefined ? {} : { [key]: value })
  const value: Intent = {
    command: read('command', readCommand) ?? 'run',
    ...optional('taskId', text('task-id')),
    ...optional('service', text('service')),
    ...optional('environment', text('environment')),
    config: text('config') ?? INPUTS.config.default,
    ...optional('version', text('version')),
    ...optional('digest', read('digest', readDigest)),
    to: text('to') ?? INPUTS.to.default,
    ...optional('reason', text('reason')),
    ...optional('actor', text('actor')),
    dryRun: flag('dry-run'),
    validateOnly: flag('validate-only'),
    skipTests: flag('skip-tests'),
    skipStateCheck: flag('skip-state-check'),
    skipValidation: flag('skip-validation'),
    confirmUnvalidated: flag('confirm-unvalidated'),
    allowQuarantined: flag('allow-quarantined'),
    autoDeploy: flag('auto-deploy'),
    ...optional('githubToken', text('github-token')),
    lockTimeoutMs: read('lock-timeout', readDuration) ?? 0,
    reportDirectory: text('report-directory') ?? INPUTS['report-directory'].default,
    workingDirectory: text('working-directory') ?? INPUTS['working-directory'].default,
  }
  return { value, problems }
}
