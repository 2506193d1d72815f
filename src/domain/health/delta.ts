// What two looks at cumulative counters say about the time between them. Raw differences of raw counters: rates that a
// monitoring system extrapolates are no counts, and the test needs counts.
import type { Digest } from '../artifact/digest.ts'
import type { ArmCounts } from './exact-test.ts'
import type { Counters, Reading, ReleaseReading } from './reading.ts'

/** One arm of a block: requests, bad ones, and for each latency bound how many took longer. `over` is empty when that is unknown. */
export interface BlockArm extends ArmCounts {
  readonly over: readonly number[]
}

/** What both arms served between two polls. */
export interface Block {
  readonly baseline?: BlockArm
  readonly candidate: BlockArm
}

const NOTHING: BlockArm = { n: 0, bad: 0, over: [] }
const ZERO: Counters = { requests: 0, errors: 0, over: [], latencySumMs: 0 }

/**
 * The counts between two readings. Counters count from zero again when the epoch changed, when the release is new, and when
 * one of them fell (its process restarted). Counts that are not whole, finite and non-negative are no data: zero requests.
 */
export function blockBetween(previous: Reading, next: Reading, arms: { readonly baseline?: Digest; readonly candidate: Digest }): Block {
  const candidate = armBetween(previous, next, arms.candidate)
  return arms.baseline === undefined ? { candidate } : { baseline: armBetween(previous, next, arms.baseline), candidate }
}

function armBetween(previous: Reading, next: Reading, digest: Digest): BlockArm {
  const after = releaseOf(next, digest)?.counters
  if (after === undefined || !isCount(after.requests) || !isCount(after.errors)) return NOTHING
  const before = startOf(previous, next, digest, after)
  if (!isCount(before.requests) || !isCount(before.errors)) return NOTHING
  const n = after.requests - before.requests
  // Counters that are not read in one instant can show an error before its request.
  const bad = Math.min(n, after.errors - before.errors)
  return { n, bad, over: overBetween(before.over, after.over, n) }
}

/** The counters from which to count: those of the previous reading, or zero. */
function startOf(previous: Reading, next: Reading, digest: Digest, after: Counters): Counters {
  const before = releaseOf(previous, digest)?.counters
  if (before === undefined || previous.epoch !== next.epoch) return ZERO
  const comparable = sameBounds(previous.boundsMs, next.boundsMs)
  const overFell = comparable && before.over.some((count, index) => (after.over[index] ?? count) < count)
  if (after.requests < before.requests || after.errors < before.errors || overFell) return ZERO
  // Counts over other bounds cannot be subtracted: no data about latency, and the rest still counts.
  return comparable ? before : { ...before, over: after.over.map(() => Number.NaN) }
}

function overBetween(before: readonly number[], after: readonly number[], n: number): readonly number[] {
  const counts = after.map((count, index) => count - (before[index] ?? 0))
  return counts.every(isCount) ? counts.map((count) => Math.min(n, count)) : []
}

function releaseOf(reading: Reading, digest: Digest): ReleaseReading | undefined {
  return reading.releases.find((release) => release.digest === digest)
}

function sameBounds(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((bound, index) => bound === b[index])
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
