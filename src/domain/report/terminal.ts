// The closing words in a terminal: plain text in 80 columns, colours only through the style that is passed in.
import { bytes, duration, plural, utc } from './format.ts'
import { inertLine } from './inert.ts'
import { subjectOf, taskOf, toneOf, versionsOf, type Tone } from './result-word.ts'
import { stageMs } from './rows.ts'
import type { RunReport, Stage } from './run-report.ts'

/** Gives a word its colour; the identity where there is none. */
export type Style = (tone: Tone | 'soft' | 'strong', text: string) => string

/** No colour at all. */
export const plainStyle: Style = (_, text) => text

const STAGE_TONE: Readonly<Record<Stage['status'], Tone | 'soft'>> = { passed: 'good', failed: 'bad', 'rolled-back': 'warn', skipped: 'soft', running: 'soft' }

/** Result, sentence, stages, what ran where, the way back. `reportPath` is shown when given; lines end with `\n`. */
export function renderTerminal(report: RunReport, options: { readonly style?: Style; readonly width?: number; readonly reportPath?: string } = {}): string {
  const style = options.style ?? plainStyle
  const width = Math.max(40, options.width ?? 80)
  const next = report.remedy === undefined ? [] : wrap(`Next: ${inertLine(report.remedy, 1000)}`, width)
  const blocks: readonly (readonly string[])[] = [
    [`${style(toneOf(report), report.result)}  ${inertLine(subjectOf(report), 100)}`, ...wrap(inertLine(report.message, 1000), width).map((line) => style('strong', line)), ...next],
    overrides(report, style, width),
    problems(report, style, width),
    stageLines(report.stages, style, width),
    plan(report, width),
    facts(report, style, width, options.reportPath),
  ]
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join('\n')).join('\n\n')}\n`
}

function overrides(report: RunReport, style: Style, width: number): readonly string[] {
  return report.overrides.slice(0, 20).flatMap((override) => wrap(`BYPASSED ${override.what} by ${inertLine(override.actor, 80)} at ${utc(override.at)}: ${inertLine(override.reason, 300)}`, width).map((line) => style('warn', line)))
}

function problems(report: RunReport, style: Style, width: number): readonly string[] {
  return report.problems.slice(0, 50).flatMap(({ place, what, value, remedy }) => {
    const where = place === undefined ? '' : `${inertLine([place.file, place.line, place.column].filter((part) => part !== undefined).join(':'), 200)}: `
    const found = value === undefined ? '' : `: ${inertLine(value, 120)}`
    return [...wrap(`${where}${inertLine(what)}${found}`, width).map((line) => style('bad', line)), ...wrap(inertLine(remedy), width - 2).map((line) => `  ${line}`)]
  })
}

/** A command that has no stages, such as `status`, shows none. */
function stageLines(stages: readonly Stage[], style: Style, width: number): readonly string[] {
  if (stages.every((stage) => stage.status === 'skipped' && stage.notes === '')) return []
  return stages.map((stage) => {
    const ms = stageMs(stage)
    const time = (ms === undefined ? '' : duration(ms)).padStart(12)
    const word = stage.status.replace('-', ' ').padEnd(11)
    const left = stage.name.padEnd(13)
    const notes = inertLine(stage.notes, Math.max(10, width - left.length - word.length - time.length - 2))
    return `${left}${style(STAGE_TONE[stage.status], word)}${style('soft', time)}  ${notes}`.trimEnd()
  })
}

function plan(report: RunReport, width: number): readonly string[] {
  if (report.result !== 'PLANNED' || report.plan === undefined) return []
  return report.plan.slice(0, 200).map((one) => {
    const time = `~${duration(one.estimatedSeconds * 1000)}`.padStart(13)
    return inertLineKeepingStart(`${String(one.order).padStart(3)}  `, `${one.where}: ${one.effect}${one.required ? '' : ' (best effort)'}`, width - time.length) + time
  })
}

function inertLineKeepingStart(start: string, text: string, width: number): string {
  return `${start}${inertLine(text, width - start.length)}`.padEnd(width)
}

function facts(report: RunReport, style: Style, width: number, reportPath: string | undefined): readonly string[] {
  const { artifact } = report
  const list: readonly (readonly [string, string | undefined])[] = [
    ['version', versionsOf(report)],
    ['digest', artifact?.digest],
    ['artifact', artifact === undefined ? undefined : `${plural(artifact.files.length, 'file')}, ${bytes(artifact.size)}`],
    ['task', taskOf(report)],
    ['tag', report.tag],
    ['notified', report.notified.length === 0 ? undefined : report.notified.slice(0, 20).join(', ')],
    ['roll back', report.rollback_command],
    ['report', reportPath],
    ['took', duration(report.ended_at - report.started_at)],
  ]
  // A command and a digest are copied, so they stay on one line however long they are.
  return list.flatMap(([name, value]) => (value === undefined ? [] : [`${style('soft', name.padEnd(11))}${inertLine(value, name === 'roll back' || name === 'digest' || name === 'report' ? 2000 : Math.max(20, width - 11))}`]))
}

/** Breaks at blanks; a word longer than the line stays whole. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
