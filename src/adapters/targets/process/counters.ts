import { randomUUID } from 'node:crypto'
import type { Counters } from '../../../domain/health/reading.ts'
import type { Digest } from '../../../domain/artifact/digest.ts'

interface Tally {
  requests: number
  errors: number
  over: number[]
  latencySumMs: number
}

/** What the proxy counts for each release. A restart or other bounds begin a new epoch at zero. */
export interface Meter {
  readonly epoch: string
  readonly boundsMs: readonly number[]
  /** One request with the time until its answer began. */
  count(digest: Digest, latencyMs: number, isError: boolean): void
  /** An answer that had begun well and broke off. */
  countBroken(digest: Digest): void
  read(digest: Digest): Counters
  forget(keep: ReadonlySet<Digest>): void
}

/** A meter with these bounds, in milliseconds. */
export function meter(boundsMs: readonly number[]): Meter {
  const tallies = new Map<Digest, Tally>()
  const tallyOf = (digest: Digest): Tally => {
    const known = tallies.get(digest)
    if (known !== undefined) return known
    const fresh: Tally = { requests: 0, errors: 0, over: boundsMs.map(() => 0), latencySumMs: 0 }
    tallies.set(digest, fresh)
    return fresh
  }
  return {
    epoch: randomUUID(),
    boundsMs,
    count(digest, latencyMs, isError) {
      const tally = tallyOf(digest)
      tally.requests += 1
      if (isError) tally.errors += 1
      tally.latencySumMs += latencyMs
      tally.over = tally.over.map((count, index) => count + (latencyMs > (boundsMs[index] ?? Infinity) ? 1 : 0))
    },
    countBroken(digest) {
      const tally = tallyOf(digest)
      tally.errors = Math.min(tally.requests, tally.errors + 1)
    },
    read(digest) {
      const tally = tallyOf(digest)
      return { requests: tally.requests, errors: tally.errors, over: [...tally.over], latencySumMs: tally.latencySumMs }
    },
    forget(keep) {
      for (const digest of tallies.keys()) if (!keep.has(digest)) tallies.delete(digest)
    },
  }
}

/** Picks one of the weighted by a draw from [0, 1): independent draws with the exact weights are what the judge assumes (JUDGE.md). */
export function drawWeighted<T extends { readonly weight: number }>(weighted: readonly T[], draw: number): T | undefined {
  const total = weighted.reduce((sum, each) => sum + each.weight, 0)
  let left = draw * total
  for (const each of weighted) {
    if (left < each.weight) return each
    left -= each.weight
  }
  // Rounding may leave a hair after the last one.
  return weighted.findLast((each) => each.weight > 0)
}
