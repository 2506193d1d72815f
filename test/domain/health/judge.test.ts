import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { JudgeSettings } from '../../../src/domain/rollout/rollout.ts'
import { foldBlock, judge, lnHarmless, parseJudgeState, startJudge, type Block, type Judgement, type JudgeState } from '../../../src/domain/health/judge.ts'
import { meanOver } from './enumeration.ts'
import { VECTORS, type VectorBlock } from './vectors.ts'

const SETTINGS: JudgeSettings = { alpha: 0.01, tolerance: 1, errorShare: 0.7, latencyBoundsMs: [], plannedPolls: 1, dispersion: 1, minRequests: 50 }
const BOUNDS = [50, 100, 250, 500, 1000]

const asBlock = ([nb, yb, nc, yc]: VectorBlock): Block => ({ baseline: { n: nb, bad: yb, over: [] }, candidate: { n: nc, bad: yc, over: [] } })
const after = (settings: JudgeSettings, blocks: readonly Block[]): JudgeState => blocks.reduce((state, block) => foldBlock(settings, state, block), startJudge(settings))
const judgeAfter = (settings: JudgeSettings, blocks: readonly Block[]): Judgement => judge(settings, after(settings, blocks))
const times = (count: number, block: Block): readonly Block[] => Array.from({ length: count }, () => block)

describe('the judge', () => {
  it.each(VECTORS.two_sample_exact_fisher.cases)('[E4] finds the evidence of the vector to the precision it keeps: $name', ({ blocks, logE_path }) => {
    blocks.forEach((_, index) => {
      const { logE } = judgeAfter(SETTINGS, blocks.slice(0, index + 1).map(asBlock))
      const wanted = logE_path[index] ?? Number.NaN
      expect(logE).toBeLessThanOrEqual(wanted + 1e-9)
      expect(logE).toBeGreaterThan(wanted - (index + 1) * 1e-6 - 1e-9)
    })
  })

  it('[E4] rolls back a candidate that fails much more often, and says so with numbers', () => {
    const found = judgeAfter(SETTINGS, [asBlock([9000, 45, 1000, 60])])
    expect(found).toMatchObject({ action: 'roll-back', code: 'evidence_against', mayPromote: false })
    expect(found.logE).toBeGreaterThanOrEqual(found.threshold)
    expect(found.threshold).toBeCloseTo(Math.log(100), 12)
    expect(found.sentence).toMatch(/^60 of 1,000 requests \(6 %\) to the new release failed, 45 of 9,000 \(0\.5 %\) to the running one \(95 % sure: between 6\.\d and 2\d times as often\)\. The evidence against it is more than 1,000,000:1; the limit is 100:1\.$/)
    expect(found.ratio?.low).toBeGreaterThan(1)
    expect(found.ratio?.level).toBe(0.95)
  })

  it('holds while there is some evidence, but not enough', () => {
    const found = judgeAfter(SETTINGS, [asBlock([90, 0, 10, 1])])
    expect(found).toMatchObject({ action: 'hold', code: 'undecided', mayPromote: false })
    expect(found.sentence).toBe(
      '1 of 10 requests (10 %) to the new release failed, 0 of 90 (0 %) to the running one (95 % sure: between 0.18 and any number times as often). The evidence against it is 5.3:1: not the 100:1 that would roll it back, but too much to go on.',
    )
  })

  it('[E4] rolls back at exactly 1/alpha and holds just below it', () => {
    const block = [asBlock([900, 1, 100, 3])]
    const { logE } = judgeAfter(SETTINGS, block)
    expect(judgeAfter({ ...SETTINGS, alpha: Math.exp(-logE) * (1 + 1e-9) }, block).action).toBe('roll-back')
    expect(judgeAfter({ ...SETTINGS, alpha: Math.exp(-logE) * (1 - 1e-9) }, block).action).toBe('hold')
  })

  it('goes on when nothing speaks against the candidate', () => {
    const found = judgeAfter(SETTINGS, times(10, asBlock([900, 5, 100, 0])))
    expect(found).toMatchObject({ action: 'advance', code: 'clear', mayPromote: true })
    expect(found.sentence).toMatch(/^0 of 1,000 requests \(0 %\) to the new release failed, 50 of 9,000 \(0\.56 %\) .* Nothing speaks against it \(evidence 0\.\d+:1, the limit is 100:1\)\.$/)
  })

  it('does not blame the candidate for an outage that both arms share', () => {
    expect(judgeAfter(SETTINGS, times(6, asBlock([900, 450, 100, 50])))).toMatchObject({ action: 'advance', mayPromote: true })
  })

  it('has seen nothing before the first request, and lets nothing through on that', () => {
    const found = judge(SETTINGS, startJudge(SETTINGS))
    expect(found).toEqual({ action: 'advance', code: 'clear', logE: 0, threshold: -Math.log(0.01), mayPromote: false, sentence: 'No request of the new release was counted yet.' })
  })

  it.each([
    ['no request of the candidate', { baseline: { n: 900, bad: 1, over: [] }, candidate: { n: 0, bad: 0, over: [] } }],
    ['more errors than requests', { baseline: { n: 900, bad: 1, over: [] }, candidate: { n: 5, bad: 6, over: [] } }],
    ['a fraction of an error', { baseline: { n: 900, bad: 1, over: [] }, candidate: { n: 5, bad: 0.5, over: [] } }],
    ['a count that is not a number', { baseline: { n: 900, bad: 1, over: [] }, candidate: { n: Number.NaN, bad: 0, over: [] } }],
    ['a negative count', { baseline: { n: 900, bad: 1, over: [] }, candidate: { n: 5, bad: -1, over: [] } }],
  ])('leaves out a block with %s', (_, block) => {
    expect(foldBlock(SETTINGS, startJudge(SETTINGS), block)).toEqual(startJudge(SETTINGS))
  })

  it.each([
    ['has no baseline', { candidate: { n: 100, bad: 50, over: [] } }],
    ['has an idle baseline', { baseline: { n: 0, bad: 0, over: [] }, candidate: { n: 100, bad: 50, over: [] } }],
  ])('says nothing about the ratio from a block that %s, and says that', (_, block) => {
    const found = judgeAfter(SETTINGS, [block])
    expect(found).toMatchObject({ action: 'advance', logE: 0, mayPromote: false })
    expect(found.ratio).toBeUndefined()
    expect(found.sentence).toBe('50 of 100 requests (50 %) to the new release failed; no other release served beside it to compare it with. Nothing speaks against it (evidence 1:1, the limit is 100:1). It takes more requests to rule out that it fails 3 times as often.')
  })

  it('never holds for rounding: blocks without errors leave the evidence at 1:1', () => {
    const settings = { ...SETTINGS, plannedPolls: 37, maxErrorRate: 0.05, latencyBoundsMs: BOUNDS }
    let state = startJudge(settings)
    for (let poll = 0; poll < 60; poll += 1) {
      state = foldBlock(settings, state, { baseline: { n: 9, bad: 0, over: [0, 0, 0, 0, 0] }, candidate: { n: 1, bad: 0, over: [0, 0, 0, 0, 0] } })
      expect(judge(settings, state).action).toBe('advance')
    }
  })
})

