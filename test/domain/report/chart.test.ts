import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fitText } from '../../../src/domain/report/chart/frame.ts'
import { boundsChart, latencyChart } from '../../../src/domain/report/chart/latency-chart.ts'
import { crossingOf, evidenceChart } from '../../../src/domain/report/chart/evidence-chart.ts'
import { clamp, linePath, stairs } from '../../../src/domain/report/chart/line.ts'
import { momentMarks, shortName } from '../../../src/domain/report/chart/marks.ts'
import { highest, lowest, points, thin, type Point } from '../../../src/domain/report/chart/points.ts'
import { linear, niceTicks, timeLabel, timeTicks } from '../../../src/domain/report/chart/scale.ts'
import { spanOf, weightStairs } from '../../../src/domain/report/chart/span.ts'
import { timelineChart } from '../../../src/domain/report/chart/timeline-chart.ts'
import { trafficChart } from '../../../src/domain/report/chart/traffic-chart.ts'
import type { RolloutReport, Sample } from '../../../src/domain/report/run-report.ts'
import { longRolloutReport } from '../../support/hostile-report.ts'
import { rolledBackReport, successReport } from '../../support/sample-report.ts'

function last(report: { readonly rollouts: readonly RolloutReport[] }): RolloutReport {
  return report.rollouts.reduce((_, rollout) => rollout)
}

const good = last(successReport())
const bad = last(rolledBackReport())
const arm = { requests: 10, errors: 1 }
const sample: Sample = { at: good.startedAt + 8000, weight: 5, baseline: arm, candidate: arm }

describe('scales', () => {
  it('places values on a straight line, also when there is only one', () => {
    const scale = linear([0, 10], [100, 200])
    expect([scale.at(0), scale.at(5), scale.at(10)]).toEqual([100, 150, 200])
    expect(linear([3, 3], [0, 1]).at(3)).toBe(0)
  })

  it.each([[0, 0.01, 4], [0, 100, 4], [-2, 11.5, 5], [5, 5, 3], [0, 98_765, 5]])('gives round ticks that cover %d to %d', (low, high, wanted) => {
    const ticks = niceTicks(low, high, wanted)
    expect(Math.min(...ticks)).toBeLessThanOrEqual(low)
    expect(Math.max(...ticks)).toBeGreaterThanOrEqual(high)
    expect(ticks.length).toBeLessThanOrEqual(wanted + 3)
  })

  it.each([[20, 4, [0, 5, 10, 15, 20]], [130, 3, [0, 60, 120]], [700_000, 2, [0, 432_000]]])('labels %d seconds with about %d times', (span, wanted, expected) => {
    expect(timeTicks(span, wanted)).toEqual(expected)
  })

  it.each([[0, '0'], [30, '30 s'], [120, '2 min'], [150, '2:30'], [3600, '1 h'], [5400, '1:30 h']])('writes %d seconds as %s', (seconds, text) => {
    expect(timeLabel(seconds)).toBe(text)
  })
})

describe('points', () => {
  it('turns what is not a number into a gap and drops what has no time', () => {
    const list = [{ at: 1, v: 1 }, { at: 2, v: NaN }, { at: NaN, v: 3 }, { at: 4, v: undefined }]
    expect(points(list, (one) => one.v)).toEqual([{ at: 1, value: 1 }, { at: 2, value: undefined }, { at: 4, value: undefined }])
  })

  it('keeps every extreme and every hole however many points there are', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: undefined, freq: 20 }), { minLength: 1, maxLength: 2000 }), fc.integer({ min: 2, max: 100 }), (values, max) => {
        const list: readonly Point[] = values.map((value, at) => ({ at, value }))
        const kept = thin(list, max)
        expect(kept.length).toBeLessThanOrEqual(Math.max(list.length <= max ? list.length : 0, max * 1.5 + 3))
        expect([lowest([kept], 5000), highest([kept], -5000)]).toEqual([lowest([list], 5000), highest([list], -5000)])
        expect(kept.some((point) => point.value === undefined)).toBe(list.some((point) => point.value === undefined))
        expect(kept.map((point) => point.at)).toEqual([...kept.map((point) => point.at)].sort((a, b) => a - b))
      }),
    )
  })
})

