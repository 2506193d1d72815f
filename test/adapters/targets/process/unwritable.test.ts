import { mkdirSync, readFileSync, rmdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { readStatus } from '../../../../src/adapters/targets/process/client.ts'
import { readSaved, stateFile, supervisorLog } from '../../../../src/adapters/targets/process/places.ts'
import type { Status } from '../../../../src/adapters/targets/process/protocol.ts'
import type { Digest } from '../../../../src/domain/artifact/digest.ts'
import { liveDigestOf, releaseOf } from '../../../../src/domain/rollout/live.ts'
import { eventually, processBench, type ProcessBench } from './bench.ts'

describe('a supervisor that cannot write down its state, as on a full disk', () => {
  let bench: ProcessBench
  let one: Digest
  let two: Digest
  let before: Status
  const status = async (): Promise<Status> => {
    const found = await readStatus(bench.directory, AbortSignal.timeout(10_000))
    if (found === undefined) throw new Error('no supervisor')
    return found.status
  }
  /** A folder where the new state is written first stops every user, root too. */
  const obstacle = (): string => `${stateFile(bench.directory)}.${before.pid}.new`

  beforeAll(async () => {
    bench = processBench()
    one = bench.store.release('1.0.0')
    two = bench.store.release('2.0.0')
    await bench.target().prepare({ digest: one, version: '1.0.0', instances: 1 }, bench.fenced())
    await bench.target().shift({ candidate: one, weight: 100, instances: { candidate: 1, stable: 0 } }, bench.fenced())
    await bench.target().prepare({ digest: two, version: '2.0.0', instances: 1 }, bench.fenced())
    await bench.target().shift({ candidate: two, stable: one, weight: 50, instances: { candidate: 1, stable: 1 } }, bench.fenced())
    before = await status()
    mkdirSync(obstacle())
  })
  afterAll(() => bench.close())

  it('[E5] starts a dead instance again, and goes on itself', async () => {
    const pid = before.releases.find((release) => release.digest === one)?.slots[0]?.pid ?? 0
    process.kill(pid, 'SIGKILL')
    await eventually('another instance serves', async () => (await status()).releases.some((release) => release.digest === one && release.slots.some((slot) => slot.health === 'healthy' && slot.pid !== pid)))
    expect((await status()).pid).toBe(before.pid)
  })

  it('[E5] brings all traffic back to the old release, and says in its log what could not be written', async () => {
    const state = await bench.target().restore({ id: 'snap_1', at: 0, stable: { digest: one, version: '1.0.0', instances: 1 } }, bench.fenced())
    expect(liveDigestOf(state)).toBe(one)
    expect(releaseOf(state, two)).toBeUndefined()
    expect((await status()).pid).toBe(before.pid)
    expect(readFileSync(supervisorLog(bench.directory), 'utf8')).toContain('state.json could not be written')
  })

  it('[G2] writes it down as soon as it can', async () => {
    rmdirSync(obstacle())
    await eventually('the state is on disk', () => readSaved(bench.directory)?.wanted.releases.map((release) => [release.digest, release.weight]).join() === `${one},100`)
  })
})