describe('tolerance and dispersion', () => {
  const doubled = times(40, asBlock([900, 9, 100, 2]))

  it('a tolerated ratio is not held against the candidate, a larger one is', () => {
    expect(judgeAfter(SETTINGS, doubled).logE).toBeGreaterThan(1)
    expect(judgeAfter({ ...SETTINGS, tolerance: 3 }, doubled).action).toBe('advance')
    expect(judgeAfter({ ...SETTINGS, tolerance: 3 }, times(40, asBlock([900, 9, 100, 9]))).action).toBe('roll-back')
  })

  it('a tolerance below 1 is one of 1', () => {
    expect(judgeAfter({ ...SETTINGS, tolerance: 0.2 }, doubled)).toEqual(judgeAfter(SETTINGS, doubled))
  })

  it('dispersion divides the evidence, and one below 1 is none', () => {
    const block = [asBlock([900, 1, 100, 9])]
    expect(judgeAfter({ ...SETTINGS, dispersion: 4 }, block).logE).toBeLessThan(judgeAfter(SETTINGS, block).logE / 3)
    expect(judgeAfter({ ...SETTINGS, dispersion: 0.5 }, block)).toEqual(judgeAfter(SETTINGS, block))
  })
})

describe('latency', () => {
  const settings: JudgeSettings = { ...SETTINGS, latencyBoundsMs: [100, 250] }
  const slow: Block = { baseline: { n: 900, bad: 1, over: [90, 9] }, candidate: { n: 100, bad: 0, over: [12, 30] } }

  it('[E4] rolls back a candidate that is slower, and names the bound', () => {
    const found = judgeAfter(settings, times(3, slow))
    expect(found).toMatchObject({ action: 'roll-back', code: 'evidence_against' })
    expect(found.sentence).toMatch(/^90 of 300 requests \(30 %\) to the new release took longer than 250 ms, 27 of 2,700 \(1 %\) to the running one\. The evidence/)
  })

  it('still speaks of errors when these say more', () => {
    expect(judgeAfter(settings, [{ baseline: { n: 900, bad: 1, over: [90, 9] }, candidate: { n: 100, bad: 60, over: [10, 1] } }]).sentence).toMatch(/^60 of 100 requests \(60 %\) to the new release failed/)
  })

  it('averages the bounds and gives errors their share: the total is the weighted mean of evidence', () => {
    const block: Block = { baseline: { n: 900, bad: 2, over: [90, 9] }, candidate: { n: 100, bad: 1, over: [14, 3] } }
    const alone = (bad: number, over: number): number => Math.exp(judgeAfter(SETTINGS, [asBlock([900, bad, 100, over])]).logE)
    const wanted = 0.7 * alone(2, 1) + 0.15 * alone(90, 14) + 0.15 * alone(9, 3)
    expect(Math.exp(judgeAfter(settings, [block]).logE)).toBeCloseTo(wanted, 4)
  })

  it('is not judged where a share of nothing was left for it, nor errors where all went to latency', () => {
    expect(judgeAfter({ ...settings, errorShare: 1 }, times(3, slow)).action).toBe('advance')
    expect(judgeAfter({ ...settings, errorShare: 0 }, times(3, slow)).action).toBe('roll-back')
    expect(judgeAfter({ ...settings, errorShare: 0 }, [{ baseline: { n: 900, bad: 1, over: [90, 9] }, candidate: { n: 100, bad: 99, over: [10, 1] } }]).action).not.toBe('roll-back')
  })

  it.each([
    ['the baseline does not know', { baseline: { n: 900, bad: 1, over: [] }, candidate: { n: 100, bad: 0, over: [12, 30] } }],
    ['the candidate does not know', { baseline: { n: 900, bad: 1, over: [90, 9] }, candidate: { n: 100, bad: 0, over: [] } }],
    ['contradict themselves', { baseline: { n: 900, bad: 1, over: [901, 901] }, candidate: { n: 100, bad: 0, over: [101, 101] } }],
    ['contradict themselves in the candidate', { baseline: { n: 900, bad: 1, over: [90, 9] }, candidate: { n: 100, bad: 0, over: [101, 101] } }],
  ])('leaves out latency counts that %s', (_, block) => {
    const state = after(settings, [block])
    expect(state.over).toEqual(startJudge(settings).over)
    expect(state.errors.polls).toBe(1)
  })
})

