// The health judge: folds one block a poll into a few accumulators and says at any time whether to roll back, hold or go on.
// What it tests, and what it cannot see: docs/reference/judge.md.
import type { JudgeSettings } from '../rollout/rollout.ts'
import type { Block, BlockArm } from './delta.ts'
import { lnBlockEvidence, type ArmCounts } from './exact-test.ts'
import { allowedRate, EFFECT_RATIOS, roundDown, rounded, type JudgeState, type Totals } from './judge-state.ts'
import { logAverage } from './log-sum.ts'
import { lnObjectiveEvidence } from './objective.ts'
import { foldRatio, ratioInterval } from './ratio-interval.ts'
import { foldMixture, logEvidence } from './restart-mixture.ts'
import { sentenceOf } from './sentence.ts'

export type { Block } from './delta.ts'
export { parseJudgeState, startJudge, type JudgeState } from './judge-state.ts'

/** What the measurements so far say. `logE` and `threshold` are natural logs; evidence is whole at any number of looks. */
export interface Judgement {
  readonly action: 'roll-back' | 'hold' | 'advance'
  readonly code: 'evidence_against' | 'slo_breached' | 'undecided' | 'clear'
  readonly logE: number
  readonly threshold: number
  /** Whether the evidence is 4:1 or better that the release is not three times as bad: required before full weight. */
  readonly mayPromote: boolean
  /** Ratio of the error rates, candidate to baseline, at any time within these ends with probability `level`. */
  readonly ratio?: { readonly low: number; readonly high: number; readonly level: number }
  /** For a person, with numbers. */
  readonly sentence: string
}

/** Share of the evidence that the absolute objective gets when there is one; the relative test has the rest, alpha stays a total. */
export const OBJECTIVE_SHARE = 0.25
/** Level of the interval that reports show. */
export const INTERVAL_LEVEL = 0.95
/** How many times the tolerated ratio must be spoken against before full weight, and by which odds. */
export const PROMOTION_RATIO = 3
export const PROMOTION_ODDS = 4
/** An error rate that is taken for harmless when no objective is set: it decides only when the ratio cannot be known. */
export const HARMLESS_RATE = 0.01
/** Evidence below this is rounding: nothing that was counted. */
const ROUNDING = 1e-9

/** Folds the counts of one poll. An arm without requests says nothing about the ratio; counts that contradict themselves are left out. */
export function foldBlock(settings: JudgeSettings, state: JudgeState, block: Block): JudgeState {
  const { baseline, candidate } = block
  if (!isServing(candidate)) return state
  const serving = baseline !== undefined && isServing(baseline) ? baseline : undefined
  const isHeldToObjective = settings.objectiveAlone !== true || serving === undefined
  const seen: JudgeState = {
    ...state,
    candidate: plus(state.candidate, candidate),
    ...(isHeldToObjective ? { objective: rounded(foldMixture(state.objective, lnObjectiveEvidence(candidate, allowedRate(settings)), settings.plannedPolls)) } : {}),
  }
  if (serving === undefined) return seen
  const tolerated = Math.max(1, settings.tolerance)
  const against3 = scaled(settings, lnBlockEvidence(serving, candidate, PROMOTION_RATIO * tolerated, [tolerated]))
  return {
    ...seen,
    errors: rounded(foldMixture(state.errors, relativeEvidence(settings, serving, candidate), settings.plannedPolls)),
    over: state.over.map((mixture, index) => {
      const arms = overArms(serving, candidate, index)
      if (arms === undefined) return mixture
      return rounded(foldMixture(mixture, relativeEvidence(settings, arms.baseline, arms.candidate), settings.plannedPolls))
    }),
    against3: roundDown(against3.reduce((sum, value) => sum + value, state.against3)),
    ratio: foldRatio(state.ratio, serving, candidate),
    compared: plusTotals(state.compared, serving, candidate),
    comparedOver: state.comparedOver.map((totals, index) => {
      const arms = overArms(serving, candidate, index)
      return arms === undefined ? totals : plusTotals(totals, arms.baseline, arms.candidate)
    }),
  }
}

