// The head of the report: what came of it, what it was about, and how to undo it.
import { esc } from './chart/escape.ts'
import { timelineChart } from './chart/timeline-chart.ts'
import { bytes, duration, plural, utc } from './format.ts'
import { code, status, table, type Cell } from './html-table.ts'
import { subjectOf, taskOf, toneOf, versionsOf } from './result-word.ts'
import { stageMs } from './rows.ts'
import type { RunReport } from './run-report.ts'

/** Result, sentence, next step, overrides, facts, the way back. */
export function head(report: RunReport): string {
  return [
    `<p class="kicker">${esc(report.service)} &middot; ${esc(report.command)}${report.environment === undefined ? '' : ` &middot; ${esc(report.environment)}`} &middot; ${utc(report.started_at)}</p>`,
    `<header class="verdict ${toneOf(report)}"><p class="word">${esc(report.result)}</p>${headline(report.message)}${report.remedy === undefined ? '' : `<p class="next"><strong>Next:</strong> ${esc(report.remedy, 1000)}</p>`}</header>`,
    overrides(report),
    facts(report),
    rollback(report),
  ].join('')
}

/** The first sentence is what happened; the rest is why, and reads better small. A dot inside a version ends no sentence. */
function headline(message: string): string {
  const end = message.search(/\. (?=\S)/)
  if (end < 0) return `<h1>${esc(message, 1000)}</h1>`
  return `<h1>${esc(message.slice(0, end + 1), 1000)}</h1><p class="next">${esc(message.slice(end + 2), 2000)}</p>`
}

function overrides(report: RunReport): string {
  if (report.overrides.length === 0) return ''
  const items = report.overrides.slice(0, 50).map((override) => `<li><b>${esc(override.what)}</b> by ${esc(override.actor, 80)} at ${utc(override.at)}: ${esc(override.reason, 500)}</li>`)
  return `<div class="loud" role="note"><strong>${plural(report.overrides.length, 'check')} bypassed</strong><ul>${items.join('')}</ul></div>`
}

function facts(report: RunReport): string {
  const { artifact, run } = report
  const list: readonly (readonly [string, Cell | undefined])[] = [
    ['Version', versionsOf(report)],
    ['Task', taskOf(report)],
    ['Title', report.task?.title],
    ['Digest', artifact === undefined ? undefined : { markup: `<code title="${esc(artifact.digest)}">${esc(artifact.digest.slice(0, 19), 20)}</code> (${plural(artifact.files.length, 'file')}, ${bytes(artifact.size)})` }],
    ['Commit', report.commit === undefined ? undefined : { markup: `<code title="${esc(report.commit)}">${esc(report.commit.slice(0, 12))}</code>` }],
    ['Tag', report.tag === undefined ? undefined : code(report.tag)],
    ['Started by', report.actor],
    ['Run', runText(run.id, run.attempt)],
    ['Took', duration(report.ended_at - report.started_at)],
    ['Reason code', code(report.reason_code)],
    ['Notified', report.notified.length === 0 ? 'nobody' : report.notified.slice(0, 20).join(', ')],
  ]
  const shown = list.flatMap(([title, content]) => (content === undefined ? [] : [`<div><dt>${title}</dt><dd>${typeof content === 'string' ? esc(content) : content.markup}</dd></div>`]))
  return `<dl class="facts">${shown.join('')}</dl>`
}

/** A run's id, with the attempt when it was not the first. */
export function runText(id: string, attempt: number): string {
  return attempt > 1 ? `${id}, attempt ${attempt}` : id
}

function rollback(report: RunReport): string {
  return report.rollback_command === undefined ? '' : `<div class="command"><span>How to roll back</span><code>${esc(report.rollback_command, 2000)}</code></div>`
}

const KEY = '<p class="legend"><span><span class="shift-key">\u25b2</span> more traffic</span><span><span class="verdict-key">\u25c6</span> step passed</span><span><span class="rollback-key">\u25bc</span> rollback</span></p>'

/** The stages as a table and as a timeline. */
export function stages(report: RunReport): string {
  if (report.stages.length === 0) return ''
  const rows = report.stages.map((stage) => {
    const ms = stageMs(stage)
    return [stage.name, status(stage.status), ms === undefined ? '' : duration(ms), stage.notes]
  })
  const columns = [{ title: 'Stage' }, { title: 'Status' }, { title: 'Duration', numeric: true }, { title: 'Notes' }]
  return `<section><h2>Stages</h2>${table(columns, rows, 'Stages')}<figure>${timelineChart(report, 'timeline')}</figure>${report.rollouts.length === 0 ? '' : KEY}</section>`
}

/** The document's title. */
export function titleOf(report: RunReport): string {
  return `${report.result}: ${subjectOf(report)}`
}
