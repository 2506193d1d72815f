import { describe, expect, it } from '@jest/globals'
import type { JudgeSettings } from '../../../src/domain/rollout/rollout.ts'
import { foldBlock, judge, startJudge } from '../../../src/domain/health/judge.ts'
import { drawBinomial, seeded } from './seeded.ts'

/** Alpha of 5 %, so that a test which is wrong by a factor of 2 cannot hide behind rare events. */
const SETTINGS: JudgeSettings = { alpha: 0.05, tolerance: 1, errorShare: 1, latencyBoundsMs: [], plannedPolls: 24, dispersion: 1, minRequests: 50 }

interface Scenario {
  readonly seed: number
  readonly runs: number
  readonly polls: number
  readonly settings: JudgeSettings
  /** Error rates of baseline and candidate at a poll (0-based). */
  readonly rates: (poll: number) => readonly [baseline: number, candidate: number]
}

/** How many rollouts are rolled back when one looks at every poll, at weights that rise on the way. */
function rolledBack(scenario: Scenario): number {
  const random = seeded(scenario.seed)
  let count = 0
  for (let run = 0; run < scenario.runs; run += 1) {
    let state = startJudge(scenario.settings)
    for (let poll = 0; poll < scenario.polls; poll += 1) {
      const candidate = poll < 8 ? 50 : poll < 16 ? 150 : 400
      const baseline = 1000 - candidate
      const [before, after] = scenario.rates(poll)
      state = foldBlock(scenario.settings, state, {
        baseline: { n: baseline, bad: drawBinomial(random, baseline, before), over: [] },
        candidate: { n: candidate, bad: drawBinomial(random, candidate, after), over: [] },
      })
      if (judge(scenario.settings, state).action === 'roll-back') {
        count += 1
        break
      }
    }
  }
  return count
}

describe('looking at every poll', () => {
  it.each<[string, Scenario]>([
    ['healthy releases at 1 %', { seed: 1, runs: 2000, polls: 24, settings: SETTINGS, rates: () => [0.01, 0.01] }],
    ['healthy releases through a shared outage', { seed: 2, runs: 300, polls: 24, settings: SETTINGS, rates: (poll) => (poll >= 12 && poll < 15 ? [0.2, 0.2] : [0.005, 0.005]) }],
    ['releases as bad as is tolerated', { seed: 3, runs: 300, polls: 24, settings: { ...SETTINGS, tolerance: 2 }, rates: () => [0.01, 0.0198] }],
    ['healthy releases exactly at their objective', { seed: 4, runs: 300, polls: 24, settings: { ...SETTINGS, maxErrorRate: 0.01 }, rates: () => [0.01, 0.01] }],
  ])('[E4] rolls back at most alpha of %s', (_, scenario) => {
    expect(rolledBack(scenario)).toBeLessThanOrEqual(SETTINGS.alpha * scenario.runs)
  })

  it.each<[string, Scenario]>([
    ['five times the errors', { seed: 5, runs: 100, polls: 40, settings: { ...SETTINGS, alpha: 0.01 }, rates: () => [0.005, 0.025] }],
    ['five times the errors from the 20th poll on', { seed: 6, runs: 100, polls: 40, settings: { ...SETTINGS, alpha: 0.01 }, rates: (poll) => [0.005, poll < 20 ? 0.005 : 0.025] }],
    ['an objective missed by both arms', { seed: 7, runs: 100, polls: 40, settings: { ...SETTINGS, alpha: 0.01, maxErrorRate: 0.01 }, rates: () => [0.05, 0.05] }],
  ])('[E4] rolls back nearly all releases with %s', (_, scenario) => {
    expect(rolledBack(scenario)).toBeGreaterThanOrEqual(0.98 * scenario.runs)
  })
})