/** What the accumulators say now. */
export function judge(settings: JudgeSettings, state: JudgeState): Judgement {
  const planned = settings.plannedPolls
  const errorShare = state.over.length === 0 ? 1 : settings.errorShare
  const relative = [
    { weight: errorShare, logE: logEvidence(state.errors, planned) },
    ...state.over.map((mixture) => ({ weight: (1 - errorShare) / state.over.length, logE: logEvidence(mixture, planned) })),
  ]
  const objective = { weight: settings.maxErrorRate === undefined ? 0 : OBJECTIVE_SHARE, logE: logEvidence(state.objective, planned) }
  const weighted = relative.map((part) => ({ ...part, weight: part.weight * (1 - objective.weight) }))
  const logE = logAverage([...weighted, objective])
  const threshold = -Math.log(settings.alpha)
  const breach = objective.weight > 0 && Math.log(objective.weight) + objective.logE >= logAverage(weighted)
  const interval = ratioInterval(state.ratio, 1 - INTERVAL_LEVEL, Math.max(1, settings.dispersion))
  const verdict = verdictOf(logE, threshold, breach)
  const promotable = mayPromote(settings, state)
  return {
    ...verdict,
    logE,
    threshold,
    mayPromote: promotable,
    ...(interval === undefined ? {} : { ratio: { low: interval.low, high: interval.high, level: INTERVAL_LEVEL } }),
    sentence: sentenceOf(settings, state, {
      ...verdict,
      logE,
      threshold,
      interval,
      allowed: allowedRate(settings),
      worstBound: worstBound(relative),
      notRuledOut: promotable ? undefined : PROMOTION_RATIO * Math.max(1, settings.tolerance),
    }),
  }
}

function verdictOf(logE: number, threshold: number, breach: boolean): Pick<Judgement, 'action' | 'code'> {
  if (logE >= threshold) return { action: 'roll-back', code: breach ? 'slo_breached' : 'evidence_against' }
  return logE > ROUNDING ? { action: 'hold', code: 'undecided' } : { action: 'advance', code: 'clear' }
}

/** Index of the latency bound with the most evidence, when it outweighs the errors. */
function worstBound(relative: readonly { readonly weight: number; readonly logE: number }[]): number | undefined {
  const values = relative.map((part) => Math.log(part.weight) + part.logE)
  const worst = values.indexOf(Math.max(...values))
  return worst === 0 ? undefined : worst - 1
}

/**
 * Full weight needs evidence of 4:1 against a ratio of 3 (times what is tolerated). Where errors are so rare that the ratio
 * cannot be known, and as long as it does not look like 3, evidence of 4:1 that the rate is below a harmless one will do.
 */
function mayPromote(settings: JudgeSettings, state: JudgeState): boolean {
  const enough = Math.log(PROMOTION_ODDS)
  if (state.against3 >= enough) return true
  return state.against3 >= 0 && lnHarmless(state.candidate, settings.maxErrorRate ?? HARMLESS_RATE) >= enough
}

/** ln of the likelihood of a third of the rate over the rate itself: an e-value against "the rate is at least that". */
export function lnHarmless(candidate: ArmCounts, rate: number): number {
  const bound = Math.min(0.5, rate)
  const third = bound / PROMOTION_RATIO
  return -candidate.bad * Math.log(PROMOTION_RATIO) + (candidate.n - candidate.bad) * (Math.log1p(-third) - Math.log1p(-bound))
}

function relativeEvidence(settings: JudgeSettings, baseline: ArmCounts, candidate: ArmCounts): readonly number[] {
  const tolerated = Math.max(1, settings.tolerance)
  return scaled(settings, lnBlockEvidence(baseline, candidate, tolerated, EFFECT_RATIOS.map((ratio) => ratio * tolerated)))
}

function scaled(settings: JudgeSettings, lnE: readonly number[]): readonly number[] {
  const dispersion = Math.max(1, settings.dispersion)
  return lnE.map((value) => value / dispersion)
}

interface Arms {
  readonly baseline: ArmCounts
  readonly candidate: ArmCounts
}

/** Both arms' counts over one latency bound; undefined when either arm does not know them. */
function overArms(baseline: BlockArm, candidate: BlockArm, index: number): Arms | undefined {
  const before = baseline.over[index]
  const after = candidate.over[index]
  if (before === undefined || after === undefined) return undefined
  const arms = { baseline: { n: baseline.n, bad: before }, candidate: { n: candidate.n, bad: after } }
  return isServing(arms.baseline) && isServing(arms.candidate) ? arms : undefined
}

function isServing(arm: ArmCounts): boolean {
  return Number.isSafeInteger(arm.n) && Number.isSafeInteger(arm.bad) && arm.n > 0 && arm.bad >= 0 && arm.bad <= arm.n
}

function plus(a: ArmCounts, b: ArmCounts): ArmCounts {
  return { n: a.n + b.n, bad: a.bad + b.bad }
}

function plusTotals(totals: Totals, baseline: ArmCounts, candidate: ArmCounts): Totals {
  const [nb, yb, nc, yc] = totals
  return [nb + baseline.n, yb + baseline.bad, nc + candidate.n, yc + candidate.bad]
}
