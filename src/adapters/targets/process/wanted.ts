// Pure changes of what is wanted.
import type { Digest } from '../../../domain/artifact/digest.ts'
import type { Status, Wanted, WantedRelease } from './protocol.ts'

/** What is wanted now, without what was measured. */
export function wantedOf(status: Status, options: { readonly boundsMs: readonly number[]; readonly upstreamTimeoutMs: number }): Wanted {
  return {
    ...options,
    releases: status.releases.map(({ digest, version, weight, instances, run }) => ({ digest, version, weight, instances, run })),
  }
}

/** With this release in the place of the one with its digest, or added. */
export function withRelease(wanted: Wanted, release: WantedRelease): Wanted {
  const isKnown = wanted.releases.some((each) => each.digest === release.digest)
  return { ...wanted, releases: isKnown ? wanted.releases.map((each) => (each.digest === release.digest ? release : each)) : [...wanted.releases, release] }
}

/** With each release changed. */
export function mapReleases(wanted: Wanted, change: (release: WantedRelease) => WantedRelease): Wanted {
  return { ...wanted, releases: wanted.releases.map(change) }
}

/** With one release alone, at full weight. */
export function onlyRelease(wanted: Wanted, digest: Digest): Wanted {
  return { ...wanted, releases: wanted.releases.filter((each) => each.digest === digest).map((each) => ({ ...each, weight: 100 })) }
}
