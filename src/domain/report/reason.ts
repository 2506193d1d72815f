/** What the run decided, for machines. */
export const DECISIONS = ['deployed', 'promoted', 'packaged', 'verified', 'validated', 'planned', 'rolled_back', 'finalized', 'reconciled', 'reported', 'nothing_to_do', 'refused', 'failed'] as const
export type Decision = (typeof DECISIONS)[number]

/** Every way a run can end: a closed list, public API. The sentence says what it means to a person. */
export const REASONS = {
  ok: 'Everything asked for was done.',
  already_done: 'What was asked for is already so.',
  dry_run: 'The plan was printed; nothing was changed.',
  validate_only: 'The validation report was written; nothing was changed.',
  validation_failed: 'A prerequisite does not hold; nothing was changed.',
  awaiting_approval: 'Staging passed; production waits for someone to go on.',
  bad_input: 'Something given is wrong; nothing was changed.',
  task_not_found: 'The task could not be found.',
  wrong_state: 'The task is not in a state from which this command may run.',
  ambiguous_state: 'The task has more than one workflow label.',
  constitution_unvalidated: 'The constitution has unvalidated parts and its tier does not allow that.',
  tests_failed: 'A required check is not green.',
  artifact_missing: 'There is no artifact to deploy.',
  artifact_unsafe: 'The artifact holds something that must not be deployed.',
  build_failed: 'The build command failed.',
  digest_mismatch: 'Bytes do not match the digest they are known by.',
  attestation_missing: 'Something that must be proven about the artifact is not.',
  verification_failed: 'What is said about the artifact does not hold.',
  signing_failed: 'The statement could not be signed.',
  sbom_failed: 'The SBOM could not be made or is not bound to the artifact.',
  not_staged: 'This digest has not passed the environment before this one.',
  quarantined: 'This digest failed in production and is quarantined.',
  lock_conflict: 'Another run is changing this environment.',
  lock_timeout: 'Another run kept the lock for longer than this run may wait.',
  lock_lost: 'The lock was taken over or the ledger was changed by someone else.',
  ledger_unreadable: 'The ledger cannot be understood, so nothing may be decided from it.',
  ledger_unwritable: 'The ledger could not be written.',
  repository_unusable: 'The git repository cannot be used as it is.',
  ledger_newer_schema: 'The ledger was written by a newer version of this tool.',
  fenced_out: 'The target has seen a newer lock than ours.',
  target_unreachable: 'The target could not be reached.',
  candidate_unhealthy: 'The new release did not become healthy.',
  smoke_failed: 'A smoke check of the new release failed.',
  health_failed: 'The health checks of the new release failed.',
  evidence_against: 'The measurements speak against the new release.',
  slo_breached: 'The new release breaks its objective.',
  undecided: 'The measurements did not decide for the new release within the limit.',
  no_data: 'There were too few measurements to let the release through.',
  measurement_failed: 'The release could not be measured.',
  drifted: 'The target is not as the ledger says; someone else changed it.',
  live_digest_mismatch: 'What runs is not what was asked for.',
  rollback_failed: 'The rollback itself failed; a person must look now.',
  no_rollback_target: 'No earlier release was verified in this environment.',
  cancelled: 'The run was told to stop.',
  tag_exists_elsewhere: 'The release tag already names another commit.',
  file_unreadable: 'A file could not be read.',
  file_unwritable: 'A file could not be written.',
  bookkeeping_pending: 'The release is live and verified; a record could not be written yet.',
  github_unavailable: 'GitHub did not answer, or not with an answer.',
  github_forbidden: 'GitHub does not let this token do what is needed; the permission is named.',
  github_rate_limited: 'GitHub asks for a longer pause than a run may make.',
  bad_event: 'The event that started the run cannot be read; nothing was changed.',
  actor_not_authorized: 'The task was not approved by someone who may do that; nothing was changed.',
  label_withdrawn: 'The label that approved the task is gone, or is older than what would be deployed.',
  unexpected_error: 'Something happened that this tool does not understand.',
} as const satisfies Readonly<Record<string, string>>

export type ReasonCode = keyof typeof REASONS

/** Whether a text is a reason code. */
export function isReasonCode(code: string): code is ReasonCode {
  return Object.hasOwn(REASONS, code)
}
