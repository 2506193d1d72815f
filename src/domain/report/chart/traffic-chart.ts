import { figure, percent } from '../format.ts'
import { stepRows, totalOf } from '../rows.ts'
import type { ArmSample, RolloutReport } from '../run-report.ts'
import { caption, plot, timeAxis, valueAxis, type Panel } from './frame.ts'
import { linePath, stairs } from './line.ts'
import { hoverBands, momentMarks } from './marks.ts'
import { highest, points, thin } from './points.ts'
import { linear, niceTicks } from './scale.ts'
import { placeable, spanOf, weightStairs } from './span.ts'

/** The candidate's weight above, the error rates of both releases below, on one time axis. */
export function trafficChart(report: RolloutReport, id: string): string {
  const rollout = placeable(report)
  const rows = stepRows(rollout)
  const candidate = totalOf(rollout.samples.map((sample) => sample.candidate))
  const baseline = totalOf(rollout.samples.map((sample) => sample.baseline))
  return plot({
    id,
    title: 'Weight of the new release and error rates over time',
    description: `Weights: ${rows.map((row) => `${figure(row.weight)} %`).join(', ')}. Errors of the new release ${percent(candidate.rate)}, of the old one ${percent(baseline.rate)}.`,
    draw: (width) => draw(rollout, width),
  })
}

function draw(rollout: RolloutReport, width: number): { readonly height: number; readonly body: string } {
  const upper: Panel = { left: 58, right: width - 14, top: 44, bottom: 124 }
  const lower: Panel = { ...upper, top: 162, bottom: 282 }
  const x = linear(spanOf(rollout), [upper.left, upper.right])
  const weight = linear([0, 100], [upper.bottom, upper.top])
  const most = Math.round(width / 2)
  const rates = { candidate: thin(points(rollout.samples, (sample) => rateOf(sample.candidate)), most), baseline: thin(points(rollout.samples, (sample) => rateOf(sample.baseline)), most) }
  const ticks = niceTicks(0, highest([rates.candidate, rates.baseline], 0) || 0.01, 4)
  const rate = linear([0, Math.max(...ticks)], [lower.bottom, lower.top])
  const body = [
    caption({ ...upper, top: upper.top - 16 }, 'Traffic on the new release'),
    valueAxis(upper, weight, [0, 50, 100], (value) => `${value} %`),
    stairs(weightStairs(rollout), x, weight),
    momentMarks(rollout, x, upper, { labels: true }),
    caption(lower, 'Bad answers in each poll'),
    valueAxis(lower, rate, ticks, percent),
    timeAxis(lower, x),
    momentMarks(rollout, x, lower, { labels: false }),
    linePath(rates.baseline, x, rate, 'baseline'),
    linePath(rates.candidate, x, rate, 'candidate'),
    hoverBands(rollout, x, { ...upper, bottom: lower.bottom }),
  ]
  return { height: lower.bottom + 26, body: body.join('') }
}

function rateOf(arm: ArmSample): number | undefined {
  return arm.requests > 0 ? arm.errors / arm.requests : undefined
}
