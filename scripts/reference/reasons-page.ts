import { endingOf, stop } from '../../src/commands/ending.ts'
import { DECISIONS, REASONS, type Decision, type ReasonCode } from '../../src/domain/report/reason.ts'
import { exitCodeOf } from '../../src/domain/report/result.ts'
import type { RunReport } from '../../src/domain/report/run-report.ts'
import { code, table } from './table.ts'

interface Advice {
  /** Decisions that end with this reason, besides the one that an error with its code gives. */
  readonly decisions: readonly Decision[]
  readonly todo: string
  /** Set for reasons that no error carries. */
  readonly neverThrown?: true
}

const TURNED = ['rolled_back', 'failed'] as const satisfies readonly Decision[]

const ADVICE = {
  ok: { decisions: ['deployed', 'promoted', 'packaged', 'verified', 'validated', 'rolled_back', 'reconciled', 'reported'], todo: 'Nothing.', neverThrown: true },
  already_done: { decisions: ['nothing_to_do'], todo: 'Nothing.', neverThrown: true },
  dry_run: { decisions: ['planned'], todo: 'Read the plan; run again without `dry-run`.', neverThrown: true },
  validate_only: { decisions: ['validated'], todo: 'Run again without `validate-only`.', neverThrown: true },
  validation_failed: { decisions: [], todo: 'The message names the first prerequisite, the report all of them, each with its remedy. Also: files of the artifact that were changed since the commit.' },
  awaiting_approval: { decisions: ['promoted'], todo: 'Run the `deploy` command that the message gives, then `finalize`.', neverThrown: true },
  bad_input: { decisions: [], todo: 'Every mistake is listed with its place and remedy. Mend them all, then run again.' },
  task_not_found: { decisions: [], todo: 'Give `task-id`, or name the task in the branch or in the message of the commit that is checked out. [Tasks](../guides/tasks.md).' },
  wrong_state: { decisions: [], todo: 'Move the task to the state that the message asks for, or give `skip-state-check` with a `reason`.' },
  ambiguous_state: { decisions: [], todo: 'Remove all `workflow:` labels but the true one.' },
  constitution_unvalidated: { decisions: [], todo: 'Validate the parts that the message names; `confirm-unvalidated` for Medium, `skip-validation` with a `reason` for all tiers.' },
  tests_failed: { decisions: [], todo: 'Run the command that the message names by hand and mend what it reports. `skip-tests` with a `reason` goes on without.' },
  artifact_missing: { decisions: [], todo: 'Run `package` on this commit, or bring the store (`artifact.store`) to this machine.' },
  artifact_unsafe: { decisions: [], todo: 'Take the named files out, or list them under `artifact.allow` when they are meant to be there. [Artifact](artifact.md#safety-checks).' },
  build_failed: { decisions: [], todo: 'Run the build command by hand.' },
  digest_mismatch: { decisions: [], todo: 'Bytes in the store were changed. Find out by whom, then pack the same commit again. [Artifact](artifact.md#the-format).' },
  attestation_missing: { decisions: [], todo: 'Package again from a clean checkout. [Custody](custody.md).' },
  verification_failed: { decisions: [], todo: 'The message names the row that does not hold. Find out who changed what before you package again. [Custody](custody.md#what-is-checked-before-a-deployment).' },
  signing_failed: { decisions: [], todo: 'Mend the key pair as the message says. [Custody](custody.md#the-key-pair).' },
  sbom_failed: { decisions: [], todo: 'For `stack: node`, npm must run and dependencies must be installed. For python, go and dotnet there is no SBOM yet: use `stack: files`.' },
  not_staged: { decisions: [], todo: 'Deploy the digest to the environment before this one first; the message has the command.' },
  quarantined: { decisions: [], todo: 'Release a fix. If the failure was not its own: `allow-quarantined` with a `reason`.' },
  lock_conflict: { decisions: [], todo: 'Run the same command again.' },
  lock_timeout: { decisions: [], todo: 'The message says who holds the lock. Wait or stop that run. [The lock](ledger.md#the-lock).' },
  lock_lost: { decisions: [], todo: 'Someone took the environment over. Find out who, then `reconcile`.' },
  ledger_unreadable: { decisions: [], todo: 'Move the ref back to its last good entry. [When something is wrong](ledger.md#when-something-is-wrong).' },
  ledger_unwritable: { decisions: [], todo: 'The message has the words of git. Mend that, then run again.' },
  repository_unusable: { decisions: [], todo: 'Run it inside a git repository with at least one commit, or give `working-directory`.' },
  ledger_newer_schema: { decisions: [], todo: 'Use the newest version of this tool everywhere.' },
  fenced_out: { decisions: [...TURNED], todo: 'Another run has this environment. Look at `status`; then `reconcile`.' },
  target_unreachable: { decisions: [...TURNED], todo: 'Bring the target back, then `reconcile`. [The process target](../guides/process-target.md).' },
  candidate_unhealthy: { decisions: [...TURNED], todo: 'The message has the end of the release\'s log. Mend the release; this digest is quarantined.' },
  smoke_failed: { decisions: [...TURNED], todo: 'The message has the check and what it found. Mend the release; this digest is quarantined.' },
  health_failed: { decisions: [...TURNED], todo: 'As for `smoke_failed`; it happened under traffic.' },
  evidence_against: { decisions: [...TURNED], todo: 'Look at the report: it shows errors and latency of both releases. Mend the release; this digest is quarantined. [The judge](judge.md).' },
  slo_breached: { decisions: [...TURNED], todo: 'As for `evidence_against`; the objective is `slo` in the configuration.' },
  undecided: { decisions: [...TURNED], todo: 'Give it more time (`hold.limit`) or more traffic, or choose `hold.then: advance` before the rollout.' },
  no_data: { decisions: [...TURNED], todo: 'Send traffic while the canary runs, or give it more time. `traffic: optional` lets steps pass on health checks alone.' },
  measurement_failed: { decisions: [...TURNED], todo: 'Find out why the target could not be read, then run again.' },
  drifted: { decisions: [...TURNED], todo: 'Someone else changed the target. Find out who; `reconcile` brings back what the ledger says.' },
  live_digest_mismatch: { decisions: [...TURNED], todo: 'Deploy that digest first, or leave `digest` out for `finalize`.' },
  rollback_failed: { decisions: [], todo: 'Act now: [at two in the morning](../guides/at-two-in-the-morning.md#a-rollback-failed).' },
  no_rollback_target: { decisions: [], todo: '`status` lists what was verified here. When there is nothing, only a new release helps.' },
  cancelled: { decisions: [...TURNED], todo: 'Nothing is wrong with the release. Run the same command again when you want to go on.' },
  tag_exists_elsewhere: { decisions: [], todo: 'Give another `version`. A release tag is never moved.' },
  file_unreadable: { decisions: [], todo: 'The message names the file.' },
  file_unwritable: { decisions: [], todo: 'The message names the file.' },
  bookkeeping_pending: { decisions: [], todo: 'The release is live. Run the same command again, or `finalize`, to write what is missing.' },
  github_unavailable: { decisions: [...TURNED], todo: 'Run the same command again: it goes on from what the ledger says. [GitHub](../guides/github.md#when-github-fails).' },
  github_forbidden: { decisions: [...TURNED], todo: 'Add the permission that the message names. [GitHub](../guides/github.md#permissions).' },
  github_rate_limited: { decisions: [...TURNED], todo: 'Run the same command again later. [GitHub](../guides/github.md#requests).' },
  bad_event: { decisions: [], todo: 'Start the run again; on a machine of your own unset GITHUB_EVENT_PATH and give `task-id`.' },
  actor_not_authorized: { decisions: [], todo: 'Someone with the role sets the label again. [GitHub](../guides/github.md#who-may-approve).' },
  label_withdrawn: { decisions: [], todo: 'Look at what was pushed or taken off, then set the label again. [GitHub](../guides/github.md#who-may-approve).' },
  unexpected_error: { decisions: [...TURNED], todo: 'A mistake of this tool. `reconcile`, then please report it with the log.' },
} as const satisfies Readonly<Record<ReasonCode, Advice>>

