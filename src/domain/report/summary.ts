// The job summary: the first line says what happened and what to do; everything else is there for whoever wants to know.
import { shortDigest } from '../artifact/digest.ts'
import { bytes, count, duration, figure, measured, percent, plural, timeOfDay, utc } from './format.ts'
import { md, mdBlock, mdCode, mdFolded, mdTable } from './markdown.ts'
import { mermaidTimeline } from './mermaid.ts'
import { taskOf, versionsOf } from './result-word.ts'
import { firstOf, stageMs, stepRows } from './rows.ts'
import type { RolloutReport, RunReport } from './run-report.ts'

/** GitHub refuses a larger summary whole (1 MiB of UTF-8 a step); three bytes is the most a UTF-16 unit of our text takes. */
export const SUMMARY_LIMIT = 1024 * 1024

interface Part {
  readonly text: string
  /** The higher, the sooner it is left out. 0 stays. */
  readonly expendable: number
  readonly name: string
}

/** The run as Markdown, at most `limit` bytes of UTF-8: the least important parts go first, and it says which. */
export function renderSummary(report: RunReport, limit: number = SUMMARY_LIMIT): string {
  const parts = partsOf(report).filter((part) => part.text !== '')
  const levels = [...new Set(parts.map((part) => part.expendable))].sort((a, b) => b - a)
  let kept = parts
  let left: readonly string[] = []
  for (const level of levels) {
    if (utf8Length(join(kept, left)) <= limit || level === 0) break
    left = [...left, ...kept.filter((part) => part.expendable === level).map((part) => part.name)]
    kept = kept.filter((part) => part.expendable !== level)
  }
  return join(kept, left)
}

function join(parts: readonly Part[], left: readonly string[]): string {
  const note = left.length === 0 ? [] : [`Left out to stay within the size a summary may have: ${left.join(', ')}. The HTML report and result.json have everything.`]
  return `${[...parts.map((part) => part.text), ...note].join('\n\n')}\n`
}

/** Bytes in UTF-8; the text is well formed. */
export function utf8Length(text: string): number {
  let length = 0
  for (const character of text) {
    const code = character.charCodeAt(0)
    length += character.length === 2 ? 4 : code < 0x80 ? 1 : code < 0x800 ? 2 : 3
  }
  return length
}

function partsOf(report: RunReport): readonly Part[] {
  const { shown, more } = firstOf([...report.rollouts].reverse(), 12)
  const part = (name: string, expendable: number, text: string): Part => ({ name, expendable, text })
  return [
    part('result', 0, first(report)),
    part('overrides', 0, overrides(report)),
    part('problems', 1, problems(report)),
    part('facts', 0, facts(report)),
    part('stages', 0, stages(report)),
    part('timeline', 4, mermaidTimeline(report) ?? ''),
    ...shown.map((rollout) => part(`numbers of ${md(rollout.environment, 60)}`, 3, rolloutPart(rollout))),
    part('other rollouts', 3, more === 0 ? '' : `${plural(more, 'more rollout')} in result.json.`),
    part('plan', report.result === 'PLANNED' ? 1 : 6, plan(report)),
    part('validation', report.validation?.verdict === 'pass' ? 5 : 2, validation(report)),
    part('moments', 7, moments(report)),
    part('log tails', 8, tails(report)),
    part('records', 9, records(report)),
  ]
}

function first(report: RunReport): string {
  const next = report.remedy === undefined ? '' : ` Next: ${md(report.remedy, 1000)}`
  return `**${report.result}:** ${md(report.message, 1000)}${next}`
}

function overrides(report: RunReport): string {
  if (report.overrides.length === 0) return ''
  const lines = report.overrides.slice(0, 20).map((override) => `> **${override.what}** by ${md(override.actor, 80)} at ${utc(override.at)}: ${md(override.reason, 500)}`)
  return ['> [!WARNING]', `> ${plural(report.overrides.length, 'check')} bypassed.`, '>', ...lines.flatMap((line) => [line, '>'])].slice(0, -1).join('\n')
}

function problems(report: RunReport): string {
  if (report.problems.length === 0) return ''
  const { shown, more } = firstOf(report.problems, 50)
  const rows = shown.map(({ place, what, value, remedy }) => [
    mdCode(place === undefined ? '' : [place.file, place.line, place.column].filter((part) => part !== undefined).join(':')),
    value === undefined ? md(what) : `${md(what)}: ${mdCode(value)}`,
    md(remedy),
  ])
  return `### ${plural(report.problems.length, 'problem')}\n\n${mdTable([{ title: 'Where' }, { title: 'What' }, { title: 'Remedy' }], rows)}${more === 0 ? '' : `\n\n${count(more)} more in result.json.`}`
}

