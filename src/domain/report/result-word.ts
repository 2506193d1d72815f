import type { RunReport } from './run-report.ts'

/** How a result looks: good, bad, or in need of a look. */
export type Tone = 'good' | 'bad' | 'warn' | 'plain'

const TONES: Readonly<Record<RunReport['result'], Tone>> = { SUCCESS: 'good', 'ROLLED BACK': 'warn', FAILED: 'bad', REFUSED: 'bad', PLANNED: 'plain' }

/** The tone of a run's result. */
export function toneOf(report: RunReport): Tone {
  return TONES[report.result]
}

/** `1.4.0 -> 1.5.0`, or the one version there is; after a failure no arrow says that it went through. */
export function versionsOf(report: RunReport): string | undefined {
  if (report.version === undefined) return report.previous_version
  if (report.previous_version === undefined || report.previous_version === report.version) return report.version
  return toneOf(report) === 'good' || toneOf(report) === 'plain' ? `${report.previous_version} -> ${report.version}` : `${report.version} tried, ${report.previous_version} before`
}

/** What was run on what: `shop, production`. */
export function subjectOf(report: RunReport): string {
  return [report.service, ...(report.environment === undefined ? [] : [report.environment])].join(', ')
}

/** What happened to the task, in words. */
export function taskOf(report: RunReport): string | undefined {
  const { task } = report
  if (task === undefined) return undefined
  return task.moved_to === undefined ? `${task.id}, stays ${task.state}` : `${task.id}, ${task.state} -> ${task.moved_to}`
}