/** Every reason with its sentence, how a run that ends with it exits, and what to do. */
export function reasonsPage(): string {
  const rows = Object.entries<string>(REASONS).map(([name, sentence]) => {
    const reason = name as ReasonCode
    const decisions = decisionsOf(reason)
    return [code(reason), sentence, decisions.map(code).join(', '), [...new Set(decisions.map((decision) => exitCode(decision, reason)))].join(' or '), ADVICE[reason].todo]
  })
  return `# Decisions and reasons

Made from \`src/domain/report/reason.ts\` by \`scripts/generate-reference.ts\`.

Every run ends with a decision and a reason, in the outputs \`decision\` and \`reason-code\`, in \`result.json\` and in its last event.
Both lists are closed: a new name comes only with a new minor version, and a name never changes its meaning.

The decisions are ${DECISIONS.map(code).join(', ')}.

| Exit code | When |
|---|---|
| 0 | Done, or nothing to do. A rollback that was asked for and done is done. |
| 1 | Failed or rolled back: what was wanted is not live. |
| 2 | Refused. Something given is wrong, or a prerequisite does not hold. The environment that the message is about was not changed. |
| 130 | Told to stop. What had begun was rolled back. |

A \`run\` passes several environments: when production refuses, staging has changed already, and the stages of the report say so.

${table(['Reason', 'Means', 'Decision', 'Exit', 'What to do'], rows)}
`
}

function decisionsOf(reason: ReasonCode): readonly Decision[] {
  const { decisions, ...advice }: Advice = ADVICE[reason]
  if (advice.neverThrown === true) return decisions
  return [...new Set([endingOf(stop(reason, '')).decision, ...decisions])]
}

function exitCode(decision: Decision, reason: ReasonCode): number {
  const report: RunReport = {
    schema_version: 1,
    command: decision === 'rolled_back' && reason === 'ok' ? 'rollback' : 'run',
    decision,
    reason_code: reason,
    result: resultOf(decision),
    message: '',
    started_at: 0,
    ended_at: 0,
    actor: '',
    run: { id: '', attempt: 1 },
    service: '',
    stages: [],
    rollouts: [],
    overrides: [],
    notified: [],
    problems: [],
    records: [],
  }
  return exitCodeOf(report)
}

function resultOf(decision: Decision): RunReport['result'] {
  if (decision === 'refused') return 'REFUSED'
  if (decision === 'failed') return 'FAILED'
  if (decision === 'rolled_back') return 'ROLLED BACK'
  return decision === 'planned' ? 'PLANNED' : 'SUCCESS'
}
