import { describe, expect, it } from '@jest/globals'
import { compareArms, type ArmSummary } from '../../../src/domain/health/compare.ts'
import type { Comparison } from '../../../src/domain/report/run-report.ts'

const BEFORE: ArmSummary = { requests: 12_000, errors: 60, seconds: 120, latencySumMs: 600_000, rssBytes: 100 * 2 ** 20, cpuSeconds: 24 }
const EMPTY: ArmSummary = { requests: 0, errors: 0, seconds: 0, latencySumMs: 0 }

function find(comparisons: readonly Comparison[], metric: Comparison['metric']): Comparison {
  const found = comparisons.find((comparison) => comparison.metric === metric)
  if (found === undefined) throw new Error(`no comparison of ${metric}`)
  return found
}

describe('before and after', () => {
  it('[E4] compares error rate, latency, throughput, memory and CPU, in this order', () => {
    const found = compareArms(BEFORE, BEFORE)
    expect(found.map(({ metric, unit, before, after, verdict }) => [metric, unit, before, after, verdict])).toEqual([
      ['error rate', '%', 0.5, 0.5, 'pass'],
      ['latency', 'ms', 50, 50, 'pass'],
      ['throughput', '/s', 100, 100, 'pass'],
      ['memory', 'MiB', 100, 100, 'pass'],
      ['cpu', 'cores', 0.2, 0.2, 'pass'],
    ])
    expect(found[0]?.ratio?.low).toBeLessThan(1)
    expect(found[0]?.ratio?.high).toBeGreaterThan(1)
  })

  it('[E4] fails on an error rate that is surely higher, with the interval of the ratio', () => {
    const found = find(compareArms(BEFORE, { ...BEFORE, errors: 300 }), 'error rate')
    expect(found).toMatchObject({ verdict: 'fail', before: 0.5, after: 2.5 })
    expect(found.ratio?.low).toBeGreaterThan(3)
    expect(found.ratio?.high).toBeLessThan(9)
    expect(found.note).toMatch(/^0\.5 % before, 2\.5 % after \(95 % sure: between 3\.\d and 8\.\d times as often\): more errors than before$/)
  })

  it('[E3] is inconclusive where too little was seen to tell', () => {
    const few = find(compareArms(BEFORE, { ...EMPTY, requests: 20, seconds: 10 }), 'error rate')
    expect(few).toMatchObject({ verdict: 'inconclusive', after: 0 })
    expect(few.note).toContain('too few requests to tell')
    const clean: ArmSummary = { ...BEFORE, errors: 0 }
    expect(find(compareArms(clean, { ...clean, requests: 150 }), 'error rate')).toMatchObject({ verdict: 'inconclusive', note: '0 % before, 0 % after: too few requests to tell' })
    expect(find(compareArms(clean, { ...clean, requests: 250 }), 'error rate')).toMatchObject({ verdict: 'pass', note: '0 % before, 0 % after: no sign of more errors' })
    expect(find(compareArms(clean, { ...clean, requests: 250 }, { maxErrorRate: 0.001 }), 'error rate').verdict).toBe('inconclusive')
  })

  it.each<[string, ArmSummary, ArmSummary, string]>([
    ['on either side', EMPTY, EMPTY, 'not measured'],
    ['before', EMPTY, BEFORE, 'not measured before the change'],
    ['after', BEFORE, EMPTY, 'not measured after the change'],
  ])('[E3] never passes without data %s', (_, before, after, note) => {
    for (const comparison of compareArms(before, after)) expect(comparison).toMatchObject({ verdict: 'inconclusive', note })
  })

  it('[E3] is inconclusive when there is nothing to take the factor of', () => {
    const idle: ArmSummary = { ...BEFORE, requests: 0, latencySumMs: 0, cpuSeconds: 0 }
    expect(find(compareArms(idle, BEFORE), 'throughput')).toMatchObject({ verdict: 'inconclusive', note: 'zero before the change, so there is nothing to compare with' })
    expect(find(compareArms({ ...BEFORE, latencySumMs: 0 }, BEFORE), 'latency').verdict).toBe('inconclusive')
  })

  it.each([
    ['more errors than requests', { ...BEFORE, errors: 12_001 }],
    ['negative errors', { ...BEFORE, errors: -1 }],
    ['no number of errors', { ...BEFORE, errors: Number.NaN }],
  ])('takes %s for no data', (_, after) => {
    expect(find(compareArms(BEFORE, after), 'error rate')).toMatchObject({ verdict: 'inconclusive', note: 'not measured after the change' })
  })

  it('advises on the rest by a stated tolerance', () => {
    const after: ArmSummary = { ...BEFORE, requests: 4000, errors: 20, latencySumMs: 400_000, rssBytes: 300 * 2 ** 20, cpuSeconds: 24 }
    const found = compareArms(BEFORE, after)
    expect(find(found, 'latency')).toMatchObject({ verdict: 'fail', after: 100, note: 'advisory: the mean latency is 2 times that of before, up to 1.3 is tolerated' })
    expect(find(found, 'throughput')).toMatchObject({ verdict: 'fail', note: expect.stringMatching(/^advisory: 0\.33 times the requests of before, at least 0\.5 expected/) })
    expect(find(found, 'memory')).toMatchObject({ verdict: 'fail', after: 300, note: 'advisory: the memory in use is 3 times that of before, up to 1.5 is tolerated' })
    expect(find(found, 'cpu')).toMatchObject({ verdict: 'fail', before: 0.2, after: 0.2, note: 'advisory: the CPU time per request is 3 times that of before, up to 1.5 is tolerated' })
  })

  it('takes other tolerances', () => {
    const found = compareArms(BEFORE, { ...BEFORE, latencySumMs: 900_000 }, { tolerances: { latency: 2, throughput: 0.5, memory: 2, cpu: 2 } })
    expect(find(found, 'latency').verdict).toBe('pass')
  })
})