describe('lines', () => {
  const x = linear([0, 10], [0, 100])
  const y = linear([0, 10], [100, 0])

  it('breaks at gaps, and shows a point between gaps as a dot', () => {
    const list = [{ at: 0, value: 0 }, { at: 1, value: 1 }, { at: 2, value: undefined }, { at: 3, value: 3 }, { at: 4, value: undefined }]
    expect(linePath(list, x, y, 'candidate')).toBe('<path class="line candidate" d="M0 100L10 90"/><circle class="dot candidate" r="2.5" cx="30" cy="70"/>')
    expect(linePath([], x, y, 'candidate')).toBe('')
  })

  it('draws what leaves the axis at its edge', () => {
    expect([clamp(99, y), clamp(-9, y), clamp(4, y)]).toEqual([10, 0, 4])
    expect(stairs([{ at: 2, value: 50 }], x, y)).toContain('d="M0 100H20V0H100"')
  })

  it('cuts labels by the width of their characters', () => {
    expect([fitText('staging', 100), fitText('W'.repeat(30), 60), fitText('production-europe', 72)]).toEqual(['staging', 'WWWW\u2026', 'producti\u2026'])
  })
})

describe('the weight over time', () => {
  it('changes at the recorded shift and falls to zero when the rollback is done', () => {
    expect(weightStairs(bad).map((stair) => stair.value)).toEqual([5, 25, 0])
    expect(weightStairs(bad).at(-1)?.at).toBe((bad.cause?.at ?? 0) + (bad.rollbackMs ?? 0))
    expect(weightStairs(good).map((stair) => stair.value)).toEqual([5, 25, 50, 100])
  })

  it('changes right after the sample before when no shift was recorded', () => {
    const { cause, rollbackMs, ...rest } = { ...bad, moments: [], samples: [sample, { ...sample, at: sample.at + 1000, weight: 25 }] }
    expect([cause?.code, rollbackMs]).toEqual(['evidence_against', 640])
    expect(weightStairs(rest)).toEqual([{ at: bad.startedAt, value: 5 }, { at: sample.at, value: 25 }, { at: bad.endedAt, value: 0 }])
  })

  it('shows a shift after which nothing was measured', () => {
    const moments = [{ at: sample.at + 1, kind: 'shift', text: '25 % of the traffic' }] as const
    expect(weightStairs({ ...good, samples: [sample], moments }).map((stair) => stair.value)).toEqual([5, 25])
    expect(weightStairs({ ...good, samples: [sample], moments: [{ ...moments[0], text: 'shifted' }] }).map((stair) => stair.value)).toEqual([5])
    expect(weightStairs({ ...bad, samples: [], moments: [] })).toEqual([])
  })

  it('spans every time there is, and something when there is none', () => {
    expect(spanOf(good)).toEqual([good.startedAt, good.endedAt])
    expect(spanOf({ ...good, startedAt: NaN, endedAt: NaN, samples: [] })).toEqual([0, 1000])
  })
})

