// The judge's sentences, for a person at two in the morning: what was counted, what it means, how sure that is.
import type { JudgeSettings } from '../rollout/rollout.ts'
import type { ArmCounts } from './exact-test.ts'
import type { JudgeState } from './judge-state.ts'
import { WIDEST_RATIO, type RatioInterval } from './ratio-interval.ts'

/** What a sentence is made from, beside the counts. */
export interface Finding {
  readonly action: 'roll-back' | 'hold' | 'advance'
  readonly code: 'evidence_against' | 'slo_breached' | 'undecided' | 'clear'
  readonly logE: number
  readonly threshold: number
  readonly interval: RatioInterval | undefined
  /** The error rate that the objective allows. */
  readonly allowed: number
  /** Index of the latency bound that speaks loudest, when one is louder than the errors. */
  readonly worstBound: number | undefined
  /** The ratio that full weight needs ruled out, while it is not. */
  readonly notRuledOut: number | undefined
}

/** One or two sentences: the counts, then the evidence. */
export function sentenceOf(settings: JudgeSettings, state: JudgeState, finding: Finding): string {
  if (state.candidate.n === 0) return 'No request of the new release was counted yet.'
  return `${countsText(settings, state, finding)} ${evidenceText(finding)}`
}

function countsText(settings: JudgeSettings, state: JudgeState, finding: Finding): string {
  if (finding.code === 'slo_breached') {
    return `${shareText(state.candidate)} to the new release failed; the objective allows ${percent(finding.allowed)}.`
  }
  const [nb, yb, nc, yc] = state.compared
  if (nc === 0) {
    return `${shareText(state.candidate)} to the new release failed; no other release served beside it to compare it with.`
  }
  const bound = finding.action === 'advance' ? undefined : slowerThan(settings, state, finding.worstBound)
  if (bound !== undefined) {
    const slow = `${shareText(bound.candidate)} to the new release took longer than ${grouped(bound.ms)} ms`
    return `${slow}, ${briefShare(bound.baseline)} to the running one.`
  }
  const failed = `${shareText({ n: nc, bad: yc })} to the new release failed`
  return `${failed}, ${briefShare({ n: nb, bad: yb })} to the running one${intervalText(finding.interval)}.`
}

interface Slower {
  readonly ms: number
  readonly baseline: ArmCounts
  readonly candidate: ArmCounts
}

function slowerThan(settings: JudgeSettings, state: JudgeState, index: number | undefined): Slower | undefined {
  const all = state.comparedOver.map(([nb, yb, nc, yc], at) => ({
    ms: Number(settings.latencyBoundsMs[at]),
    baseline: { n: nb, bad: yb },
    candidate: { n: nc, bad: yc },
  }))
  return all.find((_, at) => at === index)
}

function evidenceText(finding: Finding): string {
  const evidence = oddsText(finding.logE)
  const limit = oddsText(finding.threshold)
  switch (finding.action) {
    case 'roll-back':
      return `The evidence against it is ${evidence}; the limit is ${limit}.`
    case 'hold':
      return `The evidence against it is ${evidence}: not the ${limit} that would roll it back, but too much to go on.`
    case 'advance':
      return `Nothing speaks against it (evidence ${evidence}, the limit is ${limit}).${notRuledOutText(finding.notRuledOut)}`
  }
}

function notRuledOutText(ratio: number | undefined): string {
  return ratio === undefined ? '' : ` It takes more requests to rule out that it fails ${brief(ratio)} times as often.`
}

/** Odds of a natural log of evidence, as people say them: `240:1`. */
export function oddsText(logE: number): string {
  if (logE > Math.log(1e6)) return 'more than 1,000,000:1'
  const odds = Math.exp(logE)
  return `${odds >= 10 ? grouped(Math.round(odds)) : brief(odds)}:1`
}

/** The interval of a ratio of error rates, ready to follow the two rates; empty when there is none. */
export function intervalText(interval: RatioInterval | undefined): string {
  if (interval === undefined) return ''
  const high = interval.high >= WIDEST_RATIO ? 'any number' : brief(interval.high)
  const low = interval.low <= 1 / WIDEST_RATIO ? '0' : brief(interval.low)
  return ` (95 % sure: between ${low} and ${high} times as often)`
}

function shareText(arm: ArmCounts): string {
  return `${grouped(arm.bad)} of ${grouped(arm.n)} requests (${percent(arm.bad / arm.n)})`
}

function briefShare(arm: ArmCounts): string {
  return `${grouped(arm.bad)} of ${grouped(arm.n)} (${percent(arm.bad / arm.n)})`
}

/** A share as percent with two significant digits. */
export function percent(share: number): string {
  return `${brief(share * 100)} %`
}

/** Two significant digits, whole numbers from 100 on. */
export function brief(value: number): string {
  return value >= 100 ? grouped(Math.round(value)) : String(Number(value.toPrecision(2)))
}

function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',')
}
