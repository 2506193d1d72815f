import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { verifyChain } from '../../src/domain/ledger/chain.ts'
import type { Head } from '../../src/domain/ledger/entry.ts'
import { OperateError, StoppedError } from '../../src/errors.ts'
import type { LedgerStore } from '../../src/ports.ts'
import { appendFreely, type Session } from '../../src/session.ts'
import { collect } from '../contract/ledger-contract.ts'
import { rolloutOf } from '../domain/ledger/samples.ts'
import { BEGAN, EFFECT, ENDED, KEY, LEASE_SECONDS, openWorld, PROGRESSED, REF, type World } from './support.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
})

afterEach(async () => {
  expect(verifyChain(await history())).toEqual([])
  await world.sandbox.close()
})

function history(): Promise<readonly Head[]> {
  return collect(world.store.history(KEY))
}

async function kinds(): Promise<readonly string[]> {
  return (await history()).map((head) => `${head.entry.run.id} ${head.entry.event.kind}`).toReversed()
}

const lost = { name: 'StoppedError', code: 'lock_lost' }

describe('[E1] taking the lock', () => {
  it('creates the ledger, with the height as the fence', async () => {
    const session = await world.open('a')
    expect(session.fence).toBe(1)
    expect(session.state.lease).toEqual({ owner: { id: 'a', attempt: 1 }, fence: 1, since: world.clock.time, expiresAt: world.clock.time + LEASE_SECONDS * 1000 })
    expect(session.head).toEqual((await history())[0])
  })

  it('takes a lock that was given back, with a higher fence', async () => {
    const first = await world.open('a')
    await first.release()
    const second = await world.open('b')
    expect([first.fence, second.fence]).toEqual([1, 3])
  })

  it('(C21) gives up after the timeout with nothing changed, says who holds it, and told so once', async () => {
    await world.open('a')
    const before = await history()
    const start = world.clock.time
    const error: unknown = await world.open('b').catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'lock_timeout', message: expect.stringMatching(/production could not be had within 10 s\. Held by run a attempt 1 since .* until .*: the lock is still valid\./), remedy: expect.stringContaining('Wait for that run') })
    expect(world.clock.time - start).toBe(10_000)
    expect(world.clock.slept).toEqual([200, 400, 800, 1600, 3200, 3800])
    expect(world.waits).toHaveLength(1)
    expect(await history()).toEqual(before)
  })

  it('does not wait at all with a timeout of zero, and takes a free lock even then', async () => {
    const session = await world.open('a', { lockTimeoutMs: 0 })
    await expect(world.open('b', { lockTimeoutMs: 0 })).rejects.toMatchObject({ code: 'lock_timeout' })
    expect(world.clock.slept).toEqual([])
    await session.release()
  })

  it('goes on as soon as the lock is given back', async () => {
    const first = await world.open('a')
    world.clock.onSleep = () => first.release()
    const second = await world.open('b')
    expect(second.fence).toBe(3)
    expect(world.clock.slept).toEqual([200])
  })

  it('(C08) takes over when the lease has expired and the run has finished, and asks about the run only then', async () => {
    await world.open('a')
    world.probe.answers.set('a', 'finished')
    await expect(world.open('b')).rejects.toMatchObject({ code: 'lock_timeout' })
    expect(world.probe.asked).toBe(0)
    world.clock.time += LEASE_SECONDS * 1000
    const second = await world.open('b')
    expect(world.probe.asked).toBe(1)
    expect(second.head.entry.event).toMatchObject({ kind: 'lease-taken', from: { id: 'a', attempt: 1 } })
  })

  it.each(['running', 'unknown'] as const)('(C09) never takes over from a run that is %s', async (answer) => {
    await world.open('a')
    world.clock.time += 1e9
    world.probe.answers.set('a', answer)
    await expect(world.open('b')).rejects.toMatchObject({ code: 'lock_timeout' })
  })

  it('tells when the reason for waiting changes', async () => {
    await world.open('a')
    world.clock.time += LEASE_SECONDS * 1000 - 1000
    await expect(world.open('b')).rejects.toMatchObject({ code: 'lock_timeout' })
    expect(world.waits.map((sentence) => sentence.split(': the lock ')[1])).toEqual(['is still valid.', 'has expired, but that run still lives.'])
  })

  it('fences out the former process of the same run', async () => {
    const first = await world.open('a')
    const second = await world.open('a')
    expect(second.fence).toBe(2)
    await expect(first.append(BEGAN)).rejects.toMatchObject(lost)
    await second.append(BEGAN)
  })

  it('stops waiting when it is told to', async () => {
    await world.open('a')
    const before = await history()
    const controller = new AbortController()
    world.clock.onSleep = () => { controller.abort(new Error('SIGINT')); return Promise.resolve() }
    await expect(world.open('b', { signal: controller.signal })).rejects.toMatchObject({ name: 'StoppedError', code: 'cancelled', message: expect.stringContaining('SIGINT') })
    await expect(world.open('b', { signal: AbortSignal.abort(new StoppedError({ code: 'cancelled', message: 'by hand' })) })).rejects.toMatchObject({ message: 'by hand' })
    expect(await history()).toEqual(before)
  })

  it('lets an error of the clock through as it is', async () => {
    await world.open('a')
    world.clock.onSleep = () => Promise.reject(new Error('no time'))
    await expect(world.open('b')).rejects.toThrow('no time')
  })
})

