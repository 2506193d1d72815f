// What the samples of a rollout say, summed up: one row for each stretch of the same weight.
import type { ArmSample, RolloutReport, Sample, Stage } from './run-report.ts'

/** Requests and errors of one arm over a stretch. Rate is per request, absent without requests. */
export interface ArmTotal {
  readonly requests: number
  readonly errors: number
  readonly rate?: number
}

/** A stretch of samples at one weight. */
export interface StepRow {
  readonly weight: number
  readonly from: number
  readonly to: number
  readonly baseline: ArmTotal
  readonly candidate: ArmTotal
  /** Evidence when the stretch ended, and its threshold. */
  readonly logE?: number
  readonly threshold?: number
}

/** The stretches of a rollout in order. */
export function stepRows(rollout: RolloutReport): readonly StepRow[] {
  const stretches: Sample[][] = []
  let open: Sample[] = []
  let weight: number | undefined
  for (const sample of rollout.samples) {
    if (sample.weight !== weight) {
      open = []
      stretches.push(open)
      weight = sample.weight
    }
    open.push(sample)
  }
  return stretches.map(rowOf)
}

function rowOf(samples: readonly Sample[]): StepRow {
  const weight = samples.reduce((_, sample) => sample.weight, 0)
  const logE = lastOf(samples, (sample) => sample.logE)
  const threshold = lastOf(samples, (sample) => sample.threshold)
  return {
    weight,
    from: samples.reduce((low, sample) => Math.min(low, sample.at), Infinity),
    to: samples.reduce((high, sample) => Math.max(high, sample.at), -Infinity),
    baseline: totalOf(samples.map((sample) => sample.baseline)),
    candidate: totalOf(samples.map((sample) => sample.candidate)),
    ...(logE === undefined ? {} : { logE }),
    ...(threshold === undefined ? {} : { threshold }),
  }
}

/** The last value that is there. */
export function lastOf(samples: readonly Sample[], value: (sample: Sample) => number | undefined): number | undefined {
  return samples.reduce<number | undefined>((last, sample) => value(sample) ?? last, undefined)
}

/** Requests and errors of several samples of one arm. */
export function totalOf(arms: readonly ArmSample[]): ArmTotal {
  const requests = arms.reduce((sum, arm) => sum + arm.requests, 0)
  const errors = arms.reduce((sum, arm) => sum + arm.errors, 0)
  return { requests, errors, ...(requests > 0 ? { rate: errors / requests } : {}) }
}

/** Share of all requests of an arm over each latency bound; undefined where nothing was measured. */
export function sharesOver(arms: readonly ArmSample[], bounds: number): readonly (number | undefined)[] {
  return Array.from({ length: bounds }, (_, index) => {
    let requests = 0
    let over = 0
    for (const arm of arms) {
      const share = arm.over?.[index]
      if (share === undefined) continue
      requests += arm.requests
      over += share * arm.requests
    }
    return requests > 0 ? over / requests : undefined
  })
}

/** Milliseconds a stage took, when it began and ended. */
export function stageMs(stage: Stage): number | undefined {
  return stage.startedAt === undefined || stage.endedAt === undefined ? undefined : stage.endedAt - stage.startedAt
}

/** The first items of a list and how many were left out. */
export function firstOf<T>(list: readonly T[], max: number): { readonly shown: readonly T[]; readonly more: number } {
  return { shown: list.slice(0, max), more: Math.max(0, list.length - max) }
}
