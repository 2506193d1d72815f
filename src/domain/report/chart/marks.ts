// The moments of a rollout as lines across a plot, and the bands that tell numbers on hover without a script.
import type { Moment, RolloutReport, Sample } from '../run-report.ts'
import { count, duration, figure, percent } from '../format.ts'
import { lastOf, totalOf } from '../rows.ts'
import { esc } from './escape.ts'
import { CHARACTER, type Panel } from './frame.ts'
import { clamp } from './line.ts'
import { round, type Scale } from './scale.ts'

const MARKED = ['shift', 'verdict', 'rollback'] as const
const MOST_MARKS = 60

/** What a mark is called where there is little room: `25 %`, `verdict`, `rollback`. */
export function shortName(moment: Moment): string {
  return moment.kind === 'shift' ? (/^\d+(?:\.\d+)? %/u.exec(moment.text.slice(0, 20))?.[0] ?? 'shift') : moment.kind
}

/** Lines at shifts, verdicts and rollbacks. A label that would touch another one is left out; its line keeps the full text. */
export function momentMarks(rollout: RolloutReport, x: Scale, panel: Panel, options: { readonly labels: boolean }): string {
  const marked = rollout.moments.filter((moment) => MARKED.some((kind) => kind === moment.kind)).slice(0, MOST_MARKS)
  // The rollback's label wins over those of shifts; verdicts go without, because a shift or a rollback follows at once.
  const taken: { readonly from: number; readonly to: number }[] = []
  const labels = ['rollback', 'shift'].flatMap((kind) =>
    marked.filter((moment) => moment.kind === kind).flatMap((moment) => {
      const text = shortName(moment)
      const half = (text.length * CHARACTER) / 2 + 3
      const middle = Math.min(panel.right - half, Math.max(panel.left + half, x.at(clamp(moment.at, x))))
      if (taken.some((other) => middle - half < other.to && middle + half > other.from)) return []
      taken.push({ from: middle - half, to: middle + half })
      return [`<text class="mark-label ${kind}" x="${round(middle)}" y="${panel.top - 6}" text-anchor="middle">${esc(text, 14)}</text>`]
    }),
  )
  const lines = marked.map((moment) => {
    const at = x.at(clamp(moment.at, x))
    return `<line class="mark ${moment.kind}" x1="${at}" x2="${at}" y1="${panel.top}" y2="${panel.bottom}"><title>${esc(moment.text)}</title></line>`
  })
  return lines.join('') + (options.labels ? labels.join('') : '')
}

const MOST_BANDS = 120

/** Invisible bands over the plot, each with the numbers of its samples as a tool tip. */
export function hoverBands(rollout: RolloutReport, x: Scale, panel: Panel): string {
  const { samples } = rollout
  const size = Math.max(1, Math.ceil(samples.length / MOST_BANDS))
  let left = x.at(x.from)
  return Array.from({ length: Math.ceil(samples.length / size) }, (_, index) => samples.slice(index * size, (index + 1) * size))
    .map((group) => {
      const end = group.reduce((high, sample) => Math.max(high, sample.at), x.from)
      const right = Math.min(panel.right, x.at(end))
      const band = `<rect class="band" x="${left}" y="${panel.top}" width="${round(Math.max(0.1, right - left))}" height="${round(panel.bottom - panel.top)}"><title>${bandText(group, end - x.from)}</title></rect>`
      left = right
      return band
    })
    .join('')
}

function bandText(group: readonly Sample[], sinceStart: number): string {
  const candidate = totalOf(group.map((sample) => sample.candidate))
  const baseline = totalOf(group.map((sample) => sample.baseline))
  return [
    `${duration(sinceStart)} after the start, ${figure(lastOf(group, (sample) => sample.weight))} %`,
    `new: ${count(candidate.errors)} of ${count(candidate.requests)} bad (${percent(candidate.rate)})`,
    `old: ${count(baseline.errors)} of ${count(baseline.requests)} bad (${percent(baseline.rate)})`,
    `evidence ${figure(lastOf(group, (sample) => sample.logE))} of ${figure(lastOf(group, (sample) => sample.threshold))}`,
  ].join('\n')
}
