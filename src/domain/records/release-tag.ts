// The annotated tag of a release (SPEC F1). It is made once, after production was verified, and never moved.
import type { Deployment, LedgerKey } from '../ledger/entry.ts'
import { inertLine } from '../report/inert.ts'
import { isoTime } from './json-text.ts'
import { pathPart } from './paths.ts'

/** `v1.4.0`, or `shop-v1.4.0` where several services share a repository. */
export function tagName(version: string, service: string, services: number): string {
  return services === 1 ? `v${version}` : `${pathPart(service)}-v${version}`
}

/** What the tag says: one fact a line in the form of git trailers, so that `git for-each-ref --format='%(contents:trailers)'` reads them. */
export function tagMessage(key: LedgerKey, deployment: Deployment): string {
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Service', key.service],
    ['Environment', key.environment],
    ['Digest', deployment.digest],
    ['Deployment', deployment.id],
    ['Commit', deployment.commit],
    ['Task', deployment.task],
    ['Deployed-By', deployment.actor],
    ['Verified-At', deployment.endedAt === undefined ? undefined : isoTime(deployment.endedAt)],
  ]
  const lines = facts.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${inertLine(value, 200)}`]))
  return `${inertLine(`${key.service} ${deployment.version}`, 200)}\n\n${lines.join('\n')}\n`
}