describe('the absolute objective', () => {
  const settings: JudgeSettings = { ...SETTINGS, maxErrorRate: 0.01 }

  it('[E4] rolls back a candidate that breaks its objective with no baseline beside it', () => {
    const found = judgeAfter(settings, [{ candidate: { n: 600, bad: 40, over: [] } }])
    expect(found).toMatchObject({ action: 'roll-back', code: 'slo_breached' })
    expect(found.sentence).toMatch(/^40 of 600 requests \(6\.7 %\) to the new release failed; the objective allows 1 %\. The evidence against it is .*; the limit is 100:1\.$/)
  })

  it('rolls back when both arms are equally broken, which a relative test cannot see', () => {
    const outage = [asBlock([900, 450, 100, 50])]
    expect(judgeAfter(SETTINGS, outage).action).toBe('advance')
    expect(judgeAfter(settings, outage)).toMatchObject({ action: 'roll-back', code: 'slo_breached' })
  })

  it('[E4] taken from the past of the baseline counts only where no baseline serves: a shared outage speaks against nobody', () => {
    const alone: JudgeSettings = { ...settings, objectiveAlone: true }
    expect(judgeAfter(alone, [asBlock([900, 450, 100, 50])]).action).toBe('advance')
    const bad = { n: 600, bad: 40, over: [] }
    expect(judgeAfter(alone, [{ candidate: bad }]).code).toBe('slo_breached')
    expect(judgeAfter(alone, [{ baseline: { n: 0, bad: 0, over: [] }, candidate: bad }]).code).toBe('slo_breached')
  })

  it('names the ratio when that says more', () => {
    expect(judgeAfter({ ...settings, maxErrorRate: 0.2 }, [asBlock([9000, 9, 1000, 300])])).toMatchObject({ action: 'roll-back', code: 'evidence_against' })
  })

  it('holds while the objective is in doubt', () => {
    expect(judgeAfter(settings, [{ candidate: { n: 60, bad: 3, over: [] } }])).toMatchObject({ action: 'hold', code: 'undecided' })
  })

  it('shares alpha with the relative test: 3/4 and 1/4 of the evidence', () => {
    const block = asBlock([900, 2, 100, 4])
    const relative = Math.exp(judgeAfter(SETTINGS, [block]).logE)
    const objective = Math.exp(judgeAfter(settings, [{ candidate: block.candidate }]).logE)
    // Alone, the relative part is 1: objective = 3/4 + 1/4 E.
    expect(Math.exp(judgeAfter(settings, [block]).logE)).toBeCloseTo(0.75 * relative + objective - 0.75, 4)
  })

  it('the total has mean at most 1 when the candidate equals the baseline and keeps the objective', () => {
    const mean = meanOver(8, 0.05, 5, 0.05, (yb, yc) => Math.exp(judgeAfter({ ...SETTINGS, maxErrorRate: 0.05 }, [asBlock([8, yb, 5, yc])]).logE))
    expect(mean).toBeLessThanOrEqual(1 + 1e-9)
    expect(mean).toBeGreaterThan(0.99999)
  })

  it('an objective that allows everything finds no breach', () => {
    expect(judgeAfter({ ...SETTINGS, maxErrorRate: 1 }, [{ candidate: { n: 100, bad: 100, over: [] } }])).toMatchObject({ action: 'advance', code: 'clear' })
  })
})