describe('holding the lock', () => {
  it('renews it with everything it writes', async () => {
    const session = await world.open('a')
    world.clock.time += 10_000
    await session.append(BEGAN)
    expect(session.state.lease?.expiresAt).toBe(world.clock.time + LEASE_SECONDS * 1000)
    expect(session.state.current?.deployment.id).toBe('dep_1')
  })

  it('renews when less than half of it remains, and writes nothing before', async () => {
    const session = await world.open('a')
    world.clock.time += 30_000
    await session.refresh()
    await session.renew(rolloutOf())
    expect(await kinds()).toEqual(['a lease-taken'])
    world.clock.time += 1
    await session.refresh()
    await session.append(BEGAN)
    world.clock.time += 30_001
    const state = await session.renew(rolloutOf({ weight: 42 }))
    expect(state.current?.rollout.weight).toBe(42)
    expect(await kinds()).toEqual(['a lease-taken', 'a lease-renewed', 'a rollout-began', 'a progressed'])
  })

  it('goes on with an expired lease that nobody took', async () => {
    const session = await world.open('a')
    world.clock.time += 1e7
    await session.refresh()
    expect(session.state.lease).toMatchObject({ fence: 1, expiresAt: world.clock.time + LEASE_SECONDS * 1000 })
  })

  it('(C18) sees an abort that someone asked for, and writes on top of it', async () => {
    const session = await world.open('a')
    await session.append(BEGAN)
    await appendFreely(world.options('b'), { kind: 'abort-requested', actor: 'bob', reason: 'errors' })
    expect(session.state.abort).toBeUndefined()
    const state = await session.append(EFFECT)
    expect(state.abort).toEqual({ actor: 'bob', reason: 'errors' })
    await appendFreely(world.options('c'), { kind: 'abort-requested', actor: 'carol', reason: 'more errors' })
    expect((await session.refresh()).abort?.actor).toBe('carol')
    expect(await kinds()).toEqual(['a lease-taken', 'a rollout-began', 'b abort-requested', 'a effect-began', 'c abort-requested'])
  })

  it('carries calls out one after the other', async () => {
    const session = await world.open('a')
    await Promise.all([session.append(BEGAN), session.append(EFFECT), session.append(PROGRESSED), session.append(ENDED), session.release()])
    expect(await kinds()).toEqual(['a lease-taken', 'a rollout-began', 'a effect-began', 'a progressed', 'a rollout-ended', 'a lease-released'])
  })

  it('does not write twice when the answer to a write was lost (B04)', async () => {
    const deaf: LedgerStore = {
      ...world.store,
      append: async (...args) => {
        const result = await world.store.append(...args)
        return args[0].event.kind === 'effect-began' ? { kind: 'conflict' } : result
      },
    }
    const session = await world.open('a', { store: deaf })
    await session.append(BEGAN)
    await session.append(EFFECT)
    await session.append(PROGRESSED)
    expect(await kinds()).toEqual(['a lease-taken', 'a rollout-began', 'a effect-began', 'a progressed'])
  })

  it('refuses a second rollout, and still holds the lock then', async () => {
    const session = await world.open('a')
    await session.append(BEGAN)
    await expect(session.append(BEGAN)).rejects.toMatchObject({ name: 'OperateError', code: 'lock_conflict' })
    await session.append(ENDED)
  })
})

