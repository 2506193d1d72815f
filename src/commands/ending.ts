import { isReasonCode, type Decision, type ReasonCode } from '../domain/report/reason.ts'
import { ConfigError, messageOf, OperateError } from '../errors.ts'
import type { Problem } from '../domain/problem.ts'

/** How a command ended, before it is made into a report. */
export interface Ending {
  readonly decision: Decision
  readonly reason: ReasonCode
  readonly message: string
  readonly remedy?: string
  readonly problems?: readonly Problem[]
}

/** Reasons for which a run stops before it has changed anything: the user is refused, nothing failed. */
const REFUSALS = [
  'bad_input',
  'task_not_found',
  'wrong_state',
  'ambiguous_state',
  'constitution_unvalidated',
  'tests_failed',
  'validation_failed',
  'artifact_missing',
  'artifact_unsafe',
  'attestation_missing',
  'verification_failed',
  'digest_mismatch',
  'not_staged',
  'quarantined',
  'lock_conflict',
  'lock_timeout',
  'no_rollback_target',
  'ledger_unreadable',
  'ledger_newer_schema',
  'drifted',
  'repository_unusable',
  'bad_event',
  'actor_not_authorized',
  'label_withdrawn',
] as const satisfies readonly ReasonCode[]

/** An error that ends the run as a refusal or a failure, whichever its code says. */
export function stop(code: ReasonCode, message: string, remedy?: string): OperateError {
  return new OperateError({ code, message, ...(remedy === undefined ? {} : { remedy }) })
}

/** The ending that a thrown error means. What this program did not foresee is `unexpected_error`, never a success. */
export function endingOf(error: unknown): Ending {
  if (!(error instanceof OperateError)) return { decision: 'failed', reason: 'unexpected_error', message: messageOf(error) }
  const reason = isReasonCode(error.code) ? error.code : 'unexpected_error'
  const refused = (REFUSALS as readonly ReasonCode[]).includes(reason)
  return {
    decision: refused ? 'refused' : 'failed',
    reason,
    message: error.message,
    ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
    ...(error instanceof ConfigError ? { problems: error.problems } : {}),
  }
}

/** What a person must know even about a run that was told to stop. */
const WORSE_THAN_A_STOP: readonly ReasonCode[] = ['rollback_failed', 'lock_lost', 'fenced_out', 'ledger_unwritable', 'ledger_unreadable', 'bad_input']

/** The ending of a run that was told to stop and then threw: most errors are only how the stop shows, these are not. */
export function endingOfStopped(error: unknown, reason: unknown): Ending {
  const ending = endingOf(error)
  return WORSE_THAN_A_STOP.includes(ending.reason) ? ending : endingOf(reason)
}
