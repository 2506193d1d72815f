// The run for machines: the `result` output, the exit code, the annotations.
import { assertNever } from '../problem.ts'
import type { Place } from '../problem.ts'
import { sentences } from './format.ts'
import { inertLine } from './inert.ts'
import type { RolloutReport, RunReport, ValidationReport } from './run-report.ts'
import { limited } from './texts.ts'

/** UTF-16 units of the `result` output. GitHub allows 1 MB for all outputs of a job together, counted in UTF-16 (FAULTS K13). */
export const RESULT_LIMIT = 300_000
/** UTF-16 units of the `validation` output. */
export const VALIDATION_LIMIT = 80_000

interface Trim {
  readonly what: string
  readonly apply: (report: RunReport) => unknown
}

const TRIMS: readonly Trim[] = [
  { what: 'samples thinned', apply: (report) => eachRollout(report, (rollout) => ({ ...rollout, samples: everyNth(rollout.samples, 200) })) },
  { what: 'samples left out', apply: (report) => eachRollout(report, (rollout) => ({ ...rollout, samples: [] })) },
  { what: 'texts over 1000 characters cut, lists over 200 items cut', apply: (report) => limited(eachRollout(report, (rollout) => ({ ...rollout, samples: [] })), { text: 1000, items: 200 }) },
  { what: 'texts over 200 characters cut, lists over 20 items cut', apply: (report) => limited(eachRollout(report, (rollout) => ({ ...rollout, samples: [] })), { text: 200, items: 20 }) },
  { what: 'texts over 100 characters cut, lists over 6 items cut', apply: (report) => limited(eachRollout(report, (rollout) => ({ ...rollout, samples: [] })), { text: 100, items: 6 }) },
]

function eachRollout(report: RunReport, change: (rollout: RolloutReport) => RolloutReport): RunReport {
  return { ...report, rollouts: report.rollouts.map(change) }
}

function everyNth<T>(list: readonly T[], most: number): readonly T[] {
  const every = Math.max(1, Math.ceil(list.length / most))
  return list.filter((_, index) => (list.length - 1 - index) % every === 0)
}

/**
 * The report as compact JSON of at most `limit` UTF-16 units. What had to go is named in `trimmed`; samples go first,
 * because the file result.json has them all.
 */
export function renderResult(report: RunReport, limit: number = RESULT_LIMIT): string {
  const whole = JSON.stringify(report)
  if (whole.length <= limit) return whole
  let text = whole
  for (const trim of TRIMS) {
    const value = trim.apply(report)
    text = JSON.stringify({ ...(value as RunReport), trimmed: trim.what })
    if (text.length <= limit) return text
  }
  // Only a report made to be hostile comes here: what decides is kept.
  const { schema_version, command, decision, reason_code, result, started_at, ended_at, run } = report
  const core = { schema_version, command, decision, reason_code, result, message: report.message, started_at, ended_at, actor: report.actor, run, service: report.service }
  const lists = { stages: [], rollouts: [], overrides: [], notified: [], problems: [], records: [] }
  return JSON.stringify({ ...(limited(core, { text: 200, items: 6 }) as typeof core), ...lists, trimmed: 'everything but the result' })
}

/** The validation report as compact JSON of at most `limit` UTF-16 units. */
export function renderValidation(validation: ValidationReport, limit: number = VALIDATION_LIMIT): string {
  const whole = JSON.stringify(validation)
  if (whole.length <= limit) return whole
  // What did not pass is what people look for.
  const checks = [...validation.checks].sort((a, b) => Number(a.verdict === 'pass') - Number(b.verdict === 'pass'))
  const cut = JSON.stringify(limited({ ...validation, checks, trimmed: 'checks shortened, the first 60 kept' }, { text: 300, items: 60 }))
  return cut.length <= limit ? cut : JSON.stringify({ schema_version: validation.schema_version, verdict: validation.verdict, checks: [], trimmed: 'all checks left out' })
}

/** 0 done, 1 failed or rolled back, 2 refused or bad input, 130 told to stop. */
export function exitCodeOf(report: RunReport): 0 | 1 | 2 | 130 {
  if (report.reason_code === 'cancelled') return 130
  // A rollback that was asked for and went through is a success, whatever word the summary shows.
  if (report.command === 'rollback' && report.decision === 'rolled_back' && report.reason_code === 'ok') return 0
  switch (report.result) {
    case 'SUCCESS':
    case 'PLANNED':
      return 0
    case 'ROLLED BACK':
    case 'FAILED':
      return 1
    case 'REFUSED':
      return 2
    default:
      return assertNever(report.result)
  }
}

/** A message that GitHub shows beside the run or at a line of a file. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice'
  readonly title: string
  readonly text: string
  readonly place?: Place
}

/** GitHub keeps 10 annotations of a type for a step, and 4096 characters of each. */
export const MOST_ANNOTATIONS = 10
const ANNOTATION_TEXT = 4000

/** What deserves an annotation, the result first, at most ten of each level; the last one says how many more there are. */
export function annotationsOf(report: RunReport): readonly Annotation[] {
  const exit = exitCodeOf(report)
  const all: readonly Annotation[] = [
    { level: exit === 0 ? 'notice' : 'error', title: report.result, text: sentences(report.message, report.remedy) },
    ...report.problems.map((problem): Annotation => ({
      level: 'error',
      title: problem.what,
      text: `${problem.value === undefined ? '' : `Found ${problem.value}. `}${problem.remedy}`,
      ...(problem.place === undefined ? {} : { place: problem.place }),
    })),
    ...failing(report.validation),
    ...report.overrides.map((override): Annotation => ({ level: 'warning', title: `${override.what} was used`, text: `by ${override.actor}: ${override.reason}` })),
  ]
  return (['error', 'warning', 'notice'] as const).flatMap((level) => capped(all.filter((one) => one.level === level)))
}

function failing(validation: ValidationReport | undefined): readonly Annotation[] {
  return (validation?.checks ?? [])
    .filter((check) => check.verdict !== 'pass' && check.verdict !== 'skipped')
    .map((check) => ({ level: check.verdict === 'warn' ? 'warning' : 'error', title: check.name, text: sentences(check.detail, check.remedy) }))
}

function capped(list: readonly Annotation[]): readonly Annotation[] {
  const short = (one: Annotation): Annotation => ({ ...one, title: inertLine(one.title, 200), text: inertLine(one.text, ANNOTATION_TEXT) })
  if (list.length <= MOST_ANNOTATIONS) return list.map(short)
  const kept = list.slice(0, MOST_ANNOTATIONS)
  const more = list.length - MOST_ANNOTATIONS
  return kept.map((one, index) => short(index === MOST_ANNOTATIONS - 1 ? { ...one, text: `${inertLine(one.text, ANNOTATION_TEXT - 60)} (${more} more in the summary)` } : one))
}
