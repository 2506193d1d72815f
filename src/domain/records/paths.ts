// Where everything lies that a run writes into the user's repository. Documented in docs/reference/records.md.
import type { LedgerKey } from '../ledger/entry.ts'
import { sha256Hex } from '../ledger/sha256.ts'

/** One file to be written: the path relative to the repository's root, and the whole text. */
export interface RecordFile {
  readonly path: string
  readonly text: string
}

const RECORDS = 'deploy/records'

/** What runs where, over all services and environments. */
export const REGISTRY_PATH = `${RECORDS}/registry.json`

/** Events, one JSON object a line (SPEC I1). */
export const EVENTS_PATH = '.flowspec/events.jsonl'

/** What is live in an environment. */
export function deploymentManifestPath(key: LedgerKey): string {
  return `${folderOf(key)}/deployment-manifest.json`
}

/** What to go back to, and how. */
export function rollbackManifestPath(key: LedgerKey): string {
  return `${folderOf(key)}/rollback-manifest.json`
}

/** How the last rollout of an environment was judged. */
export function healthReportPath(key: LedgerKey): string {
  return `${folderOf(key)}/health-report.json`
}

/** The readable log of everything deployed for a feature (SPEC F3). */
export function deployLogPath(feature: string): string {
  return `.logs/deployment/${pathPart(feature)}-deploy.log`
}

/** The service's runbook (SPEC H1). */
export function runbookPath(feature: string): string {
  return `docs/runbooks/${pathPart(feature)}-runbook.md`
}

/** The postmortem draft of one rollback; the same deployment always has the same file. `at` in epoch milliseconds, the day is in UTC. */
export function incidentPath(key: LedgerKey, options: { readonly at: number; readonly deployment: string }): string {
  return `docs/incidents/${dayOf(options.at)}-${pathPart(key.service)}-${pathPart(key.environment)}-${pathPart(options.deployment.toLowerCase())}.md`
}

/** The changelog of the repository, or of one of its services. */
export function changelogPath(service: string, services: number): string {
  return services === 1 ? 'CHANGELOG.md' : `docs/changelog/${pathPart(service)}.md`
}

/** `2026-11-21`, in UTC. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function folderOf(key: LedgerKey): string {
  return `${RECORDS}/${pathPart(key.service)}/${pathPart(key.environment)}`
}

const PLAIN = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[a-z0-9](?:[a-z0-9._-]{0,98}[a-z0-9_-])?$/

/**
 * A name as one part of a path. A plain one stands as it is; of any other the readable rest stands before 12 hex digits of its
 * SHA-256, so that no two names share a file and none can leave its folder (FAULTS M01).
 */
export function pathPart(name: string): string {
  if (PLAIN.test(name)) return name
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').slice(0, 60).replace(/^-+|-+$/g, '')
  return `${slug === '' ? 'x' : slug}-${sha256Hex(new TextEncoder().encode(name.normalize('NFC'))).slice(0, 12)}`
}
