import { afterEach, describe, expect, it } from '@jest/globals'
import { readStatus } from '../../../../src/adapters/targets/process/client.ts'
import type { Status } from '../../../../src/adapters/targets/process/protocol.ts'
import { releaseOf } from '../../../../src/domain/rollout/live.ts'
import { ask, startLoad, type Tally } from '../../../support/load.ts'
import { supervisorBundle } from '../../../support/supervisor-bundle.ts'
import { eventually, processBench, type ProcessBench } from './bench.ts'

let bench: ProcessBench

afterEach(() => bench.close())

const BOTH = { candidate: 2, stable: 2 }

/** Version 1 live, version 2 ready beside it. */
async function twoReleases(): Promise<{ readonly one: ReturnType<ProcessBench['store']['release']>; readonly two: ReturnType<ProcessBench['store']['release']>; readonly address: string }> {
  bench = processBench()
  const one = bench.store.release('1.0.0')
  const two = bench.store.release('2.0.0')
  await bench.target().prepare({ digest: one, version: '1.0.0', instances: 2 }, bench.fenced())
  const { address = '' } = await bench.target().shift({ candidate: one, weight: 100, instances: { candidate: 2, stable: 0 } }, bench.fenced())
  await bench.target().prepare({ digest: two, version: '2.0.0', instances: 2 }, bench.fenced())
  return { one, two, address }
}

function share(tally: Tally, version: string): { readonly n: number; readonly p: number } {
  const n = [...tally.versions.values()].reduce((a, b) => a + b, 0)
  return { n, p: (tally.versions.get(version) ?? 0) / n }
}

