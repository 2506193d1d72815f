// One section for each environment's rollout: verdict, plots, numbers.
import { shortDigest } from '../artifact/digest.ts'
import { boundsChart, latencyChart } from './chart/latency-chart.ts'
import { esc, escapeMarkup } from './chart/escape.ts'
import { crossingOf, evidenceChart } from './chart/evidence-chart.ts'
import { trafficChart } from './chart/traffic-chart.ts'
import { count, duration, figure, measured, percent, plural, timeOfDay } from './format.ts'
import { folded, status, table } from './html-table.ts'
import { inertTail } from './inert.ts'
import { lastOf, stepRows } from './rows.ts'
import type { Comparison, RolloutReport } from './run-report.ts'

/** The section of one rollout; `id` makes the ids in it unique. One that went well before another can be folded. */
export function rolloutSection(rollout: RolloutReport, options: { readonly id: string; readonly folded: boolean }): string {
  const { id } = options
  const previous = rollout.previous?.version ?? 'nothing'
  const title = `${esc(rollout.environment)}: ${esc(rollout.strategy)} from ${esc(previous)} to ${esc(rollout.version)}`
  const body = [
    `<p><span class="status s-${rollout.outcome}">${esc(rollout.outcome.replace('-', ' '))}</span> after ${duration(rollout.endedAt - rollout.startedAt)}. ${sentence(rollout)}</p>`,
    plots(rollout, id),
    steps(rollout),
    comparisons(rollout.comparisons),
    smoke(rollout),
    moments(rollout),
    numbers(rollout),
  ].join('')
  return options.folded ? `<details class="rollout"><summary>${title}, ${esc(rollout.outcome)}</summary>${body}</details>` : `<section><h2>${title}</h2>${body}</section>`
}

function sentence(rollout: RolloutReport): string {
  const crossing = crossingOf(rollout)
  return [
    ...(rollout.cause === undefined ? [] : [`${esc(sentenceCase(rollout.cause.message), 1000)} (<code>${esc(rollout.cause.code, 60)}</code>).`]),
    ...(crossing === undefined ? [] : [`The evidence reached ${figure(crossing.logE)} against a threshold of ${figure(crossing.threshold)}, ${duration(crossing.at - rollout.startedAt)} after the start.`]),
    ...(rollout.rollbackMs === undefined ? [] : [`All traffic was back ${duration(rollout.rollbackMs)} after the verdict.`]),
    ...(rollout.liveDigest === undefined ? [] : [`Live digest read back: <code title="${esc(rollout.liveDigest)}">${shortDigest(rollout.liveDigest)}</code>.`]),
    ...(rollout.address === undefined ? [] : [`Served at <code>${esc(rollout.address, 200)}</code>.`]),
  ].join(' ')
}

function sentenceCase(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

function plots(rollout: RolloutReport, id: string): string {
  if (rollout.samples.length === 0) return '<p>Nothing was measured, so there is nothing to plot.</p>'
  const old = rollout.previous === undefined ? '' : `<span class="old"><i></i>old release, <b>${esc(rollout.previous.version, 80)}</b></span>`
  const legend = `<div class="legend">${old}<span class="new"><i></i>new release, <b>${esc(rollout.version, 80)}</b></span><span>time since the rollout began</span></div>`
  const charts = [trafficChart(rollout, `${id}-traffic`), evidenceChart(rollout, `${id}-evidence`), latencyChart(rollout, `${id}-latency`), boundsChart(rollout, `${id}-bounds`)]
  return legend + charts.flatMap((chart) => (chart === undefined ? [] : [`<figure>${chart}</figure>`])).join('')
}

function steps(rollout: RolloutReport): string {
  const rows = stepRows(rollout)
  if (rows.length === 0) return ''
  const columns = ['Weight', 'New: requests', 'bad', 'rate', 'Old: requests', 'bad', 'rate', 'Evidence', 'of'].map((title) => ({ title, numeric: true }))
  const cells = rows.map(({ weight, candidate, baseline, logE, threshold }) => [
    `${figure(weight)} %`,
    ...[candidate, baseline].flatMap((arm) => [count(arm.requests), count(arm.errors), percent(arm.rate)]),
    figure(logE),
    figure(threshold),
  ])
  return `<h3>Step by step</h3>${table(columns, cells, 'Requests, bad answers and evidence at each weight')}`
}

function comparisons(list: readonly Comparison[]): string {
  if (list.length === 0) return ''
  const columns = [{ title: 'Metric' }, { title: 'Before', numeric: true }, { title: 'After', numeric: true }, { title: 'After / before' }, { title: 'Verdict' }, { title: 'Note' }]
  const rows = list.map((one) => [
    one.metric,
    measured(one.before, one.unit),
    measured(one.after, one.unit),
    one.ratio === undefined ? '' : `${figure(one.ratio.low)} to ${figure(one.ratio.high)} (${percent(one.ratio.level)})`,
    status(one.verdict),
    one.note,
  ])
  return `<h3>Before and after</h3>${table(columns, rows, 'Before and after')}`
}

function smoke(rollout: RolloutReport): string {
  if (rollout.smoke.length === 0) return ''
  const columns = [{ title: 'Check' }, { title: 'Area' }, { title: 'Verdict' }, { title: 'Took', numeric: true }, { title: 'Found' }]
  const rows = rollout.smoke.map((check) => [check.name, check.area, status(check.verdict), duration(check.durationMs), check.detail])
  const tails = rollout.smoke.slice(0, 20).flatMap((check) => (check.tail === undefined ? [] : [folded(`Last output of ${check.name}`, `<pre>${escapeMarkup(inertTail(check.tail))}</pre>`)]))
  return `<h3>Smoke checks</h3>${table(columns, rows, 'Smoke checks')}${tails.join('')}`
}

function moments(rollout: RolloutReport): string {
  const rows = rollout.moments.map((moment) => [timeOfDay(moment.at), duration(moment.at - rollout.startedAt), moment.kind, moment.text])
  const columns = [{ title: 'UTC' }, { title: 'After', numeric: true }, { title: 'Kind' }, { title: 'What happened' }]
  return folded(`What happened, moment by moment (${count(rows.length)})`, table(columns, rows, 'Moments'))
}

const MOST_NUMBERS = 120

/** The plotted numbers as a table: every poll, or evenly chosen ones when there are too many to read. */
function numbers(rollout: RolloutReport): string {
  const every = Math.max(1, Math.ceil(rollout.samples.length / MOST_NUMBERS))
  const shown = rollout.samples.filter((_, index) => (rollout.samples.length - 1 - index) % every === 0)
  const columns = ['After', 'Weight', 'New: bad / requests', 'Old: bad / requests', 'New: mean', 'Old: mean', 'Evidence'].map((title) => ({ title, numeric: true }))
  const rows = shown.map(({ at, weight, candidate, baseline, logE }) => [
    duration(at - rollout.startedAt),
    `${figure(weight)} %`,
    `${count(candidate.errors)} / ${count(candidate.requests)}`,
    `${count(baseline.errors)} / ${count(baseline.requests)}`,
    measured(candidate.meanMs, 'ms'),
    measured(baseline.meanMs, 'ms'),
    figure(logE),
  ])
  const note = every === 1 ? '' : `<p>Every ${count(every)}th of ${count(rollout.samples.length)} polls; all of them are in result.json. The last polled evidence is ${figure(lastOf(rollout.samples, (sample) => sample.logE))}.</p>`
  return folded(`The plotted numbers (${plural(rollout.samples.length, 'poll')})`, note + table(columns, rows, 'The plotted numbers'))
}
