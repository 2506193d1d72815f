// How large the difference is, not only whether there is one: a confidence sequence for the ratio of two rates, valid
// however often it is looked at. Given the bad events of both arms, the candidate's share is binomial (Poisson counts).
import { logSumExp } from './log-sum.ts'
import type { ArmCounts } from './exact-test.ts'

/**
 * What the interval needs of all blocks. The likelihood depends on a block only through its bad events and the candidate's
 * share of the requests, so blocks with (nearly) the same share are kept together: [bin, bad events, mean share].
 */
export interface RatioCounts {
  readonly candidateBad: number
  readonly groups: readonly (readonly [bin: number, bad: number, share: number])[]
}

export interface RatioInterval {
  readonly low: number
  readonly estimate: number
  readonly high: number
}

export const NO_COUNTS: RatioCounts = { candidateBad: 0, groups: [] }

/** Ratios beyond this, or below its inverse, are reported as this: "or more", "or less". */
export const WIDEST_RATIO = 10_000

// This is the judge's hot path, and where code runs in a context of its own each look-up of a global costs more than the call.
const { expm1, log1p } = Math

const BIN_WIDTH = 0.5
/** From 1 % of the traffic to 92 %; what lies beyond is kept with the outermost. */
const FIRST_BIN = -9
const LAST_BIN = 5
/** 18.4 / 2^40: the ends are right to ten digits. */
const HALVINGS = 40
const POINTS = Array.from({ length: 61 }, (_, index) => Math.log(0.02) + (index * Math.log(500 / 0.02)) / 60)

/** Adds one block. Blocks without bad events or with an arm that served nothing say nothing about the ratio. */
export function foldRatio(counts: RatioCounts, baseline: ArmCounts, candidate: ArmCounts): RatioCounts {
  const bad = baseline.bad + candidate.bad
  if (bad === 0 || baseline.n === 0 || candidate.n === 0) return counts
  const bin = Math.max(FIRST_BIN, Math.min(LAST_BIN, Math.floor(Math.log(candidate.n / baseline.n) / BIN_WIDTH)))
  const share = candidate.n / (baseline.n + candidate.n)
  const [, oldBad, oldShare] = counts.groups.find((group) => group[0] === bin) ?? [bin, 0, 0]
  const sum = oldBad + bad
  const mean = Number(((oldBad * oldShare + bad * share) / sum).toPrecision(9))
  const others = counts.groups.filter((group) => group[0] !== bin)
  return { candidateBad: counts.candidateBad + candidate.bad, groups: [...others, [bin, sum, mean]] }
}

/** The interval at level 1 - alpha, with each log-likelihood divided by the dispersion. Undefined while no bad event was seen. */
export function ratioInterval(counts: RatioCounts, alpha: number, dispersion = 1): RatioInterval | undefined {
  if (counts.groups.length === 0) return undefined
  const likelihood = (x: number): number => {
    const excess = expm1(x)
    return counts.groups.reduce((sum, [, bad, share]) => sum - bad * log1p(share * excess), counts.candidateBad * x) / dispersion
  }
  const slope = (x: number): number => {
    const excess = expm1(x)
    return counts.groups.reduce((sum, [, bad, share]) => sum - (bad * share * (1 + excess)) / (1 + share * excess), counts.candidateBad)
  }
  const end = Math.log(WIDEST_RATIO)
  const peak = boundary(-end, end, (x) => slope(x) > 0)
  const mixture = logSumExp(POINTS.map(likelihood)) - Math.log(POINTS.length)
  const isPlausible = (x: number): boolean => mixture - likelihood(x) < -Math.log(alpha)
  return {
    low: Math.exp(boundary(peak, -end, isPlausible)),
    estimate: Math.exp(peak),
    high: Math.exp(boundary(peak, end, isPlausible)),
  }
}

/** How far from `inside` towards `outside` a condition holds that changes at most once on the way; `outside` when it never does. */
function boundary(inside: number, outside: number, holds: (x: number) => boolean): number {
  if (holds(outside)) return outside
  let near = inside
  let far = outside
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (near + far) / 2
    if (holds(middle)) near = middle
    else far = middle
  }
  return near
}