describe('losing the lock', () => {
  let session: Session

  async function everythingIsRefused(): Promise<void> {
    const before = world.sandbox.person('for-each-ref', 'refs/flowspec')
    await expect(session.append(EFFECT)).rejects.toMatchObject(lost)
    await expect(session.refresh()).rejects.toMatchObject(lost)
    await expect(session.renew(rolloutOf())).rejects.toMatchObject(lost)
    await session.release()
    await session.release()
    expect(world.sandbox.person('for-each-ref', 'refs/flowspec')).toBe(before)
  }

  beforeEach(async () => {
    session = await world.open('a')
    await session.append(BEGAN)
  })

  it('(C11) is noticed by a run that wakes after another has taken over', async () => {
    world.probe.answers.set('a', 'finished')
    world.clock.time += LEASE_SECONDS * 1000
    const next = await world.open('b')
    await everythingIsRefused()
    expect(next.state.current?.deployment.id).toBe('dep_1')
    await next.append(ENDED)
  })

  it('(C11) is noticed after the other has come and gone', async () => {
    world.probe.answers.set('a', 'finished')
    world.clock.time += LEASE_SECONDS * 1000
    const next = await world.open('b')
    await next.release()
    await everythingIsRefused()
  })

  it('(C10) is noticed when the ref was deleted', async () => {
    world.sandbox.person('update-ref', '-d', REF)
    await everythingIsRefused()
  })

  it('(K08) is noticed when the ref was moved back', async () => {
    world.sandbox.person('update-ref', REF, `${REF}^`)
    await everythingIsRefused()
  })

  it('(K08) is noticed when the history was rewritten', async () => {
    const message = world.sandbox.person('log', '-1', '--format=%B', REF)
    const parent = world.sandbox.person('rev-parse', `${REF}^`)
    const forged = world.sandbox.pipe(`${message}\n`, 'commit-tree', `${world.sandbox.commit}^{tree}`, '-p', parent, '-F', '-')
    world.sandbox.person('update-ref', REF, forged)
    await everythingIsRefused()
  })

  it('is complete once it was given back', async () => {
    await session.append(ENDED)
    await session.release()
    await everythingIsRefused()
  })

  it('is not taken for a success when the ledger cannot be read or written', async () => {
    const head = world.sandbox.person('rev-parse', REF)
    world.sandbox.person('update-ref', REF, world.sandbox.commit)
    await expect(session.append(EFFECT)).rejects.toMatchObject({ code: 'ledger_unreadable' })
    await expect(session.refresh()).rejects.toMatchObject({ code: 'ledger_unreadable' })
    await expect(session.release()).rejects.toMatchObject({ code: 'ledger_unreadable' })
    world.sandbox.person('update-ref', REF, head)
    await session.release()
    expect(await kinds()).toEqual(['a lease-taken', 'a rollout-began', 'a lease-released'])
  })
})

describe('writing without the lock', () => {
  it('[A3] records an override, and creates the ledger when there is none', async () => {
    const head = await appendFreely(world.options('a'), { kind: 'overridden', override: { what: 'skip-state-check', actor: 'a', reason: 'hotfix', at: 1 } })
    expect(head.entry).toMatchObject({ height: 1, state: { overrides: [{ reason: 'hotfix' }] } })
    expect(head.entry).not.toHaveProperty('renewUntil')
  })

  it('is never lost in a race', async () => {
    await Promise.all(Array.from({ length: 8 }, (_, n) => appendFreely(world.options(`r${n}`), { kind: 'abort-requested', actor: `r${n}`, reason: '' })))
    expect((await kinds()).toSorted()).toEqual(Array.from({ length: 8 }, (_, n) => `r${n} abort-requested`))
  })

  it('breaks a lock that has expired, never a valid one', async () => {
    await world.open('a')
    const broken = { kind: 'lease-broken', actor: 'carol', reason: 'the machine is gone' } as const
    await expect(appendFreely(world.options('c'), broken)).rejects.toMatchObject({ code: 'lock_conflict', message: expect.stringContaining('only after it has expired') })
    world.clock.time += LEASE_SECONDS * 1000
    await appendFreely(world.options('c'), broken)
    expect((await world.open('b')).fence).toBe(3)
    expect(await kinds()).toEqual(['a lease-taken', 'c lease-broken', 'b lease-taken'])
  })
})

describe('a store that never lets anything through', () => {
  it('ends in an error, not in a loop', async () => {
    const session = await world.open('a')
    const stubborn: LedgerStore = { ...world.store, append: () => Promise.resolve({ kind: 'conflict' }) }
    await expect(appendFreely(world.options('b', { store: stubborn }), { kind: 'abort-requested', actor: 'b', reason: '' })).rejects.toBeInstanceOf(OperateError)
    await session.release()
    await expect(world.open('b', { store: stubborn })).rejects.toMatchObject({ code: 'lock_timeout' })
    const other = await world.open('c', { store: { ...world.store, append: (entry, ...rest) => (entry.event.kind === 'progressed' ? stubborn : world.store).append(entry, ...rest) } })
    await expect(other.append(PROGRESSED)).rejects.toMatchObject({ code: 'lock_conflict' })
  })
})
