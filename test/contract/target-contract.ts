import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { Digest } from '../../src/domain/artifact/digest.ts'
import { liveDigestOf, releaseOf } from '../../src/domain/rollout/live.ts'
import type { Fenced, Target, TargetState } from '../../src/ports.ts'

/** A place where a target's contract can be tried. */
export interface TargetBench {
  /** A fresh handle on the same target, as the next run of the program would make it. */
  target(): Target
  /** A release that becomes healthy. */
  good(version: string): Digest
  /** A release that never becomes healthy; something its log says. */
  bad(version: string): { readonly digest: Digest; readonly says: string }
  close(): Promise<void>
}

const EVERYTHING = { candidate: 1, stable: 1 }

/** What every target must do, whatever runs behind it. One line in a test file runs it for another target. */
export function targetContract(name: string, open: () => Promise<TargetBench>): void {
  describe(`contract of a target: ${name}`, () => {
    let bench: TargetBench
    let one: Digest
    let two: Digest
    let fence = 1
    const fenced = (at = fence): Fenced => ({ fence: at, signal: AbortSignal.timeout(30_000) })
    const observe = (): Promise<TargetState> => bench.target().observe(AbortSignal.timeout(30_000))
    const snapshot = (digest: Digest | undefined): Parameters<Target['restore']>[0] => ({
      id: 'snap_1',
      at: 0,
      ...(digest === undefined ? {} : { stable: { digest, version: '1.0.0', instances: 1 } }),
    })

    beforeAll(async () => {
      bench = await open()
      one = bench.good('1.0.0')
      two = bench.good('2.0.0')
    })
    afterAll(() => bench.close())

    it('[E2] is reachable and empty before anything was deployed, and observing it changes nothing', async () => {
      expect((await observe()).releases).toEqual([])
      expect((await observe()).releases).toEqual([])
    })

    it('[E2] prepares a release without giving it traffic, and doing so again changes nothing', async () => {
      const first = await bench.target().prepare({ digest: one, version: '1.0.0', instances: 1 }, fenced())
      const again = await bench.target().prepare({ digest: one, version: '1.0.0', instances: 1 }, fenced())
      expect(releaseOf(first, one)).toMatchObject({ weight: 0, version: '1.0.0', instances: [{ health: 'healthy' }] })
      expect(again.releases.map((release) => release.instances.map((instance) => instance.id))).toEqual(first.releases.map((release) => release.instances.map((instance) => instance.id)))
    })

    it('[E6] says which digest is live once it has all the traffic', async () => {
      const state = await bench.target().shift({ candidate: one, weight: 100, instances: { candidate: 1, stable: 0 } }, fenced())
      expect(liveDigestOf(state)).toBe(one)
      expect(liveDigestOf(await observe())).toBe(one)
    })

    it('[E3] names a release that does not become healthy, quotes its log, and leaves the live one alone', async () => {
      const bad = bench.bad('0.0.1')
      await expect(bench.target().prepare({ digest: bad.digest, version: '0.0.1', instances: 1 }, fenced())).rejects.toMatchObject({
        code: 'candidate_unhealthy',
        message: expect.stringContaining(bad.says),
      })
      const state = await observe()
      expect(liveDigestOf(state)).toBe(one)
      expect(releaseOf(state, bad.digest)).toBeUndefined()
    })

    it('[E2] splits traffic exactly as asked and reads it back', async () => {
      await bench.target().prepare({ digest: two, version: '2.0.0', instances: 1 }, fenced())
      for (const weight of [10, 50]) {
        const state = await bench.target().shift({ candidate: two, stable: one, weight, instances: EVERYTHING }, fenced())
        expect([releaseOf(state, two)?.weight, releaseOf(state, one)?.weight]).toEqual([weight, 100 - weight])
        expect(liveDigestOf(state)).toBeUndefined()
      }
    })

    it('[E5] restores the snapshot from half way, and restoring again is a no-op', async () => {
      expect(liveDigestOf(await bench.target().restore(snapshot(one), fenced()))).toBe(one)
      const again = await bench.target().restore(snapshot(one), fenced())
      expect(liveDigestOf(again)).toBe(one)
      expect(releaseOf(again, two)).toBeUndefined()
    })

    it('[E2] retires everything but the release to keep', async () => {
      await bench.target().prepare({ digest: two, version: '2.0.0', instances: 1 }, fenced())
      await bench.target().shift({ candidate: two, stable: one, weight: 100, instances: EVERYTHING }, fenced())
      const state = await bench.target().retire(two, fenced())
      expect(state.releases.map((release) => release.digest)).toEqual([two])
      expect(liveDigestOf(state)).toBe(two)
    })

    it('[E5] restores a release that was retired', async () => {
      expect(liveDigestOf(await bench.target().restore(snapshot(one), fenced()))).toBe(one)
    })

    it('[G2] refuses a change whose fence is lower than one it has seen, and changes nothing then', async () => {
      fence = 7
      await bench.target().prepare({ digest: two, version: '2.0.0', instances: 1 }, fenced())
      await expect(bench.target().shift({ candidate: two, stable: one, weight: 50, instances: EVERYTHING }, fenced(6))).rejects.toMatchObject({ code: 'fenced_out' })
      await expect(bench.target().retire(two, fenced(6))).rejects.toMatchObject({ code: 'fenced_out' })
      expect(liveDigestOf(await observe())).toBe(one)
    })

    it('[E2] refuses to give traffic to a release that was never prepared', async () => {
      await expect(bench.target().shift({ candidate: bench.good('9.9.9'), stable: one, weight: 50, instances: EVERYTHING }, fenced())).rejects.toMatchObject({ code: 'target_unreachable' })
      expect(liveDigestOf(await observe())).toBe(one)
    })

    it('[E5] stops everything when there was nothing before (J03)', async () => {
      expect((await bench.target().restore(snapshot(undefined), fenced())).releases).toEqual([])
    })
  })
}
