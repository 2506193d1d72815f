// Evidence as a mixture over effect sizes and over the moment at which the regression began: a bet on "bad from the first
// poll on" alone is slow to see a release that turns bad after ten good minutes.
import { logSumExp } from './log-sum.ts'

/** One metric's accumulators: for each effect size, ln of what the bets placed so far are worth. Empty before the first poll. */
export interface RestartMixture {
  readonly polls: number
  readonly logs: readonly number[]
}

export const NO_EVIDENCE: RestartMixture = { polls: 0, logs: [] }

/** Share of the stake that is bet when poll `t` (1-based) begins: half at once, the rest evenly over the planned polls. */
export function stakeAt(t: number, plannedPolls: number): number {
  if (t === 1) return plannedPolls > 1 ? 0.5 : 1
  return t <= plannedPolls ? 0.5 / (plannedPolls - 1) : 0
}

/** Share of the stake that has not been bet after `t` polls, one at least. */
export function unstaked(t: number, plannedPolls: number): number {
  return t < plannedPolls ? (0.5 * (plannedPolls - t)) / (plannedPolls - 1) : 0
}

/** One poll: `R_j <- (R_j + s_t) e_t(w_j)`, in logs. `lnE` holds ln e_t for each effect size. */
export function foldMixture(mixture: RestartMixture, lnE: readonly number[], plannedPolls: number): RestartMixture {
  const polls = mixture.polls + 1
  const stake = Math.log(stakeAt(polls, plannedPolls))
  const logs = lnE.map((value, index) => logSumExp([mixture.logs[index] ?? -Infinity, stake]) + value)
  return { polls, logs }
}

/** ln E: the mean over effect sizes plus what has not been bet. With one planned poll it is the plain mixture. */
export function logEvidence(mixture: RestartMixture, plannedPolls: number): number {
  if (mixture.logs.length === 0) return 0
  const share = Math.log(mixture.logs.length)
  return logSumExp([...mixture.logs.map((value) => value - share), Math.log(unstaked(mixture.polls, plannedPolls))])
}
