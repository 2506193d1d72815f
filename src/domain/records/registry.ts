// What runs where, over all services and environments (SPEC F3). Rebuilt whole from the ledgers each time, so it can never drift for good.
import type { Digest } from '../artifact/digest.ts'
import { bytewise } from '../artifact/paths.ts'
import { BUILD_ENVIRONMENT, type Deployment, type LedgerKey, type LedgerState } from '../ledger/entry.ts'
import type { Settings } from '../policy/settings.ts'
import { isoTime } from './json-text.ts'

export interface Registry {
  readonly schema_version: 1
  readonly services: readonly { readonly service: string; readonly environments: readonly RegistryEnvironment[] }[]
}

export interface RegistryEnvironment {
  readonly environment: string
  /** Absent for an environment that the settings no longer name. */
  readonly production?: boolean
  /** Whether the ledger is sure of what is live: not while it changes, and not after a rollback that failed. */
  readonly certain: boolean
  readonly live?: {
    readonly deployment: string
    readonly version: string
    readonly digest: Digest
    readonly commit: string
    readonly task?: string
    readonly actor: string
    readonly since: string
  }
  readonly changing?: { readonly deployment: string; readonly version: string; readonly digest: Digest; readonly phase: string; readonly weight: number; readonly since: string }
  readonly last?: { readonly deployment: string; readonly version: string; readonly outcome: Deployment['outcome']; readonly ended_at: string; readonly reason_code?: string }
  readonly quarantined: readonly Digest[]
}

/** The registry of every ledger given, in the order of their names. The ledgers of packaged artifacts are no environments. */
export function registry(ledgers: readonly { readonly key: LedgerKey; readonly state: LedgerState }[], settings: Pick<Settings, 'services'>): Registry {
  const real = ledgers.filter(({ key }) => key.environment !== BUILD_ENVIRONMENT)
  const services = [...new Set(real.map(({ key }) => key.service))].sort(bytewise)
  return {
    schema_version: 1,
    services: services.map((service) => ({
      service,
      environments: real
        .filter(({ key }) => key.service === service)
        .toSorted((a, b) => bytewise(a.key.environment, b.key.environment))
        .map(({ key, state }) => environmentOf(key, state, settings)),
    })),
  }
}

function environmentOf(key: LedgerKey, state: LedgerState, settings: Pick<Settings, 'services'>): RegistryEnvironment {
  const known = settings.services.find((one) => one.name === key.service)?.environments.find((one) => one.name === key.environment)
  const [last] = state.deployments
  return {
    environment: key.environment,
    ...(known === undefined ? {} : { production: known.production }),
    certain: state.current === undefined && last?.cause?.code !== 'rollback_failed',
    ...(state.live === undefined ? {} : { live: liveOf(state.live) }),
    ...(state.current === undefined ? {} : { changing: changingOf(state.current) }),
    ...(last === undefined ? {} : { last: lastOf(last) }),
    quarantined: state.quarantine.map((one) => one.digest).toSorted(bytewise),
  }
}

function liveOf(live: Deployment): Required<RegistryEnvironment>['live'] {
  return {
    deployment: live.id,
    version: live.version,
    digest: live.digest,
    commit: live.commit,
    ...(live.task === undefined ? {} : { task: live.task }),
    actor: live.actor,
    since: isoTime(live.endedAt ?? live.startedAt),
  }
}

function changingOf({ deployment, rollout }: Required<LedgerState>['current']): Required<RegistryEnvironment>['changing'] {
  return {
    deployment: deployment.id,
    version: deployment.version,
    digest: deployment.digest,
    phase: rollout.phase,
    weight: rollout.weight,
    since: isoTime(deployment.startedAt),
  }
}

function lastOf(last: Deployment): Required<RegistryEnvironment>['last'] {
  return {
    deployment: last.id,
    version: last.version,
    outcome: last.outcome,
    ended_at: isoTime(last.endedAt ?? last.startedAt),
    ...(last.cause === undefined ? {} : { reason_code: last.cause.code }),
  }
}
