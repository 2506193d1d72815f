// What to go back to, and how (SPEC E1, F3). Written before an environment changes and again when the change has ended; everything
// in it is read off the ledger's state, so it can be written anew at any time.
import type { Digest } from '../artifact/digest.ts'
import type { Deployment, LedgerKey, LedgerState } from '../ledger/entry.ts'
import { rollbackTarget } from '../ledger/history.ts'
import type { Snapshot } from '../rollout/rollout.ts'
import { isoTime } from './json-text.ts'
import { rollbackCommand } from './rollback-command.ts'

export interface RollbackManifest {
  readonly schema_version: 1
  readonly service: string
  readonly environment: string
  /** `changing` while a rollout goes on: the target is what ran before it. */
  readonly status: 'changing' | 'settled' | 'empty'
  /** The deployment in progress, or the last one that ended. */
  readonly deployment?: { readonly id: string; readonly version: string; readonly digest: Digest; readonly outcome: Deployment['outcome'] }
  /** What was running before the change, read off the target (only while `changing`). */
  readonly snapshot?: { readonly id: string; readonly at: string }
  readonly target?: RollbackDestination
  readonly command?: string
  readonly note: string
}

export interface RollbackDestination {
  readonly version: string
  readonly digest: Digest
  readonly deployment?: string
  readonly commit?: string
  /** When it was verified in this environment. */
  readonly verified_at?: string
}

/** The rollback manifest of an environment, from the newest state of its ledger. */
export function rollbackManifest(key: LedgerKey, state: LedgerState): RollbackManifest {
  const head = { schema_version: 1, service: key.service, environment: key.environment } as const
  const { current } = state
  if (current !== undefined) {
    const { snapshot } = current.rollout.spec
    const destination = stableOf(snapshot, state)
    return {
      ...head,
      status: 'changing',
      deployment: summary(current.deployment),
      snapshot: { id: snapshot.id, at: isoTime(snapshot.at) },
      ...(destination === undefined ? {} : { target: destination, command: rollbackCommand(key, destination.digest) }),
      note: destination === undefined ? 'Nothing was live before this deployment; going back means stopping it.' : `Going back to what ran before: ${destination.version}.`,
    }
  }
  const [last] = state.deployments
  if (last === undefined) return { ...head, status: 'empty', note: 'Nothing was ever deployed here.' }
  const found = rollbackTarget(state, 'previous')
  const settled = { ...head, status: 'settled', deployment: summary(last) } as const
  if (found.kind === 'problem') return { ...settled, note: `No way back: ${found.problem.what}.` }
  const destination = destinationOf(found.deployment)
  return { ...settled, target: destination, command: rollbackCommand(key, destination.digest), note: `Verified here before: ${destination.version}.` }
}

/** The release of the snapshot, with what the ledger knows of it. A release that someone else put there has no deployment. */
function stableOf(snapshot: Snapshot, state: LedgerState): RollbackDestination | undefined {
  const { stable } = snapshot
  if (stable === undefined) return undefined
  const known = state.deployments.find((one) => one.digest === stable.digest && one.outcome === 'verified')
  return known === undefined ? { version: stable.version, digest: stable.digest } : destinationOf(known)
}

function destinationOf(deployment: Deployment): RollbackDestination {
  return {
    version: deployment.version,
    digest: deployment.digest,
    deployment: deployment.id,
    commit: deployment.commit,
    ...(deployment.endedAt === undefined ? {} : { verified_at: isoTime(deployment.endedAt) }),
  }
}

function summary(deployment: Deployment): Required<RollbackManifest>['deployment'] {
  return { id: deployment.id, version: deployment.version, digest: deployment.digest, outcome: deployment.outcome }
}
