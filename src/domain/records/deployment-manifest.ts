// What is live in an environment and how it came there (SPEC F3). Written once a rollout is verified, and only then.
import type { Digest } from '../artifact/digest.ts'
import type { Evidence, PackedArtifact } from '../artifact/artifact.ts'
import type { Verdict } from '../health/verdict.ts'
import type { Deployment, LedgerKey, Override, RunRef } from '../ledger/entry.ts'
import type { RolloutReport } from '../report/run-report.ts'
import { bytewise } from '../artifact/paths.ts'
import { isoTime } from './json-text.ts'
import { rollbackManifestPath } from './paths.ts'
import { rollbackCommand } from './rollback-command.ts'

export interface DeploymentManifest {
  readonly schema_version: 1
  readonly service: string
  readonly environment: string
  readonly production: boolean
  readonly deployment: string
  readonly version: string
  readonly digest: Digest
  /** Full SHA of the commit the artifact was built from. */
  readonly commit: string
  readonly committed_at: string
  readonly task?: string
  readonly actor: string
  readonly command: 'deploy' | 'rollback'
  readonly reason?: string
  readonly strategy: RolloutReport['strategy']
  readonly started_at: string
  readonly ended_at: string
  readonly run: { readonly id: string; readonly attempt: number; readonly url?: string }
  readonly address?: string
  readonly previous?: { readonly version: string; readonly digest: Digest }
  readonly artifact?: { readonly layer: Digest; readonly size: number; readonly files: number }
  readonly evidence?: { readonly verdict: Verdict; readonly checks: readonly { readonly name: string; readonly verdict: Verdict }[] }
  readonly referrers: readonly Referrer[]
  /** Paths of the repository that differ from the release before. */
  readonly files_changed: readonly string[]
  readonly overrides: readonly { readonly what: Override['what']; readonly actor: string; readonly reason: string; readonly at: string }[]
  readonly rollback: { readonly manifest: string; readonly command?: string }
}

/** A document about the artifact, stored with it. */
export interface Referrer {
  readonly kind: 'sbom' | 'provenance' | 'statement'
  readonly artifact_type: string
  readonly digest: Digest
}

export interface DeploymentManifestFacts {
  readonly key: LedgerKey
  readonly production: boolean
  readonly deployment: Deployment
  readonly rollout: RolloutReport
  readonly run: RunRef
  readonly artifact?: PackedArtifact
  readonly evidence?: Evidence
  readonly referrers: readonly Referrer[]
  readonly filesChanged: readonly string[]
  readonly overrides: readonly Override[]
}

/** The manifest of a deployment that was verified. */
export function deploymentManifest(facts: DeploymentManifestFacts): DeploymentManifest {
  const { key, deployment, rollout, run, artifact, evidence } = facts
  return {
    schema_version: 1,
    service: key.service,
    environment: key.environment,
    production: facts.production,
    deployment: deployment.id,
    version: deployment.version,
    digest: deployment.digest,
    commit: deployment.commit,
    committed_at: isoTime(deployment.committedAt),
    ...(deployment.task === undefined ? {} : { task: deployment.task }),
    actor: deployment.actor,
    command: deployment.command,
    ...(deployment.reason === undefined ? {} : { reason: deployment.reason }),
    strategy: rollout.strategy,
    started_at: isoTime(deployment.startedAt),
    ended_at: isoTime(deployment.endedAt ?? rollout.endedAt),
    run: { id: run.id, attempt: run.attempt, ...(run.url === undefined ? {} : { url: run.url }) },
    ...(rollout.address === undefined ? {} : { address: rollout.address }),
    ...(rollout.previous === undefined ? {} : { previous: { version: rollout.previous.version, digest: rollout.previous.digest } }),
    ...(artifact === undefined ? {} : { artifact: { layer: artifact.layer, size: artifact.size, files: artifact.files.length } }),
    ...(evidence === undefined ? {} : { evidence: { verdict: evidence.verdict, checks: evidence.checks.map(({ name, verdict }) => ({ name, verdict })) } }),
    referrers: facts.referrers.toSorted((a, b) => bytewise(a.kind, b.kind) || bytewise(a.digest, b.digest)),
    files_changed: facts.filesChanged.toSorted(bytewise),
    overrides: facts.overrides.map(({ what, actor, reason, at }) => ({ what, actor, reason, at: isoTime(at) })),
    rollback: {
      manifest: rollbackManifestPath(key),
      ...(rollout.previous === undefined ? {} : { command: rollbackCommand(key, rollout.previous.digest) }),
    },
  }
}