describe('evidence for full weight', () => {
  it('[E4] comes with enough healthy traffic, not before', () => {
    expect(judgeAfter(SETTINGS, times(1, asBlock([900, 5, 100, 0]))).mayPromote).toBe(false)
    expect(judgeAfter(SETTINGS, times(5, asBlock([900, 5, 100, 0]))).mayPromote).toBe(true)
  })

  it('does not come for a candidate that is three times as bad', () => {
    for (const polls of [1, 5, 20, 100]) expect(judgeAfter(SETTINGS, times(polls, asBlock([9000, 9, 1000, 3]))).mayPromote).toBe(false)
  })

  it('comes from the rate itself where there are no errors to compare: 208 clean requests', () => {
    expect(judgeAfter(SETTINGS, [asBlock([900, 0, 205, 0])]).mayPromote).toBe(false)
    expect(judgeAfter(SETTINGS, [asBlock([900, 0, 208, 0])]).mayPromote).toBe(true)
    expect(judgeAfter({ ...SETTINGS, maxErrorRate: 0.001 }, [asBlock([900, 0, 208, 0])]).mayPromote).toBe(false)
  })

  it('counts the tolerated ratio in: three times what is tolerated', () => {
    const twice = times(8, asBlock([9000, 45, 1000, 10]))
    expect(judgeAfter({ ...SETTINGS, tolerance: 2 }, twice).mayPromote).toBe(true)
    expect(judgeAfter({ ...SETTINGS, tolerance: 2 }, times(1, asBlock([900, 2, 100, 0]))).sentence).toMatch(/rule out that it fails 6 times as often\.$/)
    expect(judgeAfter({ ...SETTINGS, tolerance: 2 }, times(8, asBlock([9000, 45, 1000, 30]))).mayPromote).toBe(false)
  })

  it('compares the tolerated ratio with three times that, not with no difference at all', () => {
    expect(judgeAfter({ ...SETTINGS, tolerance: 4 }, times(6, asBlock([9000, 9, 1000, 5]))).mayPromote).toBe(true)
  })

  it('is an e-value against a harmful rate: mean 1 at the rate, more below it', () => {
    const mean = (rate: number): number => meanOver(0, 0.5, 40, rate, (_, bad) => Math.exp(lnHarmless({ n: 40, bad }, 0.03)))
    expect(Math.abs(mean(0.03) - 1)).toBeLessThan(1e-12)
    expect(mean(0.1)).toBeLessThan(1)
    expect(mean(0.01)).toBeGreaterThan(1)
    expect(Number.isFinite(lnHarmless({ n: 40, bad: 0 }, 1))).toBe(true)
  })
})

