import type { Digest } from '../artifact/digest.ts'
import { judge } from '../health/judge.ts'
import type { Counters, Reading, ReleaseReading } from '../health/reading.ts'
import type { ArmSample, Sample } from '../report/run-report.ts'
import type { Rollout } from './rollout.ts'
import { judgeStateOf } from './watch.ts'

/** One poll as the plots show it: what each arm served since the last reading, and the evidence so far. */
export function sampleOf(before: Rollout, after: Rollout, reading: Reading): Sample {
  const { spec } = after
  const judgement = judge(spec.judge, judgeStateOf(after))
  return {
    at: reading.at,
    weight: before.weight,
    baseline: spec.snapshot.stable === undefined ? EMPTY : armSince(before.reading, reading, spec.snapshot.stable.digest),
    candidate: armSince(before.reading, reading, spec.candidate.digest),
    // Less than a thousandth is the rounding of the judge's memory, not evidence.
    logE: Math.round(judgement.logE * 1000) / 1000 + 0,
    threshold: judgement.threshold,
  }
}

const EMPTY: ArmSample = { requests: 0, errors: 0 }

const ZERO: Counters = { requests: 0, errors: 0, over: [], latencySumMs: 0 }

/** What one release did between two readings; counters that went back (a restarted meter) count from zero. */
export function armSince(previous: Reading | undefined, next: Reading, digest: Digest): ArmSample {
  const now = next.releases.find((release) => release.digest === digest)
  if (now === undefined) return EMPTY
  const earlier = previous?.epoch === next.epoch ? previous.releases.find((release) => release.digest === digest) : undefined
  const since = earlier !== undefined && earlier.counters.requests <= now.counters.requests ? earlier : undefined
  const then = since?.counters ?? ZERO
  const requests = now.counters.requests - then.requests
  return {
    requests,
    errors: now.counters.errors - then.errors,
    ...(requests > 0 ? latencyOf(then, now.counters, requests) : {}),
    ...(now.rssBytes === undefined ? {} : { rssBytes: now.rssBytes }),
    ...cpuOf(since, now),
  }
}

function latencyOf(then: Counters, now: Counters, requests: number): Pick<ArmSample, 'meanMs' | 'over'> & object {
  return {
    meanMs: (now.latencySumMs - then.latencySumMs) / requests,
    over: now.over.map((count, index) => (count - (then.over[index] ?? 0)) / requests),
  }
}

function cpuOf(then: ReleaseReading | undefined, now: ReleaseReading): { readonly cpuSeconds?: number } {
  if (now.cpuSeconds === undefined) return {}
  // A restarted instance starts its processor time anew.
  return { cpuSeconds: Math.max(0, now.cpuSeconds - (then?.cpuSeconds ?? 0)) }
}
