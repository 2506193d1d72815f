// The judge's memory: small enough for every ledger entry, JSON through and through.
import type { JudgeSettings } from '../rollout/rollout.ts'
import type { ArmCounts } from './exact-test.ts'
import { objectiveRatios } from './objective.ts'
import { NO_COUNTS, type RatioCounts } from './ratio-interval.ts'
import { NO_EVIDENCE, type RestartMixture } from './restart-mixture.ts'

/** Evidence is tested against these multiples of the tolerated odds ratio, each with the same prior weight. */
export const EFFECT_RATIOS = [1.25, 1.5, 2, 3, 5, 8, 12, 20, 35, 60, 120, 500] as const

/** Requests of both arms that were compared, and for one metric the bad ones among them. A tuple, to stay short in the ledger. */
export type Totals = readonly [baseline: number, baselineBad: number, candidate: number, candidateBad: number]

/** What the judge remembers between polls. Opaque to everyone else. */
export interface JudgeState {
  readonly schema: 1
  readonly errors: RestartMixture
  /** One mixture for each latency bound. */
  readonly over: readonly RestartMixture[]
  /** The absolute objective; it collects nothing when there is none. */
  readonly objective: RestartMixture
  /** ln of the evidence against a ratio of three times what is tolerated. */
  readonly against3: number
  readonly ratio: RatioCounts
  /** Blocks in which both arms served: what the relative test saw. */
  readonly compared: Totals
  /** The same for each latency bound. */
  readonly comparedOver: readonly Totals[]
  /** All of the candidate's requests, also those without a baseline beside them. */
  readonly candidate: ArmCounts
}

const NO_TOTALS: Totals = [0, 0, 0, 0]

/** The state before the first poll. */
export function startJudge(settings: JudgeSettings): JudgeState {
  return {
    schema: 1,
    errors: NO_EVIDENCE,
    over: settings.latencyBoundsMs.map(() => NO_EVIDENCE),
    objective: NO_EVIDENCE,
    against3: 0,
    ratio: NO_COUNTS,
    compared: NO_TOTALS,
    comparedOver: settings.latencyBoundsMs.map(() => NO_TOTALS),
    candidate: { n: 0, bad: 0 },
  }
}

/**
 * Rounds evidence down to a millionth, or to eight digits where it is larger than 100. Downward, so that what is kept never
 * exceeds what was found and the bound on false rollbacks holds exactly; over N polls of evidence up to 100, ln E is at
 * most N millionths too low.
 */
export function roundDown(lnE: number): number {
  const digits = Math.max(0, 6 - Math.max(0, Math.floor(Math.log10(Math.abs(lnE) + 1)) - 1))
  return Math.floor(lnE * 10 ** digits) / 10 ** digits
}

/** Rounds a mixture's accumulators for keeping. */
export function rounded(mixture: RestartMixture): RestartMixture {
  return { polls: mixture.polls, logs: mixture.logs.map(roundDown) }
}

/** The error rate that the objective allows: any, when there is none. */
export function allowedRate(settings: JudgeSettings): number {
  return settings.maxErrorRate ?? 1
}

/** Reads a state back from a ledger; undefined when it is not one, or is one of other settings. */
export function parseJudgeState(settings: JudgeSettings, value: unknown): JudgeState | undefined {
  const bounds = settings.latencyBoundsMs.length
  const ratios = EFFECT_RATIOS.length
  const objective = objectiveRatios(allowedRate(settings)).length
  const fits =
    isRecord(value) &&
    value['schema'] === 1 &&
    isMixture(value['errors'], ratios) &&
    isListOf(value['over'], (item) => isMixture(item, ratios), bounds) &&
    isMixture(value['objective'], objective) &&
    isFinite(value['against3']) &&
    isRatioCounts(value['ratio']) &&
    isTotals(value['compared']) &&
    isListOf(value['comparedOver'], isTotals, bounds) &&
    isArmCounts(value['candidate'])
  return fits ? (value as unknown as JudgeState) : undefined
}

function isMixture(value: unknown, size: number): boolean {
  if (!isRecord(value) || !isCount(value['polls'])) return false
  return isListOf(value['logs'], isFinite, value['polls'] === 0 ? 0 : size)
}

function isRatioCounts(value: unknown): boolean {
  return isRecord(value) && isCount(value['candidateBad']) && isListOf(value['groups'], (group) => isListOf(group, isFinite, 3))
}

function isTotals(value: unknown): boolean {
  return isListOf(value, isCount, 4)
}

function isArmCounts(value: unknown): boolean {
  return isRecord(value) && isCount(value['n']) && isCount(value['bad'])
}

function isListOf(value: unknown, fits: (item: unknown) => boolean, size?: number): boolean {
  return Array.isArray(value) && (size === undefined || value.length === size) && value.every(fits)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function isFinite(value: unknown): value is number {
  return Number.isFinite(value)
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
