// Before and after (SPEC E4): what the old release did before the change against what the new one does now. The error rate
// is judged statistically; the rest by a stated tolerance, as advice, because nothing says how much those vary by themselves.
import type { Comparison } from '../report/run-report.ts'
import { lnBlockEvidence } from './exact-test.ts'
import { HARMLESS_RATE, INTERVAL_LEVEL, lnHarmless, PROMOTION_ODDS, PROMOTION_RATIO } from './judge.ts'
import { foldRatio, NO_COUNTS, ratioInterval } from './ratio-interval.ts'
import { brief, intervalText, percent } from './sentence.ts'
import type { Verdict } from './verdict.ts'

/** What one release did over a stretch of time. Memory is a level (bytes at the end), cpu a sum (seconds used meanwhile). */
export interface ArmSummary {
  readonly requests: number
  readonly errors: number
  readonly seconds: number
  readonly latencySumMs: number
  readonly rssBytes?: number
  readonly cpuSeconds?: number
}

/** By which factor a value may grow (throughput: to which it may fall) before the comparison says `fail`. */
export interface Tolerances {
  readonly latency: number
  readonly throughput: number
  readonly memory: number
  readonly cpu: number
}

export const DEFAULT_TOLERANCES: Tolerances = { latency: 1.25, throughput: 0.5, memory: 1.5, cpu: 1.5 }

/** An error rate that is tolerated (the objective) and the factors of the advisory comparisons. */
export interface CompareOptions {
  readonly maxErrorRate?: number
  readonly tolerances?: Tolerances
}

/** The five comparisons of SPEC E4, in the order in which people read them. Missing data is `inconclusive`, never a pass. */
export function compareArms(before: ArmSummary, after: ArmSummary, options: CompareOptions = {}): readonly Comparison[] {
  const tolerances = options.tolerances ?? DEFAULT_TOLERANCES
  return [
    compareErrors(before, after, options.maxErrorRate ?? HARMLESS_RATE),
    advise('the mean latency', tolerances.latency, {
      metric: 'latency',
      unit: 'ms',
      before: meanLatency(before),
      after: meanLatency(after),
    }),
    compareThroughput(before, after, tolerances.throughput),
    advise('the memory in use', tolerances.memory, { metric: 'memory', unit: 'MiB', before: mebibytes(before), after: mebibytes(after) }),
    compareCpu(before, after, tolerances.cpu),
  ]
}

function compareErrors(before: ArmSummary, after: ArmSummary, harmlessRate: number): Comparison {
  const metric = { metric: 'error rate', unit: '%' } as const
  const rates = withValues(errorRate(before), errorRate(after))
  if (rates.before === undefined || rates.after === undefined) return unmeasured(metric, rates)
  const baseline = { n: before.requests, bad: before.errors }
  const candidate = { n: after.requests, bad: after.errors }
  const interval = ratioInterval(foldRatio(NO_COUNTS, baseline, candidate), 1 - INTERVAL_LEVEL)
  const ratio = interval === undefined ? {} : { ratio: { low: interval.low, high: interval.high, level: INTERVAL_LEVEL } }
  const seen = `${percent(rates.before / 100)} before, ${percent(rates.after / 100)} after${intervalText(interval)}`
  const measured = { ...metric, ...rates, ...ratio }
  if (interval !== undefined && interval.low > 1) return { ...measured, verdict: 'fail', note: `${seen}: more errors than before` }
  const against3 = lnBlockEvidence(baseline, candidate, PROMOTION_RATIO, [1]).reduce((sum, value) => sum + value, 0)
  const enough = Math.log(PROMOTION_ODDS)
  const clear = against3 >= enough || (against3 >= 0 && lnHarmless(candidate, harmlessRate) >= enough)
  return clear
    ? { ...measured, verdict: 'pass', note: `${seen}: no sign of more errors` }
    : { ...measured, verdict: 'inconclusive', note: `${seen}: too few requests to tell` }
}

function compareThroughput(before: ArmSummary, after: ArmSummary, least: number): Comparison {
  const metric = { metric: 'throughput', unit: '/s' } as const
  const rates = withValues(per(before.requests, before.seconds), per(after.requests, after.seconds))
  if (rates.before === undefined || rates.after === undefined || rates.before === 0) return unmeasured(metric, rates)
  const share = rates.after / rates.before
  const verdict: Verdict = share >= least ? 'pass' : 'fail'
  const note = `${brief(share)} times the requests of before, at least ${brief(least)} expected; demand decides this as much as the release`
  return { ...metric, ...rates, verdict, note: `advisory: ${note}` }
}

/** Cores are shown; the verdict is about CPU time per request, since the arms need not have had the same traffic. */
function compareCpu(before: ArmSummary, after: ArmSummary, most: number): Comparison {
  const cores = (arm: ArmSummary): number | undefined => (arm.cpuSeconds === undefined ? undefined : per(arm.cpuSeconds, arm.seconds))
  return advise('the CPU time per request', most, {
    metric: 'cpu',
    unit: 'cores',
    before: before.cpuSeconds === undefined ? undefined : per(before.cpuSeconds, before.requests),
    after: after.cpuSeconds === undefined ? undefined : per(after.cpuSeconds, after.requests),
    shown: withValues(cores(before), cores(after)),
  })
}

type Metric = Pick<Comparison, 'metric' | 'unit'>

interface Compared extends Metric {
  readonly before: number | undefined
  readonly after: number | undefined
  /** What the report shows, where that is not what was compared. */
  readonly shown?: Values
}

interface Values {
  readonly before?: number
  readonly after?: number
}

/** Passes while after/before is at most `most`. */
function advise(what: string, most: number, compared: Compared): Comparison {
  const metric = { metric: compared.metric, unit: compared.unit }
  const values = withValues(compared.before, compared.after)
  const shown = compared.shown ?? values
  if (values.before === undefined || values.after === undefined || values.before === 0) return { ...unmeasured(metric, values), ...shown }
  const factor = values.after / values.before
  const verdict: Verdict = factor <= most ? 'pass' : 'fail'
  const note = `advisory: ${what} is ${brief(factor)} times that of before, up to ${brief(most)} is tolerated`
  return { ...metric, ...shown, verdict, note }
}

function unmeasured(metric: Metric, values: Values): Comparison {
  return { ...metric, ...values, verdict: 'inconclusive', note: missingNote(values) }
}

function missingNote(values: Values): string {
  if (values.before === undefined) return values.after === undefined ? 'not measured' : 'not measured before the change'
  return values.after === undefined ? 'not measured after the change' : 'zero before the change, so there is nothing to compare with'
}

function withValues(before: number | undefined, after: number | undefined): Values {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) }
}

/** A quotient, or undefined when there was nothing to divide by. */
function per(amount: number, count: number, times = 1): number | undefined {
  return count > 0 && Number.isFinite(amount) ? (amount / count) * times : undefined
}

/** Errors in percent of the requests; undefined when the counts contradict each other. */
function errorRate(arm: ArmSummary): number | undefined {
  return arm.errors >= 0 && arm.errors <= arm.requests ? per(arm.errors, arm.requests, 100) : undefined
}

function meanLatency(arm: ArmSummary): number | undefined {
  return per(arm.latencySumMs, arm.requests)
}

function mebibytes(arm: ArmSummary): number | undefined {
  return arm.rssBytes === undefined ? undefined : per(arm.rssBytes, 2 ** 20)
}
