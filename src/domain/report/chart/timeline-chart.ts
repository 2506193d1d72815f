import { duration, timeOfDay } from '../format.ts'
import { stageMs } from '../rows.ts'
import type { Moment, RolloutReport, RunReport, Stage } from '../run-report.ts'
import { esc } from './escape.ts'
import { CHARACTER, fitText, plot, timeAxis, type Panel } from './frame.ts'
import { clamp } from './line.ts'
import { isTime } from './points.ts'
import { linear, round, type Scale } from './scale.ts'

const ROW = 30
/** Draws itself at a height. */
type Row = (top: number) => string
const MOST_ROLLOUTS = 8

/** The stages as bars on one time axis, and under them the moments of each rollout. */
export function timelineChart(report: RunReport, id: string): string {
  const timed = report.stages.flatMap((stage) => (isTime(stage.startedAt) ? [{ ...stage, startedAt: stage.startedAt }] : []))
  const rollouts = report.rollouts.filter((rollout) => rollout.moments.length > 0).slice(0, MOST_ROLLOUTS)
  return plot({
    id,
    title: 'Timeline of the run',
    description: timed.map((stage) => `${stage.name} ${stage.status}${stageMs(stage) === undefined ? '' : ` after ${duration(Number(stageMs(stage)))}`}`).join(', '),
    draw: (width) => {
      const panel: Panel = { left: 96, right: width - 14, top: 8, bottom: 12 + (timed.length + rollouts.length) * ROW }
      const x = linear(runSpan(report), [panel.left, panel.right])
      const momentsOf = (rollout: RolloutReport, name: string): Row => (top) => momentRow(name, rollout.moments, top, x, panel)
      const rows: readonly Row[] = [
        // A rollout's moments stand right under the stage of the same name, the others at the end under their own.
        ...timed.flatMap((stage) => [
          (top: number): string => stageRow(stage, top, x, panel),
          ...rollouts.filter((rollout) => rollout.environment === stage.name).map((rollout) => momentsOf(rollout, '')),
        ]),
        ...rollouts.filter((rollout) => timed.every((stage) => stage.name !== rollout.environment)).map((rollout) => momentsOf(rollout, rollout.environment)),
      ]
      const body = [timeAxis(panel, x), ...rows.map((row, index) => row(panel.top + index * ROW))]
      return { height: panel.bottom + 26, body: body.join('') }
    },
  })
}

function runSpan(report: RunReport): readonly [number, number] {
  const times = [report.started_at, report.ended_at].filter((at) => isTime(at))
  const from = times.reduce((low, at) => Math.min(low, at), Infinity)
  const to = times.reduce((high, at) => Math.max(high, at), -Infinity)
  return Number.isFinite(from) ? [from, Math.max(to, from + 1000)] : [0, 1000]
}

function stageRow(stage: Stage & { readonly startedAt: number }, top: number, x: Scale, panel: Panel): string {
  const from = x.at(clamp(stage.startedAt, x))
  const to = x.at(clamp(isTime(stage.endedAt) ? stage.endedAt : x.to, x))
  const width = Math.max(2, to - from)
  const ms = stageMs(stage)
  const text = ms === undefined ? 'not ended' : duration(ms)
  const room = text.length * CHARACTER + 8
  const after = from + width + room <= panel.right
  const label = after ? { x: from + width + 6, anchor: 'start', inside: '' } : width > room ? { x: from + width - 6, anchor: 'end', inside: ' inside' } : { x: from - 6, anchor: 'end', inside: '' }
  return [
    `<text class="row-label" x="${panel.left - 10}" y="${top + 18}" text-anchor="end">${esc(stage.name, 13)}</text>`,
    `<rect class="stage ${stage.status}" x="${from}" y="${top + 5}" width="${round(width)}" height="18" rx="2"><title>${esc(`${stage.name}: ${stage.status}, ${text}. ${stage.notes}`)}</title></rect>`,
    `<text class="value${label.inside}" x="${round(label.x)}" y="${top + 18}" text-anchor="${label.anchor}">${text}</text>`,
  ].join('')
}

const MOST_MOMENTS = 80

function momentRow(name: string, moments: readonly Moment[], top: number, x: Scale, panel: Panel): string {
  const marks = moments.slice(0, MOST_MOMENTS).filter((moment) => isTime(moment.at)).map((moment) => {
    const at = x.at(clamp(moment.at, x))
    return `<path class="moment ${moment.kind}" d="${shapeOf(moment.kind, at, top + 14)}"><title>${esc(`${timeOfDay(moment.at)} ${moment.text}`)}</title></path>`
  })
  const label = name === '' ? '' : `<text class="row-label" x="${panel.left - 10}" y="${top + 18}" text-anchor="end">${esc(fitText(name, panel.left - 24))}</text>`
  return `${label}<line class="grid" x1="${panel.left}" x2="${panel.right}" y1="${top + 14}" y2="${top + 14}"/>${marks.join('')}`
}

/** A shape for each kind, so that colour is never the only difference: up for more traffic, down for a rollback, a diamond for a verdict. */
function shapeOf(kind: Moment['kind'], x: number, y: number): string {
  const at = (dx: number, dy: number): string => `${round(x + dx)} ${round(y + dy)}`
  if (kind === 'shift') return `M${at(-6, 5)}L${at(0, -6)}L${at(6, 5)}Z`
  if (kind === 'rollback') return `M${at(-7, -6)}L${at(7, -6)}L${at(0, 7)}Z`
  if (kind === 'verdict') return `M${at(0, -6)}L${at(6, 0)}L${at(0, 6)}L${at(-6, 0)}Z`
  return `M${at(-2, -5)}L${at(2, -5)}L${at(2, 5)}L${at(-2, 5)}Z`
}
