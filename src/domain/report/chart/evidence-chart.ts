import { figure } from '../format.ts'
import { lastOf } from '../rows.ts'
import type { RolloutReport, Sample } from '../run-report.ts'
import { esc } from './escape.ts'
import { caption, CHARACTER, plot, timeAxis, valueAxis, type Panel } from './frame.ts'
import { clamp, linePath } from './line.ts'
import { hoverBands, momentMarks } from './marks.ts'
import { drawable, highest, lowest, points, thin } from './points.ts'
import { linear, niceTicks, round } from './scale.ts'
import { placeable, spanOf } from './span.ts'

/** The first sample whose evidence reached its threshold. */
export function crossingOf(rollout: RolloutReport): Sample | undefined {
  return rollout.samples.find((sample) => sample.logE !== undefined && sample.threshold !== undefined && sample.logE >= sample.threshold)
}

/** Evidence against the new release and the threshold at which it is rolled back; undefined when nothing was judged. */
export function evidenceChart(report: RolloutReport, id: string): string | undefined {
  const rollout = placeable(report)
  const evidence = points(rollout.samples, (sample) => sample.logE)
  const threshold = drawable(lastOf(rollout.samples, (sample) => sample.threshold))
  if (threshold === undefined || evidence.every((point) => point.value === undefined)) return undefined
  const crossing = crossingOf(rollout)
  const last = lastOf(rollout.samples, (sample) => sample.logE)
  return plot({
    id,
    title: 'Evidence against the new release over time',
    description: `Rolls back at ${figure(threshold)}. ${crossing === undefined ? 'Never reached' : `Reached with ${figure(crossing.logE)}`}; ${figure(last)} in the end.`,
    draw: (width) => {
      const panel: Panel = { left: 58, right: width - 14, top: 32, bottom: 172 }
      const x = linear(spanOf(rollout), [panel.left, panel.right])
      const height = Math.abs(threshold) > 1e-6 ? Math.abs(threshold) : 1
      // A dead release gives evidence in the hundreds after one poll: the axis stays readable, and what leaves it is named.
      const high = Math.min(highest([evidence], Math.max(threshold, 0)) * 1.08, height * 2.5)
      const low = Math.max(lowest([evidence], 0), -height)
      const ticks = niceTicks(low, Math.max(high, threshold * 1.15), 5)
      const y = linear([Math.min(...ticks), Math.max(...ticks)], [panel.bottom, panel.top])
      const body = [
        caption(panel, 'Evidence against the new release (natural logarithm)'.slice(0, width < 400 ? 32 : 80)),
        `<rect class="zone" x="${panel.left}" y="${y.at(threshold)}" width="${panel.right - panel.left}" height="${round(Math.max(0, panel.bottom - y.at(threshold)))}"/>`,
        valueAxis(panel, y, ticks, figure),
        timeAxis(panel, x),
        momentMarks(rollout, x, panel, { labels: false }),
        `<line class="threshold" x1="${panel.left}" x2="${panel.right}" y1="${y.at(threshold)}" y2="${y.at(threshold)}"/>`,
        `<text class="threshold-label" x="${panel.left + 6}" y="${round(y.at(threshold) - 6)}">rolls back at ${esc(figure(threshold), 12)}</text>`,
        linePath(thin(evidence, Math.round(width / 2)), x, y, 'evidence'),
        crossing === undefined ? '' : crossingMark(crossing, x.at(crossing.at), y.at(clamp(Number(crossing.logE), y)), panel),
        hoverBands(rollout, x, panel),
      ]
      return { height: panel.bottom + 26, body: body.join('') }
    },
  })
}

function crossingMark(crossing: Sample, x: number, y: number, panel: Panel): string {
  const text = figure(crossing.logE)
  const room = text.length * CHARACTER + 12
  const before = x + room > panel.right
  return `<circle class="crossing" cx="${x}" cy="${y}" r="5"/><text class="crossing-label" x="${round(before ? x - 10 : x + 10)}" y="${round(y + 4)}" text-anchor="${before ? 'end' : 'start'}">${esc(text, 14)}</text>`
}
