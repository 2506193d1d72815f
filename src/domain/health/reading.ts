import type { Digest } from '../artifact/digest.ts'

/** Raw cumulative counters of one release as a meter reads them. They only grow within one epoch. */
export interface Counters {
  readonly requests: number
  /** Requests that ended badly: status 5xx, or no answer from the release. */
  readonly errors: number
  /** For each latency bound of the reading, how many requests took longer. Same order as `boundsMs`. */
  readonly over: readonly number[]
  /** Sum of all latencies in milliseconds, for the mean. */
  readonly latencySumMs: number
}

/** What one release looks like to the meter. */
export interface ReleaseReading {
  readonly digest: Digest
  readonly counters: Counters
  readonly rssBytes?: number
  readonly cpuSeconds?: number
}

/** One look at the raw counters of every release that serves, all taken at the same moment. */
export interface Reading {
  /** Epoch milliseconds, by the meter's clock. */
  readonly at: number
  /** Changes when the counters were reset (the meter restarted); deltas across epochs start again at zero. */
  readonly epoch: string
  /** Latency bounds in milliseconds, ascending, fixed for the life of a rollout. */
  readonly boundsMs: readonly number[]
  readonly releases: readonly ReleaseReading[]
}
