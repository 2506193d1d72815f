import { describe, expect, it } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { COMMANDS, INPUT_KEYS, INPUTS, RENAMED_INPUTS, type InputSpec } from '../src/contract.ts'
import { renderProblem } from '../src/domain/report/render-problem.ts'
import { helpText } from '../src/help.ts'
import { readInputs } from '../src/inputs.ts'
import { hostile } from './support/hostile-texts.ts'

const cli = (...argv: readonly string[]): readonly string[] | object => {
  const read = readInputs({ argv })
  return read.ok ? read.value : read.problems.map(renderProblem)
}
const env = (values: Readonly<Record<string, string>>): readonly string[] | object => {
  const read = readInputs({ env: Object.fromEntries(Object.entries(values).map(([key, value]) => [`INPUT_${key.toUpperCase()}`, value])) })
  return read.ok ? read.value : read.problems.map(renderProblem)
}

const DEFAULTS = {
  command: 'run', config: '.flowspec/operate.yml', to: 'previous', dryRun: false, validateOnly: false, skipTests: false, skipStateCheck: false, skipValidation: false,
  confirmUnvalidated: false, allowQuarantined: false, autoDeploy: true, lockTimeoutMs: 600_000, reportDirectory: 'out/operate', workingDirectory: '.',
}

describe('an intent', () => {
  it('[A6] is the same from the runner and from the command line; what is absent is not there', () => {
    expect(cli()).toEqual(DEFAULTS)
    expect(env({})).toEqual(DEFAULTS)
    const filled = Object.fromEntries(INPUT_KEYS.map((key) => [key, (INPUTS[key] as InputSpec).default ?? '']))
    expect(env(filled)).toEqual(DEFAULTS)
    const same = { ...DEFAULTS, command: 'deploy', taskId: 'task-42', environment: 'production', dryRun: true, lockTimeoutMs: 90_000 }
    expect(cli('deploy', '--task-id', '42', '--environment=production', '--dry-run', '--lock-timeout', '1m30s')).toEqual(same)
    expect(env({ command: 'deploy', 'task-id': '42', environment: 'production', 'dry-run': 'true', 'lock-timeout': '1m30s' })).toEqual(same)
  })

  it.each([
    [['--version'], 'version'],
    [['-V'], 'version'],
    [['rollback', '--help'], 'help'],
    [['help'], 'help'],
    [['--nonsense', '-h'], 'help'],
  ])('of %j only wants to be told something', (argv, show) => {
    expect(cli(...argv)).toMatchObject({ show })
  })

  it('takes --version with a value for the name of the release, and --no- turns a boolean off', () => {
    expect(cli('run', '--version', '1.2.3', '--no-auto-deploy')).toMatchObject({ version: '1.2.3', autoDeploy: false })
  })
})