describe('plots', () => {
  it('[K3] draws weight and errors with the moments as marked lines', () => {
    const svg = trafficChart(bad, 'a')
    expect(svg).toContain('>25 %</text>')
    expect(svg).toContain('class="mark rollback"')
    expect(svg.match(/<svg /gu)).toHaveLength(3)
    expect(trafficChart({ ...good, samples: [{ ...sample, baseline: { requests: 0, errors: 0 }, candidate: { requests: 5, errors: 0 } }] }, 'a')).toContain('>1 %</text>')
  })

  it('[K3] marks where the evidence crossed its threshold', () => {
    expect(crossingOf(bad)?.logE).toBeGreaterThan(4.6)
    expect(evidenceChart(bad, 'a')).toContain('class="crossing"')
    expect(evidenceChart(good, 'a')).not.toContain('class="crossing"')
    const early = { ...bad, samples: [{ ...sample, logE: 1e46, threshold: 4.6 }] }
    expect(evidenceChart(early, 'a')).toContain('text-anchor="start">1.0e+46</text>')
  })

  it.each([
    ['no sample', []],
    ['no threshold', [{ ...sample, logE: 1 }]],
    ['a threshold that is not a number', [{ ...sample, logE: 1, threshold: NaN }]],
    ['no evidence', [{ ...sample, threshold: 4.6 }]],
  ])('draws no evidence when there is %s', (_, samples) => {
    expect(evidenceChart({ ...good, samples }, 'a')).toBeUndefined()
  })

  it('draws a threshold of zero or less', () => {
    expect(evidenceChart({ ...good, samples: [{ ...sample, logE: -0.5, threshold: 0 }] }, 'a')).toContain('rolls back at 0')
  })

  it('[K3] draws latency over time and over its bounds, and says what was not measured', () => {
    expect(latencyChart(good, 'a')).toContain('Mean latency')
    expect(latencyChart({ ...good, samples: [sample] }, 'a')).toBeUndefined()
    expect(boundsChart(good, 'a')).toContain('over 1,000 ms')
    expect(boundsChart({ ...good, samples: [sample] }, 'a')).toBeUndefined()
    expect(boundsChart({ ...good, latencyBoundsMs: [] }, 'a')).toBeUndefined()
    const half = { ...good, latencyBoundsMs: [100], samples: [{ ...sample, candidate: { ...arm, over: [0] }, baseline: { ...arm, over: [NaN] } }] }
    expect(boundsChart(half, 'a')).toContain('0 %')
    expect(boundsChart({ ...half, samples: [{ ...sample, candidate: { ...arm, over: [0.5] } }] }, 'a')).toContain('not measured')
  })

  it('has no impossible coordinate, whatever the numbers are', () => {
    const number = fc.oneof(fc.double(), fc.integer({ min: 0, max: 1000 }), fc.constantFrom(NaN, Infinity, -Infinity, 0, 1e46, -1e46))
    const some = fc.record({ requests: number, errors: number, meanMs: number, over: fc.array(number, { maxLength: 4 }) })
    fc.assert(
      fc.property(fc.array(fc.record({ at: number, weight: number, baseline: some, candidate: some, logE: number, threshold: number }), { maxLength: 5 }), number, number, (samples, startedAt, endedAt) => {
        const rollout: RolloutReport = { ...bad, samples, startedAt, endedAt, moments: [{ at: startedAt, kind: 'shift', text: 'x' }] }
        const all = [trafficChart(rollout, 'a'), evidenceChart(rollout, 'b') ?? '', latencyChart(rollout, 'c') ?? '', boundsChart(rollout, 'd') ?? '', timelineChart({ ...rolledBackReport(), started_at: startedAt, ended_at: endedAt, rollouts: [rollout] }, 'e')]
        for (const svg of all) expect(svg.replace(/<(title|desc)[^]*?<\/\1>/gu, '')).not.toMatch(/NaN|Infinity|undefined/u)
      }),
      { numRuns: 60 },
    )
  })

  it('stays small with thousands of samples', () => {
    const rollout = last(longRolloutReport(5000))
    expect(trafficChart(rollout, 'a').length).toBeLessThan(200_000)
    const shown = thin(points(rollout.samples, (one) => (one.candidate.requests > 0 ? one.candidate.errors / one.candidate.requests : undefined)), 400)
    expect(highest([shown], 0)).toBe(0.96)
  })
})

describe('marks', () => {
  it('names a shift by its weight', () => {
    expect([shortName({ at: 0, kind: 'shift', text: '25 % of it' }), shortName({ at: 0, kind: 'shift', text: 'x' }), shortName({ at: 0, kind: 'rollback', text: 'x' })]).toEqual(['25 %', 'shift', 'rollback'])
  })

  it('leaves out a label that would touch another one', () => {
    const moments = [0, 1, 50_000].map((after) => ({ at: good.startedAt + after, kind: 'shift', text: '5 % of it' }) as const)
    const svg = momentMarks({ ...good, moments }, linear(spanOf(good), [0, 600]), { left: 0, right: 600, top: 0, bottom: 100 }, { labels: true })
    expect(svg.match(/<line/gu)).toHaveLength(3)
    expect(svg.match(/<text/gu)).toHaveLength(2)
  })
})

describe('the timeline', () => {
  it('[K3] has a bar for each stage that began and the moments of each rollout', () => {
    const svg = timelineChart(successReport(), 'a')
    expect(svg).toContain('class="stage passed"')
    expect(svg).toContain('class="moment verdict"')
  })

  it('shows a stage that has not ended and a rollout whose environment is no stage', () => {
    const report = successReport()
    const svg = timelineChart({ ...report, stages: [{ name: 'build', status: 'running', startedAt: report.started_at, notes: '' }], rollouts: [{ ...bad, environment: 'europe' }] }, 'a')
    expect(svg).toContain('not ended')
    expect(svg).toContain('>europe</text>')
    expect(svg).toContain('class="moment rollback"')
  })
})
