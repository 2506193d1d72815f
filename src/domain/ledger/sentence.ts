import { shortDigest } from '../artifact/digest.ts'
import { assertNever } from '../problem.ts'
import type { LedgerEvent } from './entry.ts'
import { nameRun } from './lease.ts'

/** What happened in one sentence for people: the first line of the commit, and the line of a timeline. */
export function sentenceOf(event: LedgerEvent): string {
  switch (event.kind) {
    case 'lease-taken':
      return event.from === undefined ? `lock taken by ${nameRun(event.owner)}` : `lock taken over by ${nameRun(event.owner)} from ${nameRun(event.from)}`
    case 'lease-renewed':
      return 'lock renewed'
    case 'lease-released':
      return 'lock released'
    case 'lease-broken':
      return `lock broken by ${event.actor}: ${event.reason}`
    case 'rollout-began': {
      const { command, version, digest } = event.deployment
      return `${command === 'rollback' ? 'rollback' : 'rollout'} began ${version} (${shortDigest(digest)})`
    }
    case 'effect-began':
      return `next: ${event.effect}`
    case 'progressed':
      return `${event.rollout.phase} at ${event.rollout.weight} % ${event.rollout.spec.candidate.version}`
    case 'rollout-ended': {
      const { candidate } = event.rollout.spec
      const why = event.rollout.cause === undefined || event.outcome === 'verified' ? '' : `: ${event.rollout.cause.message}`
      return `rollout ${event.outcome} ${candidate.version} (${shortDigest(candidate.digest)})${why}`
    }
    case 'abort-requested':
      return `abort requested by ${event.actor}: ${event.reason}`
    case 'overridden':
      return `${event.override.what} bypassed by ${event.override.actor}: ${event.override.reason}`
    case 'quarantined':
      return `quarantined ${shortDigest(event.quarantine.digest)}: ${event.quarantine.reason}`
    case 'quarantine-lifted':
      return `quarantine of ${shortDigest(event.digest)} lifted by ${event.actor}: ${event.reason}`
    case 'packaged':
      return `packaged ${event.packaged.version} (${shortDigest(event.packaged.digest)})`
    case 'finalized':
      return `finalized ${event.deployment}${event.tag === undefined ? '' : ` as ${event.tag}`}`
    default:
      return assertNever(event)
  }
}