describe('wrong inputs', () => {
  it('[B1] are all told at once (M05)', () => {
    expect(cli('rollbak', '--dry-rn', '--env', 'p', '--skip-tests=yes', '--lock-timeout', '10', '--service', 'A B', '--to', 'x')).toEqual([
      'there is no such option: --dry-rn. Did you mean `--dry-run`?',
      'there is no such option: --env. It is called `--environment` here.',
      'the first word is not a command: rollbak. Did you mean `rollback`?',
      'the option `--service` is not a name: A B. Use lower-case letters, digits and dashes, at most 63, as in .flowspec/operate.yml.',
      'the option `--to` names nothing to roll back to: x. Give `previous`, a deployment id (`dep_...`) or a digest (`sha256:...`); `status` lists them.',
      'the option `--skip-tests` is neither true nor false: yes. Write `true` or `false`.',
      'the option `--lock-timeout` is not a duration: 10. Write a number with its unit, such as `30s`, `5m` or `1h30m`.',
    ])
  })

  it.each(['yes', 'no', 'on', '1', 'tRUE', ' true ', 'true\n'])('(M03) the boolean %j is refused', (value) => {
    expect(env({ 'dry-run': value })).toEqual([expect.stringContaining('the input `dry-run` is neither true nor false')])
  })

  it.each([['true', true], ['True', true], ['TRUE', true], ['false', false], ['False', false], ['FALSE', false], ['', false]])('(M03) the boolean %j is %s', (value, expected) => {
    expect(env({ 'dry-run': value })).toMatchObject({ dryRun: expected })
  })

  it.each([
    [['--dry-run', '--validate-only'], 'exclude each other'],
    [['--skip-tests'], '`skip-tests` needs a reason'],
    [['--skip-state-check', '--skip-validation'], '`skip-state-check` and `skip-validation` need a reason'],
    [['--allow-quarantined'], '`allow-quarantined` needs a reason'],
    [['rollback'], 'a rollback needs a reason'],
    [['package', '--to', 'previous', '--digest', `sha256:${'a'.repeat(64)}`], '`--digest` means nothing to `package`. Leave it out, or use it with `deploy`, `verify`, `finalize`'],
    [['--task-id'], '`--task-id` needs a value'],
    [['--dry-run', '--dry-run'], 'is given twice'],
    [['run', 'task-42'], 'a word that belongs to no option: task-42'],
    [['--no-dry-run=true'], 'is neither true nor false'],
    [['--digest', 'sha256:ABC'], 'is not a digest'],
    [['--lock-timeout', '7h'], 'is longer than a job may live'],
    [['--version', '1..2'], 'is not a version'],
    [['--frobnicate'], 'Known are `command`'],
    [['nonsense'], 'Commands are `run`'],
  ])('[A3] %j: %s', (argv, message) => {
    expect(cli(...argv)).toEqual(expect.arrayContaining([expect.stringContaining(message)]))
  })

  it('(M05) an input of the action that does not exist is refused, unless it is empty', () => {
    expect(env({ 'tsk-id': '1', noop: 'true', old: ' ' })).toEqual(['there is no such input: tsk-id. Did you mean `task-id`?', 'there is no such input: noop. It is called `dry-run` here.'])
  })

  const strict = ['command', 'task-id', 'service', 'environment', 'digest', 'to', 'version', 'dry-run', 'lock-timeout'] as const
  it.each(hostile)('(M01) the hostile text %# is refused where a name belongs, and inert where a sentence does', (text) => {
    // `1e999` and the like are names to some people, and blanks around a name are dropped: nothing in them can do harm.
    const harmless = /^ ?[0-9A-Za-z][0-9A-Za-z.]* ?$/.test(text) && text.length < 100
    for (const key of strict) {
      if (harmless && ['service', 'environment', 'version'].includes(key)) continue
      expect([key, readInputs({ env: { [`INPUT_${key.toUpperCase()}`]: text } }).ok]).toEqual([key, text.trim() === ''])
    }
    for (const key of ['reason', 'actor', 'config', 'report-directory', 'working-directory']) {
      const read = readInputs({ env: { [`INPUT_${key.toUpperCase()}`]: text } })
      if (!read.ok) for (const problem of read.problems) expect(renderProblem(problem)).not.toMatch(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u)
      else expect(JSON.stringify(read.value)).not.toMatch(/\\[nr]|\\u00|[\u202e\u2066\u2028\u2029]/)
    }
  })

  it('(M13) a long text on every input is answered, not chewed on', () => {
    for (const pump of ['a', '1', '.', '-', '1.', 'a-', '../', 'a/', ' ', '1h', 'é']) {
      for (const key of INPUT_KEYS) expect(readInputs({ env: { [`INPUT_${key.toUpperCase()}`]: `${pump.repeat(60_000)}!` } }).ok).toBe(false)
    }
  })
})

describe('the help', () => {
  it.each([undefined, ...COMMANDS])('of %s fits in 80 columns and tells options, examples and exit codes', (command) => {
    const text = helpText(command)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect(text).toMatch(/Examples:\n {2}flowspec-operate .+\n {2}flowspec-operate .+\n/)
    expect(text).toContain('Exit codes:')
    if (command === undefined) for (const name of COMMANDS) expect(text).toContain(`  ${name} `)
    else expect(text).toContain('--dry-run')
  })
})

describe('start-up', () => {
  it('imports no package before the inputs are read', () => {
    const files = ['src/inputs.ts', ...readdirSync('src/inputs').map((name) => `src/inputs/${name}`), 'src/help.ts']
    for (const file of files) for (const [, from] of readFileSync(file, 'utf8').matchAll(/from '([^']+)'/g)) expect([file, from]).toEqual([file, expect.stringMatching(/^\.\.?\//)])
  })

  it('knows a present name for every renamed input', () => {
    for (const [old, key] of Object.entries(RENAMED_INPUTS)) expect([INPUT_KEYS.includes(key), (INPUT_KEYS as readonly string[]).includes(old)]).toEqual([true, false])
  })
})
