import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Executed } from '../../src/execute.ts'
import { OperateError } from '../../src/errors.ts'
import { CANDIDATE, PATHS, STABLE, World, type Fault, type Path } from './world.ts'

type Ended = { readonly kind: 'ended'; readonly executed: Executed } | { readonly kind: 'threw'; readonly error: unknown }

async function run(world: World): Promise<Ended> {
  try {
    return { kind: 'ended', executed: await world.run() }
  } catch (error) {
    return { kind: 'threw', error }
  }
}

async function pointsOf(path: Path): Promise<number> {
  const world = new World(path)
  await world.run()
  return world.points
}

/** What must hold however a rollout ended by itself. */
function expectSound(world: World, path: Path, { rollout, liveDigest }: Executed): void {
  const before = path.hasStable ? { [STABLE]: 100 } : {}
  expect(rollout.phase).toBe('ended')
  if (rollout.outcome === 'verified') {
    expect(world.traffic).toEqual({ [CANDIDATE]: 100 })
    expect(liveDigest).toBe(CANDIDATE)
  } else if (rollout.cause?.code === 'rollback_failed') {
    expect(rollout.outcome).toBe('failed')
  } else {
    expect(world.traffic).toEqual(before)
    expect([...world.releases.keys()]).toEqual(path.hasStable ? [STABLE] : [])
  }
  expectNeverUpAfterTurning(world)
  expectJournaled(world)
  const shifted = world.touches.some((touch) => touch.call.startsWith('shift'))
  if (shifted) expect(rollout.touched).toBe(true)
}

function expectNeverUpAfterTurning(world: World): void {
  const turnedAt = world.touches.findIndex((touch) => touch.call === 'restore')
  const weights = world.touches.map((touch) => touch.weight)
  const up = turnedAt < 0 ? weights : weights.slice(0, turnedAt)
  expect(up).toEqual(up.toSorted((a, b) => a - b))
  if (turnedAt >= 0) expect(weights.slice(turnedAt).every((weight) => weight === 0)).toBe(true)
}

/** Every change was in the ledger when it happened; a rollback may run ahead of a ledger that cannot be written. */
function expectJournaled(world: World): void {
  for (const { call, ours } of world.touches) {
    if (call === 'restore' && world.warnings.length > 0) continue
    const entry = ours?.event
    expect(entry?.kind).toBe('effect-began')
    if (entry?.kind !== 'effect-began') continue
    if (call.startsWith('shift')) expect([entry.effect, entry.rollout.touched]).toEqual([call, true])
    else expect(entry.rollout.phase).toBe({ prepare: 'preparing', restore: 'restoring', retire: 'retiring' }[call])
  }
}

