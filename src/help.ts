// What the command line says about itself, from the contract; at most 80 columns.
import { COMMANDS, INPUT_KEYS, INPUTS, type Command, type InputKey, type InputSpec } from './contract.ts'

const NAME = 'flowspec-operate'
const WIDTH = 80

interface About {
  readonly does: string
  readonly examples: readonly [string, string]
  readonly ends: string
}

const ABOUT = {
  run: {
    does: 'Takes a task from Validated to Deployed: checks, package, staging, production behind the health gate, finalize.',
    examples: ['run --task-id task-42', 'run --task-id task-42 --dry-run'],
    ends: 'Fails when a release was rolled back: what was live before is live again.',
  },
  gate: {
    does: 'Checks whether the task may be deployed now: its state, the constitution, tests, programs, targets. Changes nothing.',
    examples: ['gate --task-id task-42', 'gate --environment production'],
    ends: 'Fails when a prerequisite does not hold.',
  },
  package: {
    does: 'Builds and packs the artifact once, with SBOM and provenance. The same commit is never packed twice.',
    examples: ['package', 'package --version 1.4.0'],
    ends: 'Prints the digest, which is what deploy takes.',
  },
  verify: {
    does: 'Verifies everything that is said about an artifact: bytes, signature, provenance, SBOM.',
    examples: ['verify', 'verify --digest sha256:<64 hex>'],
    ends: 'Fails when something does not hold or cannot be proven.',
  },
  deploy: {
    does: 'Makes one artifact live in one environment, stepwise, and brings back what was live when it is not good.',
    examples: ['deploy --environment staging', 'deploy --environment production --digest sha256:<64 hex>'],
    ends: 'Fails when the release was rolled back.',
  },
  rollback: {
    does: 'Brings back a release that was verified in this environment before.',
    examples: ["rollback --environment production --reason 'checkout is slow'", "rollback --to dep_<ULID> --reason 'wrong prices'"],
    ends: 'A rollback that was asked for and done is a success.',
  },
  finalize: {
    does: 'Writes what follows a verified production: tag, label, records.',
    examples: ['finalize', 'finalize --digest sha256:<64 hex>'],
    ends: 'May be repeated: what is done stays done.',
  },
  reconcile: {
    does: 'Finishes what an interrupted run left behind: resumes or rolls back, frees the lock.',
    examples: ['reconcile', 'reconcile --environment production'],
    ends: 'With nothing to do it succeeds.',
  },
  status: {
    does: 'Shows what runs where, since when and by whom, the lock, and the delivery numbers. Changes nothing.',
    examples: ['status', 'status --environment production'],
    ends: 'Fails only when the ledger cannot be read.',
  },
} as const satisfies Readonly<Record<Command, About>>

/** Help for one command, or for all when none is named. Ends with a line break. */
export function helpText(command?: Command): string {
  return command === undefined ? overview() : page(command)
}

function overview(): string {
  const column = Math.max(...COMMANDS.map((command) => command.length)) + 4
  return [
    `Usage: ${NAME} <command> [--option value]...`,
    '',
    'Commands:',
    ...COMMANDS.flatMap((command) => hanging(`  ${command}`, ABOUT[command].does, column)),
    '',
    'Examples:',
    `  ${NAME} run --task-id task-42 --dry-run`,
    `  ${NAME} status`,
    '',
    `\`${NAME} <command> --help\` shows the options of a command.`,
    ...EXIT_CODES,
    '',
  ].join('\n')
}

function page(command: Command): string {
  const { does, examples, ends } = ABOUT[command]
  const keys = INPUT_KEYS.filter((key) => key !== 'command' && isReadBy(INPUTS[key], command))
  return [
    `Usage: ${NAME} ${command} [--option value]...`,
    '',
    ...hanging('', does, 0),
    ...hanging('', ends, 0),
    '',
    'Options:',
    ...keys.flatMap((key) => hanging(`  ${optionText(key)}`, descriptionOf(INPUTS[key]), 26)),
    ...hanging('  --help', 'This text.', 26),
    '',
    'Examples:',
    ...examples.map((example) => `  ${NAME} ${example}`),
    ...EXIT_CODES,
    '',
  ].join('\n')
}

/** As `exitCodeOf` in domain/report/result.ts gives them. */
const EXIT_CODES = [
  '',
  'Exit codes:',
  '    0  done, or nothing to do',
  '    1  failed, or rolled back by itself',
  '    2  refused: something given or required is wrong; nothing was changed',
  '  130  told to stop; what had begun was rolled back',
]

function isReadBy({ commands }: InputSpec, command: Command): boolean {
  return commands === undefined || commands.includes(command)
}

function optionText(key: InputKey): string {
  const spec: InputSpec = INPUTS[key]
  if (spec.type === 'boolean') return spec.default === 'true' ? `--no-${key}` : `--${key}`
  return `--${key} <${spec.type === 'duration' ? 'time' : 'text'}>`
}

function descriptionOf(spec: InputSpec): string {
  return spec.default === undefined || spec.type === 'boolean' ? spec.description : `${spec.description} [${spec.default}]`
}

/** A term and its text beside it, wrapped; a long term has a line of its own. */
function hanging(term: string, text: string, column: number): readonly string[] {
  const lines = wrapped(text, WIDTH - column).map((line) => `${' '.repeat(column)}${line}`)
  const [first = '', ...others] = lines
  return term.length + 1 < column || column === 0 ? [`${term}${first.slice(term.length)}`, ...others] : [term, ...lines]
}

function wrapped(text: string, width: number): readonly string[] {
  return text.split(' ').reduce<readonly string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last === undefined) return [word]
    return last.length + 1 + word.length <= width ? [...lines.slice(0, -1), `${last} ${word}`] : [...lines, word]
  }, [])
}