describe('traffic through the weighted proxy', () => {
  it('[E2] loses no request while weights go up, back, and a release is retired, and sends each release its share', async () => {
    const { one, two, address } = await twoReleases()
    const load = startLoad(address, { keepAlive: 6, fresh: 2, pauseMs: 1 })
    const whole: Tally[] = []
    const measureAt = async (weight: number): Promise<void> => {
      const state = await bench.target().shift({ candidate: two, stable: one, weight, instances: BOTH }, bench.fenced())
      // Requests that are under way while the weight changes belong to neither.
      await load.more(20)
      whole.push(load.cut())
      const before = releaseOf(await bench.target().observe(AbortSignal.timeout(5_000)), two)?.counters.requests ?? 0
      await load.more(1200)
      const tally = load.cut()
      whole.push(tally)
      const after = releaseOf(await bench.target().observe(AbortSignal.timeout(5_000)), two)?.counters.requests ?? 0
      const { n, p } = share(tally, '2.0.0')
      // Five standard deviations: wrong once in two million runs.
      expect(Math.abs(p - weight / 100)).toBeLessThanOrEqual(5 * Math.sqrt(((weight / 100) * (1 - weight / 100)) / n))
      // What the proxy counted is what the clients saw, but for the requests around the readings.
      expect(Math.abs(after - before - p * n)).toBeLessThanOrEqual(20)
      expect(releaseOf(state, two)?.weight).toBe(weight)
    }
    await load.more(200)
    const atZero = load.cut()
    expect(atZero.versions.get('2.0.0')).toBeUndefined()
    for (const weight of [10, 50, 100]) await measureAt(weight)
    await bench.target().restore({ id: 'snap_1', at: 0, stable: { digest: one, version: '1.0.0', instances: 2 } }, bench.fenced())
    await load.more(20)
    whole.push(load.cut())
    await load.more(300)
    const back = load.cut()
    expect(back.versions.get('2.0.0')).toBeUndefined()
    await bench.target().retire(one, bench.fenced())
    await load.more(100)
    whole.push(atZero, back, await load.stop())
    expect(whole.flatMap((tally) => tally.problems)).toEqual([])
    expect(whole.flatMap((tally) => [...tally.status.keys()]).every((status) => status === 200)).toBe(true)
    expect(whole.reduce((sum, tally) => sum + tally.sent, 0)).toBeGreaterThan(4_000)
  })

  it('[E2] serves on while an instance is killed, and brings it back', async () => {
    const { one, address } = await twoReleases()
    const load = startLoad(address, { keepAlive: 4, fresh: 2, pauseMs: 1 })
    await load.more(100)
    const before = await pidsOf(one)
    const [victim = 0] = before
    process.kill(victim, 'SIGKILL')
    await eventually('the instance is back', async () => {
      const pids = await pidsOf(one)
      const state = releaseOf(await bench.target().observe(AbortSignal.timeout(5_000)), one)
      return pids.length === 2 && !pids.includes(victim) && state?.instances.every((instance) => instance.health === 'healthy') === true
    })
    await load.more(100)
    const tally = await load.stop()
    // Requests that the killed process was answering may be lost; those sent on idle connections or refused are not.
    expect((tally.status.get(502) ?? 0) + tally.lost).toBeLessThanOrEqual(6)
    expect(tally.status.get(503)).toBeUndefined()
    expect(tally.status.get(200) ?? 0).toBeGreaterThan(200)
    const state = releaseOf(await bench.target().observe(AbortSignal.timeout(5_000)), one)
    expect(state?.instances.reduce((sum, instance) => sum + instance.restarts, 0)).toBe(1)
  })

  it('[E2] keeps connections waiting, not refused, while a killed worker is replaced (I33)', async () => {
    const { one, two, address } = await twoReleases()
    await bench.target().shift({ candidate: two, stable: one, weight: 50, instances: BOTH }, bench.fenced())
    const before = await statusOf()
    const releasesBefore = [...(await pidsOf(one)), ...(await pidsOf(two))]
    process.kill(before.pid, 'SIGKILL')
    // Sent while nobody accepts.
    const load = startLoad(address, { keepAlive: 0, fresh: 4 })
    await load.more(400)
    const tally = await load.stop()
    // What the killed worker had accepted died with it; that can only be the first request of each client.
    expect(tally.lost).toBeLessThanOrEqual(4)
    expect(tally.problems.filter((problem) => problem.includes('ECONNREFUSED'))).toEqual([])
    expect([...tally.status.keys()]).toEqual([200])
    const after = await statusOf()
    expect(after.pid).not.toBe(before.pid)
    expect(after.guardian).toBe(before.guardian)
    const state = await bench.target().observe(AbortSignal.timeout(5_000))
    expect([releaseOf(state, one)?.weight, releaseOf(state, two)?.weight]).toEqual([50, 50])
    expect(state.epoch).not.toBe(before.epoch)
    expect([...(await pidsOf(one)), ...(await pidsOf(two))].toSorted()).toEqual(releasesBefore.toSorted())
  })

  it('[E2] hands over to a newer supervisor without losing a request', async () => {
    const { one, address } = await twoReleases()
    const load = startLoad(address, { keepAlive: 4, fresh: 2, pauseMs: 1 })
    await load.more(100)
    const before = await statusOf()
    const newer = bench.target({}, { supervisorScript: supervisorBundle('-newer') })
    await newer.prepare({ digest: one, version: '1.0.0', instances: 2 }, bench.fenced())
    await load.more(300)
    const tally = await load.stop()
    const after = await statusOf()
    expect([after.script === before.script, after.guardian === before.guardian]).toEqual([false, true])
    expect(tally.problems).toEqual([])
    expect([...tally.status.keys()]).toEqual([200])
  })

  it('[E2] lets a request finish on the release it began on, and stops that release only then', async () => {
    bench = processBench()
    const slow = bench.store.release('1.0.0', { 'release.json': JSON.stringify({ version: '1.0.0', latencyMs: 1_200 }) })
    const fast = bench.store.release('2.0.0')
    await bench.target().prepare({ digest: slow, version: '1.0.0', instances: 1 }, bench.fenced())
    const { address = '' } = await bench.target().shift({ candidate: slow, weight: 100, instances: { candidate: 1, stable: 0 } }, bench.fenced())
    await bench.target().prepare({ digest: fast, version: '2.0.0', instances: 1 }, bench.fenced())
    const begun = ask(address)
    await eventually('the slow release has the request', async () => (await ask(`${(await instanceAddress(slow)) ?? ''}/version`)).body.includes('"served":1'))
    await bench.target().shift({ candidate: fast, stable: slow, weight: 100, instances: { candidate: 1, stable: 1 } }, bench.fenced())
    const retired = bench.target().retire(fast, bench.fenced())
    expect((await ask(address)).version).toBe('2.0.0')
    expect(await begun).toMatchObject({ status: 200, version: '1.0.0' })
    expect((await retired).releases.map((release) => release.version)).toEqual(['2.0.0'])
  })
})

async function statusOf(): Promise<Status> {
  const found = await readStatus(bench.directory, AbortSignal.timeout(15_000))
  if (found === undefined) throw new Error('no supervisor runs')
  return found.status
}

async function pidsOf(digest: string): Promise<readonly number[]> {
  const release = (await statusOf()).releases.find((each) => each.digest === digest)
  return (release?.slots ?? []).flatMap((slot) => (slot.pid === undefined ? [] : [slot.pid]))
}

async function instanceAddress(digest: string): Promise<string | undefined> {
  return (await statusOf()).releases.find((each) => each.digest === digest)?.slots[0]?.address
}
