// What the ledger can tell once it has some history: where to roll back to, and what happened when.
import { assertNever, type Problem } from '../problem.ts'
import type { Moment } from '../report/run-report.ts'
import type { Deployment, Entry, LedgerEvent, LedgerState } from './entry.ts'
import { printable } from './ref.ts'
import { sentenceOf } from './sentence.ts'

export type RollbackTarget =
  | { readonly kind: 'target'; readonly deployment: Deployment }
  | { readonly kind: 'problem'; readonly problem: Problem }

/**
 * The deployment to go back to (SPEC G1): one that was verified here, is not live and is not quarantined; the newest that fits.
 * `to` is `previous`, a deployment id or a digest. Problem codes: `no_rollback_target`, `quarantined`, `already_done`.
 */
export function rollbackTarget(state: LedgerState, to: string): RollbackTarget {
  const live = liveDigest(state)
  const verified = state.deployments.filter((one) => one.outcome === 'verified')
  const named = to === 'previous' ? beforeLive(verified, live) : verified.filter((one) => one.id === to || one.digest === to)
  const [newest] = named
  if (newest === undefined) {
    return problem('no_rollback_target', to === 'previous' ? 'no earlier deployment of another digest was verified here' : 'no deployment of that name was verified here', to)
  }
  if (newest.digest === live) return problem('already_done', `${newest.version} is live already`, to)
  const allowed = named.find((one) => state.quarantine.every((quarantine) => quarantine.digest !== one.digest))
  if (allowed === undefined) return problem('quarantined', `${newest.version} failed here later and is quarantined`, to)
  return { kind: 'target', deployment: allowed }
}

/**
 * What was released before the live digest was. A release that was rolled away from is later than that, so asking for `previous` twice
 * goes back two releases and never forward to the one that somebody wanted gone.
 */
function beforeLive(verified: readonly Deployment[], live: string | undefined): readonly Deployment[] {
  const released = verified.filter((one) => one.command === 'deploy')
  const at = released.findIndex((one) => one.digest === live)
  if (live !== undefined && at < 0) return []
  return released.slice(at + 1).filter((one) => one.digest !== live)
}

/** The digest that is live for certain. After a rollback that failed nothing is: the last verified digest is then a target too. */
function liveDigest(state: LedgerState): string | undefined {
  const [last] = state.deployments
  return last?.outcome === 'failed' && last.cause?.code === 'rollback_failed' ? undefined : state.live?.digest
}

function problem(code: 'no_rollback_target' | 'quarantined' | 'already_done', what: string, value: string): RollbackTarget {
  const remedy = 'Run `status` to see the deployments of this environment, and name one of them or its digest.'
  return { kind: 'problem', problem: { code, what, value, remedy } }
}

/** The moments of a history for people, oldest first, whatever the order of the entries. Renewals tell nothing and are left out. */
export function timelineOf(entries: readonly Entry[]): readonly Moment[] {
  return entries
    .filter((entry) => entry.event.kind !== 'lease-renewed')
    .toSorted((a, b) => a.height - b.height)
    .map((entry) => ({ at: entry.at, kind: kindOf(entry.event), text: printable(sentenceOf(entry.event)) }))
}

function kindOf(event: LedgerEvent): Moment['kind'] {
  switch (event.kind) {
    case 'rollout-began':
      return event.deployment.command === 'rollback' ? 'rollback' : 'start'
    case 'effect-began':
      if (event.rollout.phase === 'restoring') return 'rollback'
      return event.rollout.phase === 'shifting' ? 'shift' : 'effect'
    case 'rollout-ended':
      return 'end'
    case 'quarantined':
      return 'verdict'
    case 'progressed':
    case 'lease-taken':
    case 'lease-renewed':
    case 'lease-released':
    case 'lease-broken':
    case 'abort-requested':
    case 'overridden':
    case 'packaged':
    case 'quarantine-lifted':
    case 'finalized':
      return 'note'
    default:
      return assertNever(event)
  }
}
