import { figure, percent } from '../format.ts'
import { sharesOver } from '../rows.ts'
import type { RolloutReport } from '../run-report.ts'
import { esc } from './escape.ts'
import { caption, plot, timeAxis, valueAxis, type Panel } from './frame.ts'
import { clamp, linePath } from './line.ts'
import { hoverBands, momentMarks } from './marks.ts'
import { drawable, highest, points, thin } from './points.ts'
import { linear, niceTicks, round } from './scale.ts'
import { placeable, spanOf } from './span.ts'

/** Mean latency of both releases over time; undefined when none was measured. */
export function latencyChart(report: RolloutReport, id: string): string | undefined {
  const rollout = placeable(report)
  const arms = { candidate: points(rollout.samples, (sample) => sample.candidate.meanMs), baseline: points(rollout.samples, (sample) => sample.baseline.meanMs) }
  if ([...arms.candidate, ...arms.baseline].every((point) => point.value === undefined)) return undefined
  const top = highest([arms.candidate, arms.baseline], 0)
  return plot({
    id,
    title: 'Mean latency over time',
    description: `Up to ${figure(highest([arms.candidate], 0))} ms for the new release and ${figure(highest([arms.baseline], 0))} ms for the old one.`,
    draw: (width) => {
      const panel: Panel = { left: 58, right: width - 14, top: 32, bottom: 152 }
      const x = linear(spanOf(rollout), [panel.left, panel.right])
      const ticks = niceTicks(0, top, 4)
      const y = linear([0, Math.max(...ticks)], [panel.bottom, panel.top])
      const most = Math.round(width / 2)
      const body = [
        caption(panel, 'Mean latency in each poll (ms)'),
        valueAxis(panel, y, ticks, figure),
        timeAxis(panel, x),
        momentMarks(rollout, x, panel, { labels: false }),
        linePath(thin(arms.baseline, most), x, y, 'baseline'),
        linePath(thin(arms.candidate, most), x, y, 'candidate'),
        hoverBands(rollout, x, panel),
      ]
      return { height: panel.bottom + 26, body: body.join('') }
    },
  })
}

/** Most bounds that are drawn; more make no picture. */
const MOST_BOUNDS = 12

/** Share of requests slower than each latency bound, old above new; undefined when none was counted. */
export function boundsChart(rollout: RolloutReport, id: string): string | undefined {
  const bounds = rollout.latencyBoundsMs.slice(0, MOST_BOUNDS)
  const shares = {
    baseline: sharesOver(rollout.samples.map((sample) => sample.baseline), bounds.length),
    candidate: sharesOver(rollout.samples.map((sample) => sample.candidate), bounds.length),
  }
  const known = [...shares.baseline, ...shares.candidate].map(drawable).filter((share) => share !== undefined)
  if (known.length === 0) return undefined
  const top = Math.max(...known) || 1
  return plot({
    id,
    title: 'Share of requests over each latency bound',
    description: bounds.map((bound, index) => `Over ${figure(bound)} ms: old ${percent(shares.baseline[index])}, new ${percent(shares.candidate[index])}.`).join(' '),
    draw: (width) => {
      const panel: Panel = { left: 112, right: width - 76, top: 32, bottom: 32 + bounds.length * 44 }
      const x = linear([0, top], [panel.left, panel.right])
      const bars = bounds.flatMap((bound, index) => {
        const y = panel.top + index * 44
        const row = (share: number | undefined, arm: string, top: number): string => bar(share, arm, top, { from: panel.left, to: x.at(clamp(drawable(share) ?? 0, x)) })
        return [
          `<text class="tick tick-y" x="${panel.left - 10}" y="${y + 20}" text-anchor="end">over ${esc(figure(bound), 9)} ms</text>`,
          row(shares.baseline[index], 'baseline', y),
          row(shares.candidate[index], 'candidate', y + 17),
        ]
      })
      return { height: panel.bottom, body: [caption(panel, 'Requests slower than'), ...bars].join('') }
    },
  })
}

function bar(share: number | undefined, arm: string, top: number, x: { readonly from: number; readonly to: number }): string {
  if (share === undefined) return `<text class="value" x="${x.from + 7}" y="${top + 11}">not measured</text>`
  return `<rect class="bar ${arm}" x="${x.from}" y="${top}" width="${round(Math.max(1, x.to - x.from))}" height="13"/><text class="value" x="${round(Math.max(x.to, x.from + 1) + 7)}" y="${top + 11}">${percent(share)}</text>`
}
