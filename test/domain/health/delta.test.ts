import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { parseDigest, type Digest } from '../../../src/domain/artifact/digest.ts'
import { blockBetween } from '../../../src/domain/health/delta.ts'
import type { Counters, Reading } from '../../../src/domain/health/reading.ts'

function digest(hex: string): Digest {
  const found = parseDigest(`sha256:${hex.repeat(64)}`)
  if (!found.ok) throw new Error('not a digest')
  return found.value
}

const OLD = digest('a')
const NEW = digest('b')
const ARMS = { baseline: OLD, candidate: NEW }

const counters = (requests: number, errors: number, over: readonly number[] = []): Counters => ({ requests, errors, over, latencySumMs: requests * 10 })

function reading(releases: readonly (readonly [Digest, Counters])[], options: { readonly epoch?: string; readonly boundsMs?: readonly number[] } = {}): Reading {
  return { at: 0, epoch: options.epoch ?? 'e1', boundsMs: options.boundsMs ?? [100, 250], releases: releases.map(([name, values]) => ({ digest: name, counters: values })) }
}

describe('the block between two readings', () => {
  it('[E4] is the difference of the raw counters of both arms', () => {
    const before = reading([[OLD, counters(1000, 3, [50, 4])], [NEW, counters(100, 1, [6, 1])]])
    const after = reading([[OLD, counters(1900, 5, [90, 9])], [NEW, counters(200, 4, [20, 3])]])
    expect(blockBetween(before, after, ARMS)).toEqual({ baseline: { n: 900, bad: 2, over: [40, 5] }, candidate: { n: 100, bad: 3, over: [14, 2] } })
  })

  it('has no baseline when there is none to compare with', () => {
    expect(blockBetween(reading([]), reading([[NEW, counters(10, 1)]]), { candidate: NEW })).toEqual({ candidate: { n: 10, bad: 1, over: [] } })
  })

  it('counts a release from zero that the previous reading does not have', () => {
    expect(blockBetween(reading([[OLD, counters(5, 0)]]), reading([[OLD, counters(7, 0)], [NEW, counters(4, 1, [2, 1])]]), ARMS)).toEqual({
      baseline: { n: 2, bad: 0, over: [] },
      candidate: { n: 4, bad: 1, over: [2, 1] },
    })
  })

  it('is empty for a release that is gone', () => {
    expect(blockBetween(reading([[NEW, counters(9, 1)]]), reading([]), ARMS)).toEqual({ baseline: { n: 0, bad: 0, over: [] }, candidate: { n: 0, bad: 0, over: [] } })
  })

  it('counts from zero after a new epoch, even when the counters grew', () => {
    const before = reading([[NEW, counters(100, 1, [6, 1])]])
    const after = reading([[NEW, counters(120, 4, [8, 2])]], { epoch: 'e2' })
    expect(blockBetween(before, after, { candidate: NEW }).candidate).toEqual({ n: 120, bad: 4, over: [8, 2] })
  })

  it.each([
    ['requests', counters(20, 9, [6, 1])],
    ['errors', counters(120, 0, [6, 1])],
    ['a latency count', counters(120, 9, [6, 0])],
  ])('takes falling %s without a new epoch for a restart and counts from zero', (_, now) => {
    const before = reading([[NEW, counters(100, 1, [6, 1])]])
    expect(blockBetween(before, reading([[NEW, now]]), { candidate: NEW }).candidate).toEqual({ n: now.requests, bad: Math.min(now.requests, now.errors), over: now.over })
  })

  it('takes absent latency counts for no data about latency, not for a restart', () => {
    const before = reading([[NEW, counters(100, 1, [6, 1])]])
    expect(blockBetween(before, reading([[NEW, counters(110, 1)]]), { candidate: NEW }).candidate).toEqual({ n: 10, bad: 0, over: [] })
  })

  it('has no latency data across readings with other bounds', () => {
    const before = reading([[NEW, counters(100, 1, [60, 10])]])
    for (const boundsMs of [[100, 500], [100]]) {
      const after = reading([[NEW, counters(110, 2, boundsMs.map(() => 5))]], { boundsMs })
      expect(blockBetween(before, after, { candidate: NEW }).candidate).toEqual({ n: 10, bad: 1, over: [] })
    }
  })

  it.each([Number.NaN, Infinity, -Infinity, -1, 0.5])('takes a counter of %d for no data', (odd) => {
    const good = reading([[NEW, counters(100, 1, [6, 1])]])
    const none = { n: 0, bad: 0, over: [] }
    expect(blockBetween(good, reading([[NEW, counters(odd, 1)]]), { candidate: NEW }).candidate).toEqual(none)
    expect(blockBetween(good, reading([[NEW, counters(200, odd)]]), { candidate: NEW }).candidate).toEqual(none)
    expect(blockBetween(good, reading([[NEW, counters(200, 2, [7, odd])]], { epoch: 'e2' }), { candidate: NEW }).candidate).toEqual({ n: 200, bad: 2, over: [] })
  })

  it.each([Number.NaN, -Infinity, -1, 0.5])('does not count from a previous counter of %d', (odd) => {
    const after = reading([[NEW, counters(200, 2)]])
    expect(blockBetween(reading([[NEW, counters(odd, 1)]]), after, { candidate: NEW }).candidate.n).toBe(0)
    expect(blockBetween(reading([[NEW, counters(100, odd)]]), after, { candidate: NEW }).candidate.n).toBe(0)
  })

  it('never has more bad or slow requests than requests, nor negative ones, whatever the counters say', () => {
    const number = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.double(), fc.constantFrom(Number.NaN, Infinity, -1))
    const arm = fc.record({ requests: number, errors: number, over: fc.array(number, { maxLength: 3 }), latencySumMs: number })
    const any = fc.record({ epoch: fc.constantFrom('e1', 'e2'), boundsMs: fc.constantFrom<readonly number[]>([100], [100, 250]), releases: fc.array(arm, { maxLength: 1 }) })
    const asReading = (given: { epoch: string; boundsMs: readonly number[]; releases: readonly Counters[] }): Reading => reading(given.releases.map((values) => [NEW, values] as const), given)
    fc.assert(
      fc.property(any, any, (before, after) => {
        const { n, bad, over } = blockBetween(asReading(before), asReading(after), { candidate: NEW }).candidate
        for (const count of [n, bad, ...over]) {
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true)
          expect(count).toBeLessThanOrEqual(n)
        }
      }),
      { numRuns: 1000 },
    )
  })
})