describe('carrying a rollout out', () => {
  it.each(PATHS)('[D1] ends as the measurements say, with all traffic on one release: %j', async (path) => {
    const world = new World(path)
    const executed = await world.run()
    expectSound(world, path, executed)
    expect(executed.rollout.outcome).toBe(path.badPerHundred === undefined ? 'verified' : 'rolled-back')
  })

  it.each(PATHS)('[E4] leaves all traffic on one release, whatever call fails or loses its answer: %j', async (path) => {
    const points = await pointsOf(path)
    for (const fault of ['before', 'after'] as const) {
      for (let point = 3; point < points; point += 1) {
        const world = new World(path, new Map([[point, fault]]))
        const ended = await run(world)
        if (ended.kind === 'threw') throw new Error(`${fault} ${point}`, { cause: ended.error })
        expectSound(world, path, ended.executed)
        expect(ended.executed.rollout.cause?.code).not.toBe('rollback_failed')
      }
    }
  })

  it.each(PATHS)('[G2] turns round or finishes when it is stopped at any point, and blames nobody for it: %j', async (path) => {
    const points = await pointsOf(path)
    for (const fault of ['stop', 'abort-entry'] as const) {
      for (let point = 3; point < points; point += 1) {
        const world = new World(path, new Map([[point, fault]]))
        const ended = await run(world)
        if (ended.kind === 'threw') throw new Error(`${fault} ${point}`, { cause: ended.error })
        expectSound(world, path, ended.executed)
        const { outcome, cause } = ended.executed.rollout
        if (outcome !== 'verified' && path.badPerHundred === undefined) expect([point, cause?.code]).toEqual([point, 'cancelled'])
      }
    }
  })

  it.each(PATHS)('(C11) never touches the target once another run has the lock, whenever that happens: %j', async (path) => {
    const points = await pointsOf(path)
    for (const fault of ['taken-over', 'fenced'] as const) {
      for (let point = 3; point < points; point += 1) {
        const world = new World(path, new Map([[point, fault]]))
        const ended = await run(world)
        // Nothing was left to be done when it happened.
        if (ended.kind === 'ended') {
          expectSound(world, path, ended.executed)
          continue
        }
        expect(ended.error instanceof OperateError ? ended.error.code : ended.error).toBe(fault === 'fenced' ? 'fenced_out' : 'lock_lost')
        const late = world.touches.filter((touch) => touch.newest?.run.id === 'other')
        // A change on its way when the lock was lost is the last one.
        expect(late.length).toBeLessThanOrEqual(1)
        expect(world.touches.slice(world.touches.length - late.length)).toEqual(late)
      }
    }
  })

  it.each(PATHS)('(J11) rolls back when the ledger cannot be written any more, from any point on: %j', async (path) => {
    const points = await pointsOf(path)
    for (let point = 4; point < points; point += 1) {
      const world = new World(path)
      world.ledgerFailsFrom = point
      const ended = await run(world)
      if (ended.kind === 'threw') throw new Error(`from ${point}`, { cause: ended.error })
      expectSound(world, path, ended.executed)
    }
  })

  it.each(PATHS)('[G2] is finished by the next run when it was killed at any point: %j', async (path) => {
    const points = await pointsOf(path)
    for (const fault of ['killed-before', 'killed-after'] as const) {
      for (let point = 3; point < points; point += 1) {
        const world = new World(path, new Map([[point, fault]]))
        const first = await Promise.race([run(world), world.killed])
        const executed = first === undefined ? await world.finishAfterKill() : first.kind === 'ended' ? first.executed : undefined
        if (executed === undefined) {
          // It died before it had begun.
          expect(world.touches).toEqual([])
          continue
        }
        expectSound(world, path, executed)
      }
    }
  })

  it('[E6] is not called verified from memory when nothing is live by the time it is finished', async () => {
    const path = { weights: [50], hasStable: true, hasSmoke: false, verifySeconds: 0 }
    for (const fault of ['killed-before', 'killed-after'] as const) {
      const retire = (await pointsOf(path)) - 1
      const world = new World(path, new Map([[retire, fault]]))
      await Promise.race([world.run(), world.killed])
      const candidate = world.releases.get(CANDIDATE)
      if (candidate !== undefined) candidate.healthy = false
      const executed = await world.finishAfterKill()
      expect(executed?.rollout).toMatchObject({ outcome: 'rolled-back', cause: { code: 'live_digest_mismatch' } })
      expect(world.traffic).toEqual({ [STABLE]: 100 })
    }
  })

  it('[E4] keeps every promise under any two or three faults at once', async () => {
    const lengths = await Promise.all(PATHS.map(pointsOf))
    const kinds: readonly Fault[] = ['before', 'after', 'stop', 'abort-entry']
    const scenario = fc.integer({ min: 0, max: PATHS.length - 1 }).chain((index) =>
      fc.record({ index: fc.constant(index), faults: fc.array(fc.tuple(fc.integer({ min: 3, max: (lengths[index] ?? 0) + 10 }), fc.constantFrom(...kinds)), { minLength: 2, maxLength: 3 }) }),
    )
    // A failure prints the seed and the shrunk scenario.
    await fc.assert(
      fc.asyncProperty(scenario, async ({ index, faults }) => {
        const path = PATHS[index] ?? PATHS[0]
        if (path === undefined) return
        const world = new World(path, new Map(faults))
        const ended = await run(world)
        if (ended.kind === 'threw') throw new Error('threw', { cause: ended.error })
        expectSound(world, path, ended.executed)
      }),
      { numRuns: 400, verbose: 1 },
    )
  })
})
