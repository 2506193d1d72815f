// The absolute test: whether the candidate keeps its objective, whatever the baseline does. A relative test says nothing
// when the baseline is broken as well, or absent.
import type { ArmCounts } from './exact-test.ts'

const RATIOS = [1.25, 1.5, 2, 3, 5, 10, 20, 50] as const

/** The rates, as multiples of the objective, for which the test looks. Multiples that are no probability are left out. */
export function objectiveRatios(maxErrorRate: number): readonly number[] {
  return RATIOS.filter((ratio) => ratio * maxErrorRate < 1)
}

/** ln e of one block for each ratio r against "the rate is at most r0": `y ln r + (n - y) ln((1 - r r0) / (1 - r0))`. */
export function lnObjectiveEvidence(candidate: ArmCounts, maxErrorRate: number): readonly number[] {
  const good = candidate.n - candidate.bad
  return objectiveRatios(maxErrorRate).map(
    (ratio) => candidate.bad * Math.log(ratio) + good * (Math.log1p(-ratio * maxErrorRate) - Math.log1p(-maxErrorRate)),
  )
}