describe('what the judge remembers', () => {
  const settings: JudgeSettings = { ...SETTINGS, latencyBoundsMs: BOUNDS, plannedPolls: 180, maxErrorRate: 0.01, dispersion: 1.37, tolerance: 1.1 }
  const arm = fc.integer({ min: 0, max: 2_000_000 }).chain((n) => fc.record({ n: fc.constant(n), bad: fc.integer({ min: 0, max: n }), over: fc.array(fc.integer({ min: 0, max: n }), { minLength: 5, maxLength: 5 }) }))
  const blocks = fc.array(fc.record({ baseline: arm, candidate: arm }), { maxLength: 4 })

  it('survives JSON unchanged, in under 2 KiB, and judges the same after', () => {
    fc.assert(
      fc.property(blocks, (given) => {
        const state = after(settings, given)
        const text = JSON.stringify(state)
        const back = parseJudgeState(settings, JSON.parse(text))
        expect(back).toEqual(state)
        expect(Buffer.byteLength(text)).toBeLessThan(2048)
        expect(text).not.toMatch(/null|NaN|Infinity/)
        expect(judge(settings, back ?? startJudge(settings))).toEqual(judge(settings, state))
      }),
      { numRuns: 25 },
    )
  })

  it('stays under 2 KiB after 2,000 polls at 21 different weights', () => {
    let state = startJudge(settings)
    for (let poll = 0; poll < 2000; poll += 1) {
      const n = Math.ceil(3_000_000 * Math.exp(-((poll % 21) - 10) / 2))
      state = foldBlock(settings, state, { baseline: { n: 3_000_000, bad: 30, over: [90, 70, 50, 30, 10] }, candidate: { n, bad: 3 + (poll % 5), over: [90, 70, 50, 30, 10] } })
    }
    expect(state.ratio.groups).toHaveLength(15)
    expect(Buffer.byteLength(JSON.stringify(state))).toBeLessThan(2048)
  })

  it('a dead canary at a thousand million requests gives huge, finite evidence', () => {
    const state = after(settings, [{ baseline: { n: 1e9, bad: 1000, over: [0, 0, 0, 0, 0] }, candidate: { n: 1e9, bad: 1e9, over: [0, 0, 0, 0, 0] } }])
    const found = judge(settings, state)
    expect(Number.isFinite(found.logE)).toBe(true)
    expect(found.logE).toBeGreaterThan(1e8)
    expect(parseJudgeState(settings, JSON.parse(JSON.stringify(state)))).toEqual(state)
    expect(JSON.stringify(found)).not.toMatch(/null/)
  })

  it('a resumed judge ends where an uninterrupted one does', () => {
    const given = times(6, { baseline: { n: 900, bad: 3, over: [300, 100, 20, 5, 1] }, candidate: { n: 100, bad: 1, over: [40, 12, 3, 1, 0] } })
    const resumed = given.reduce((state, block) => foldBlock(settings, parseJudgeState(settings, JSON.parse(JSON.stringify(state))) ?? startJudge(settings), block), startJudge(settings))
    expect(resumed).toEqual(after(settings, given))
  })

  const full = after(settings, [{ baseline: { n: 900, bad: 3, over: [300, 100, 20, 5, 1] }, candidate: { n: 100, bad: 1, over: [40, 12, 3, 1, 0] } }])
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'judge'],
    ['another schema', { ...full, schema: 2 }],
    ['too few effect sizes', { ...full, errors: { polls: 1, logs: [0] } }],
    ['effect sizes before the first poll', { ...full, errors: { polls: 0, logs: full.errors.logs } }],
    ['a mixture that is none', { ...full, errors: 7 }],
    ['a negative number of polls', { ...full, errors: { ...full.errors, polls: -1 } }],
    ['null among the evidence', { ...full, errors: { polls: 1, logs: full.errors.logs.map(() => null) } }],
    ['too few latency bounds', { ...full, over: full.over.slice(1) }],
    ['no list of latency bounds', { ...full, over: {} }],
    ['another objective', { ...full, objective: { polls: 1, logs: [0] } }],
    ['no number against 3', { ...full, against3: '0' }],
    ['a broken ratio', { ...full, ratio: { candidateBad: 1, groups: [[1, 2]] } }],
    ['no ratio', { ...full, ratio: undefined }],
    ['no totals', { ...full, compared: 1 }],
    ['broken totals', { ...full, compared: [1, 0, 1] }],
    ['a candidate without counts', { ...full, candidate: 3 }],
    ['totals of other bounds', { ...full, comparedOver: [] }],
    ['a fraction of a request', { ...full, candidate: { n: 1.5, bad: 0 } }],
  ])('does not take %s for a state', (_, value) => {
    expect(parseJudgeState(settings, value)).toBeUndefined()
  })

  it('a state of other settings does not fit', () => {
    expect(parseJudgeState(settings, full)).toEqual(full)
    expect(parseJudgeState({ ...settings, latencyBoundsMs: [100] }, full)).toBeUndefined()
    expect(parseJudgeState({ ...settings, maxErrorRate: 0.5 }, full)).toBeUndefined()
  })
})
