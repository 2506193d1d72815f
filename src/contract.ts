// The keys of the action's contract. action.yml, the command line's help and docs/reference are held equal to this by test.

export const COMMANDS = ['run', 'gate', 'package', 'verify', 'deploy', 'rollback', 'finalize', 'reconcile', 'status'] as const
export type Command = (typeof COMMANDS)[number]

export interface InputSpec {
  readonly description: string
  readonly type: 'text' | 'boolean' | 'command' | 'duration'
  readonly default?: string
  /** Commands that read it; absent: all. */
  readonly commands?: readonly Command[]
}

export const INPUTS = {
  command: { description: 'What to do: run, gate, package, verify, deploy, rollback, finalize, reconcile or status.', type: 'command', default: 'run' },
  'task-id': { description: 'The task to take from Validated to Deployed. Found from the event, the branch or the commit when absent.', type: 'text' },
  service: { description: 'Which service of .flowspec/operate.yml; needed only when it names several.', type: 'text' },
  environment: { description: 'Which environment; every one in order for `run`.', type: 'text' },
  config: { description: 'Path of the configuration.', type: 'text', default: '.flowspec/operate.yml' },
  version: { description: 'Name of the release. Derived from package.json, the tag or the commit when absent.', type: 'text' },
  digest: { description: 'The artifact to verify or deploy, as sha256:<64 hex>. The packed one when absent.', type: 'text', commands: ['deploy', 'verify', 'finalize'] },
  to: { description: 'Where to roll back to: previous, a deployment id or a digest.', type: 'text', default: 'previous', commands: ['rollback'] },
  reason: { description: 'Why: required for rollbacks and for every bypass.', type: 'text' },
  actor: { description: 'Who asks. The workflow actor or the git user when absent.', type: 'text' },
  'dry-run': { description: 'Print every effect in order and change nothing.', type: 'boolean', default: 'false' },
  'validate-only': { description: 'Stop after the validation report.', type: 'boolean', default: 'false' },
  'skip-tests': { description: 'Skip only the test gate. Recorded.', type: 'boolean', default: 'false' },
  'skip-state-check': { description: 'Go on although the task is in another state. Recorded.', type: 'boolean', default: 'false' },
  'skip-validation': { description: 'Go on although the constitution has unvalidated parts. Recorded.', type: 'boolean', default: 'false' },
  'confirm-unvalidated': { description: 'Confirm the unvalidated parts of a Medium tier constitution.', type: 'boolean', default: 'false' },
  'allow-quarantined': { description: 'Deploy a digest although it is quarantined. Recorded, and lifts the quarantine.', type: 'boolean', default: 'false' },
  'auto-deploy': { description: 'Go on to production when staging has passed. false stops there.', type: 'boolean', default: 'true', commands: ['run'] },
  'lock-timeout': { description: 'How long to wait for another run that changes the same environment.', type: 'duration', default: '10m' },
  'report-directory': { description: 'Where report.html and result.json are written.', type: 'text', default: 'out/operate' },
  'github-token': { description: 'Token for tasks and ledger on GitHub, usually ${{ github.token }}. GITHUB_TOKEN when absent.', type: 'text' },
  'working-directory': { description: 'Root of the repository to work on.', type: 'text', default: '.' },
} as const satisfies Readonly<Record<string, InputSpec>>

export type InputKey = keyof typeof INPUTS
export const INPUT_KEYS = Object.keys(INPUTS) as readonly InputKey[]

/** Names that people know from elsewhere, and the input that does it here. They are refused with the new name, never guessed. */
export const RENAMED_INPUTS = {
  task: 'task-id',
  issue: 'task-id',
  env: 'environment',
  target: 'environment',
  noop: 'dry-run',
  plan: 'dry-run',
  'check-only': 'validate-only',
  'no-tests': 'skip-tests',
  timeout: 'lock-timeout',
  output: 'report-directory',
  cwd: 'working-directory',
} as const satisfies Readonly<Record<string, InputKey>>

export const OUTPUTS = {
  decision: 'What the run decided; see docs/reference/reasons.md.',
  'reason-code': 'Why, from the closed list of docs/reference/reasons.md.',
  result: 'The whole report as JSON (schemas/result.schema.json).',
  digest: 'Digest of the artifact.',
  size: 'Bytes of the artifact.',
  checksums: 'sha256 of every file in the artifact, in the format of sha256sum.',
  version: 'Version that is live after the run.',
  'previous-version': 'Version that was live before the run.',
  environment: 'Environment that was changed.',
  'task-state': 'Workflow state of the task after the run.',
  validation: 'The validation report as JSON (schemas/validation.schema.json).',
  'rollback-command': 'The command that undoes this deployment.',
  'report-path': 'Path of the HTML report.',
} as const satisfies Readonly<Record<string, string>>

export type OutputKey = keyof typeof OUTPUTS