function facts(report: RunReport): string {
  const { artifact } = report
  const versions = versionsOf(report)
  const task = taskOf(report)
  const list: readonly (readonly [string, string | undefined])[] = [
    ['Version', versions === undefined ? undefined : md(versions)],
    ['Digest', artifact === undefined ? undefined : `${mdCode(artifact.digest)} (${plural(artifact.files.length, 'file')}, ${bytes(artifact.size)})`],
    ['Task', task === undefined ? undefined : md(task)],
    ['Roll back', report.rollback_command === undefined ? undefined : mdCode(report.rollback_command, 2000)],
    ['Notified', report.notified.length === 0 ? 'nobody' : md(report.notified.slice(0, 20).join(', '))],
    ['Started by', md(report.actor, 80)],
  ]
  return mdTable([{ title: md(report.service, 80) }, { title: md(report.environment ?? report.command, 80) }], list.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

function stages(report: RunReport): string {
  if (report.stages.length === 0) return ''
  const rows = report.stages.map((stage) => {
    const ms = stageMs(stage)
    return [stage.name, stage.status === 'passed' || stage.status === 'skipped' ? stage.status : `**${stage.status.replace('-', ' ')}**`, ms === undefined ? '' : duration(ms), md(stage.notes, 500)]
  })
  return mdTable([{ title: 'Stage' }, { title: 'Status' }, { title: 'Duration', numeric: true }, { title: 'Notes' }], rows)
}

function rolloutPart(rollout: RolloutReport): string {
  const rows = firstOf(stepRows(rollout), 60).shown.map(({ weight, candidate, baseline, logE, threshold }) => [
    `${figure(weight)} %`,
    `${count(candidate.errors)} of ${count(candidate.requests)}`,
    percent(candidate.rate),
    `${count(baseline.errors)} of ${count(baseline.requests)}`,
    percent(baseline.rate),
    logE === undefined ? '-' : `${figure(logE)} of ${figure(threshold)}`,
  ])
  const columns = ['Weight', `New (${md(rollout.version, 40)}): bad`, 'rate', `Old (${md(rollout.previous?.version ?? 'none', 40)}): bad`, 'rate', 'Evidence'].map((title) => ({ title, numeric: true }))
  const cause = rollout.cause === undefined ? '' : ` ${md(rollout.cause.message, 500)} (${mdCode(rollout.cause.code)}).`
  const back = rollout.rollbackMs === undefined ? '' : ` All traffic was back after ${duration(rollout.rollbackMs)}.`
  return [
    `### ${md(rollout.environment, 80)}: ${rollout.strategy}, ${rollout.outcome.replace('-', ' ')}`,
    `${mdCode(shortDigest(rollout.digest))} in ${duration(rollout.endedAt - rollout.startedAt)}.${cause}${back}`,
    rows.length === 0 ? 'Nothing was measured.' : mdTable(columns, rows),
    ...(rollout.comparisons.length === 0 ? [] : [comparisons(rollout)]),
  ].join('\n\n')
}

function comparisons(rollout: RolloutReport): string {
  const rows = rollout.comparisons.slice(0, 20).map((one) => [one.metric, measured(one.before, one.unit), measured(one.after, one.unit), one.verdict, md(one.note)])
  return mdFolded('Before and after', mdTable([{ title: 'Metric' }, { title: 'Before', numeric: true }, { title: 'After', numeric: true }, { title: 'Verdict' }, { title: 'Note' }], rows))
}

function plan(report: RunReport): string {
  if (report.plan === undefined) return ''
  const { shown, more } = firstOf(report.plan, 200)
  const rows = shown.map((one) => [count(one.order), md(one.effect), md(one.where), mdCode(one.digest?.slice(0, 19) ?? ''), one.required ? 'required' : 'best effort', duration(one.estimatedSeconds * 1000)])
  const body = mdTable([{ title: '#', numeric: true }, { title: 'Effect' }, { title: 'Where' }, { title: 'Digest' }, { title: 'Kind' }, { title: 'At least', numeric: true }], rows)
  const text = more === 0 ? body : `${body}\n\n${count(more)} more in result.json.`
  return report.result === 'PLANNED' ? `### Plan\n\n${text}` : mdFolded('Plan', text)
}

function validation(report: RunReport): string {
  if (report.validation === undefined) return ''
  const { checks, verdict } = report.validation
  const { shown, more } = firstOf(checks, 200)
  const rows = shown.map((check) => [md(check.name), check.group, check.verdict === 'pass' ? 'pass' : `**${check.verdict}**`, md(check.detail, 500), check.verdict === 'pass' ? '' : md(check.remedy ?? '', 500)])
  const body = mdTable([{ title: 'Check' }, { title: 'Group' }, { title: 'Verdict' }, { title: 'Found' }, { title: 'Remedy' }], rows)
  const text = more === 0 ? body : `${body}\n\n${count(more)} more in result.json.`
  return verdict === 'pass' ? mdFolded(`Validation: ${plural(checks.length, 'check')}, ${verdict}`, text) : `### Validation: ${verdict}\n\n${text}`
}

function moments(report: RunReport): string {
  const rows = report.rollouts.flatMap((rollout) => rollout.moments.map((moment) => [timeOfDay(moment.at), md(rollout.environment, 60), md(moment.text)]))
  return rows.length === 0 ? '' : mdFolded('What happened, moment by moment', mdTable([{ title: 'UTC' }, { title: 'Environment' }, { title: 'What' }], firstOf(rows, 200).shown))
}

function tails(report: RunReport): string {
  const checks = report.rollouts.flatMap((rollout) => rollout.smoke).filter((check) => check.tail !== undefined).slice(0, 10)
  return checks.map((check) => mdFolded(`Last output of ${check.name}`, mdBlock(String(check.tail)))).join('\n\n')
}

function records(report: RunReport): string {
  const { shown, more } = firstOf(report.records, 100)
  return shown.length === 0 ? '' : mdFolded('Records', [...shown.map((path) => `- ${mdCode(path)}`), ...(more === 0 ? [] : [`- ${count(more)} more in result.json`])].join('\n'))
}
